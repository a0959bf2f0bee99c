import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, query, routes } from '../../api.ts';
import { SessionTable } from '../../components/account/session-table.tsx';
import { refresh } from '../../components/refresh.ts';
import { t } from '../../messages/index.ts';
import { Panel } from '../../ui/panel.tsx';
import { Loaded } from '../../ui/states.tsx';
import { failed, told } from '../../ui/undo.tsx';

const texts = t.account.sessions;

/** Where one is signed in, with ways to end it. */
export function SessionsPanel() {
  const sessions = useQuery(query(routes.ownSessions));
  const end = (act: Promise<unknown>) => {
    act
      .then(() => refresh(routes.ownSessions))
      .then(
        () => told(texts.ended),
        (error: unknown) => failed(texts.end, error),
      );
  };
  return (
    <Panel
      title={texts.title}
      hint={texts.hint}
      actions={
        <Button variant="default" onClick={() => end(api.call(routes.endOtherSessions))}>
          {texts.endOthers}
        </Button>
      }
    >
      <Loaded query={sessions}>
        {(rows) => (
          <SessionTable sessions={rows} onEnd={(id) => end(api.call(routes.endOwnSession, { params: { id } }))} />
        )}
      </Loaded>
    </Panel>
  );
}
