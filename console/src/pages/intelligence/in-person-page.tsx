import { Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Notice } from '@tocsin/api';
import { useState } from 'react';
import { api, query, routes } from '../../api.ts';
import { IntelligenceTabs } from '../../components/intelligence/intelligence-tabs.tsx';
import { t } from '../../messages/index.ts';
import { CodeBlock } from '../../ui/code-block.tsx';
import { Page, Panel } from '../../ui/panel.tsx';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { TlpChip } from '../../ui/tlp.tsx';
import { failed } from '../../ui/undo.tsx';
import classes from './intelligence.module.css';

const { intelligence: texts } = t;
const words = texts.inPerson;

function NoticeLine({ notice, onRead }: { notice: Notice; onRead: (object: unknown) => void }) {
  const read = () =>
    api
      .call(routes.readInPerson, { params: { version: notice.version } })
      .then(({ object }) => onRead(object))
      .catch((error: unknown) => failed(words.line, error));
  return (
    <li>
      <div className={classes.rowHead}>
        <span className={classes.bar}>
          <TlpChip level="red" /> {words.line} <Time at={notice.at} />
        </span>
        {notice.withdrawnAt === null ? (
          <Button variant="default" onClick={() => void read()}>
            {words.read}
          </Button>
        ) : (
          <span className={classes.soft}>
            {words.withdrawn} <Time at={notice.withdrawnAt} />
          </span>
        )}
      </div>
    </li>
  );
}

/** What is RED for the person who is signed in: lines without content, read one by one. What was read is kept nowhere. */
export function InPersonPage() {
  const notices = useQuery(query(routes.notices));
  const [shown, setShown] = useState<unknown>();
  return (
    <Page title={texts.title}>
      <IntelligenceTabs />
      <Panel title={words.title} hint={words.hint}>
        <Loaded query={notices}>
          {(found) =>
            found.length === 0 ? (
              <EmptyState title={words.none} text={words.noneText} />
            ) : (
              <ul className={classes.rows}>
                {found.map((notice) => (
                  <NoticeLine key={notice.version} notice={notice} onRead={setShown} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </Panel>
      <Modal
        opened={shown !== undefined}
        onClose={() => setShown(undefined)}
        title={words.readTitle}
        size="xl"
        closeButtonProps={{ 'aria-label': t.ui.close }}
      >
        <CodeBlock label={words.readTitle} text={shown === undefined ? '' : JSON.stringify(shown, undefined, 2)} />
      </Modal>
    </Page>
  );
}
