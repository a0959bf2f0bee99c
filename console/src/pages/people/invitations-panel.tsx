import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Invitation } from '@tocsin/api';
import { api, query, routes } from '../../api.ts';
import { refresh } from '../../components/refresh.ts';
import { t } from '../../messages/index.ts';
import { Panel } from '../../ui/panel.tsx';
import { PlainTable } from '../../ui/plain-table.tsx';
import { Loaded } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { failed, told } from '../../ui/undo.tsx';
import classes from './people.module.css';

const texts = t.people.invitations;

/** Links that were not used yet. */
export function InvitationsPanel() {
  const invitations = useQuery(query(routes.invitations));
  const revoke = ({ id, name }: Invitation) => {
    api
      .call(routes.revokeInvitation, { params: { id } })
      .then(() => refresh(routes.invitations))
      .then(
        () => told(texts.revoked(name)),
        (error: unknown) => failed(texts.revoke, error),
      );
  };
  return (
    <Panel title={texts.title} hint={texts.hint}>
      <Loaded query={invitations}>
        {(rows) =>
          rows.length === 0 ? (
            <p className={classes.none}>{texts.none}</p>
          ) : (
            <PlainTable
              label={texts.label}
              rows={rows}
              rowKey={({ id }) => String(id)}
              columns={[
                {
                  header: t.people.columns.name,
                  cell: ({ name, mail, renewal }) => (
                    <>
                      {name}
                      <span className={classes.mail}>{renewal ? `${mail} · ${texts.renewal}` : mail}</span>
                    </>
                  ),
                },
                { header: t.people.columns.org, cell: ({ org }) => org, optional: true },
                { header: t.people.columns.role, cell: ({ role }) => t.people.roles[role] },
                { header: texts.by, cell: ({ createdBy }) => createdBy, optional: true },
                { header: texts.expires, cell: ({ expiresAt }) => <Time at={expiresAt} show="relative" /> },
                {
                  header: t.people.columns.act,
                  align: 'end',
                  cell: (row) => (
                    <Button
                      variant="default"
                      size="compact-xs"
                      aria-label={texts.revokeOne(row.name)}
                      onClick={() => revoke(row)}
                    >
                      {texts.revoke}
                    </Button>
                  ),
                },
              ]}
            />
          )
        }
      </Loaded>
    </Panel>
  );
}
