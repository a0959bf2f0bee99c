import { Button } from '@mantine/core';
import type { OpenSession } from '@tocsin/api';
import { t } from '../../messages/index.ts';
import { Badge } from '../../ui/badge.tsx';
import { PlainTable } from '../../ui/plain-table.tsx';
import { Time } from '../../ui/time.tsx';
import classes from './account.module.css';

const texts = t.account.sessions;

/** Sessions of a person, each with a button that ends it; not the one that looks. */
export function SessionTable({ sessions, onEnd }: { sessions: readonly OpenSession[]; onEnd: (id: string) => void }) {
  const device = (session: OpenSession) => (session.device === '' ? texts.unknown : session.device);
  return (
    <PlainTable
      label={texts.label}
      rows={sessions}
      rowKey={({ id }) => id}
      columns={[
        {
          header: texts.device,
          cell: (session) => (
            <span className={classes.tools}>
              {device(session)}
              {session.current && <Badge tone="accent">{texts.current}</Badge>}
            </span>
          ),
        },
        { header: texts.method, cell: ({ method }) => texts.methods[method] ?? method, optional: true },
        { header: texts.seen, cell: ({ seenAt }) => <Time at={seenAt} show="relative" /> },
        { header: texts.ends, cell: ({ expiresAt }) => <Time at={expiresAt} show="relative" />, optional: true },
        {
          header: texts.end,
          align: 'end',
          cell: (session) =>
            !session.current && (
              <Button
                variant="default"
                size="compact-xs"
                aria-label={texts.endOne(device(session))}
                onClick={() => onEnd(session.id)}
              >
                {texts.end}
              </Button>
            ),
        },
      ]}
    />
  );
}
