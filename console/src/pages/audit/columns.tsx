import type { AuditItem } from '@tocsin/api';
import { Tooltip } from '@mantine/core';
import { format, t } from '../../messages/index.ts';
import { visible } from '../../ui/code-block.tsx';
import type { Column } from '../../ui/data-table/index.ts';
import { Time } from '../../ui/time.tsx';

const { columns: words } = t.audit;

/** What a row says besides, as words and numbers: "events 3, by token". */
export function detailText(detail: AuditItem['detail']): string {
  return Object.entries(detail)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}

/** A name as long as it is kept. */
function Name({ value, expected }: { value: string | null; expected: boolean }) {
  if (value !== null) return visible(value);
  if (!expected) return null;
  return (
    <Tooltip label={t.audit.erasedMeaning}>
      <span>{t.audit.erased}</span>
    </Tooltip>
  );
}

/** The rows of a log, newest first as the server has them. */
export const columns: readonly Column<AuditItem>[] = [
  {
    id: 'at',
    header: words.at,
    width: 128,
    text: ({ at }) => at,
    cell: ({ at }) => <Time at={at} show="relative" />,
  },
  { id: 'org', header: words.org, width: 128, priority: 1, text: ({ org }) => org },
  {
    id: 'actor',
    header: words.actor,
    width: 144,
    grow: 0.5,
    text: ({ actor }) => actor ?? '',
    cell: ({ actor, log }) => <Name value={actor} expected={log === 'audit'} />,
  },
  { id: 'action', header: words.action, width: 144, text: ({ action }) => action },
  {
    id: 'subject',
    header: words.subject,
    width: 200,
    grow: 1,
    text: ({ subject }) => subject,
    cell: ({ subject }) => <span title={subject}>{visible(subject)}</span>,
  },
  {
    id: 'detail',
    header: words.detail,
    width: 240,
    grow: 2,
    priority: 3,
    text: ({ detail }) => detailText(detail),
    cell: ({ detail }) => <span title={detailText(detail)}>{visible(detailText(detail))}</span>,
  },
  { id: 'address', header: words.address, width: 128, hidden: true, text: ({ address }) => address ?? '' },
  {
    id: 'seq',
    header: words.seq,
    meaning: words.seqMeaning,
    width: 88,
    align: 'end',
    priority: 3,
    text: ({ seq }) => (seq === null ? t.audit.notSealed : format.number(seq)),
  },
];
