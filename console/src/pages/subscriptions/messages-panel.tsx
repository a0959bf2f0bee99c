import { Button, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Subscription, SubscriptionMessage } from '@tocsin/api';
import { useState } from 'react';
import { api, query, routes } from '../../api.ts';
import { refresh } from '../../components/refresh.ts';
import { format, t } from '../../messages/index.ts';
import { Badge } from '../../ui/badge.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Loaded } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { failed, told } from '../../ui/undo.tsx';
import classes from './subscriptions.module.css';

const { messages: texts } = t.subscriptions;
const tones = {
  sending: 'accent',
  waiting: 'notice',
  delivered: 'good',
  dead: 'bad',
  empty: 'quiet',
  unknown: 'quiet',
} as const;

const kindText = (kind: string): string => (texts.kinds as Readonly<Record<string, string>>)[kind] ?? kind;

function MessageLine({ subscription, message }: { subscription: Subscription; message: SubscriptionMessage }) {
  const [working, setWorking] = useState(false);
  const { id, kind, state, items, attempts, createdAt, answer } = message;
  const replay = async () => {
    setWorking(true);
    try {
      const params = { id: subscription.id, message: id };
      const result = await api.call(routes.replayMessage, { params });
      await refresh(routes.subscriptionMessages, routes.subscription, routes.subscriptions);
      if (result.delivered) told(texts.replayed);
      else failed(texts.replayFailed, result.answer);
    } catch (error) {
      failed(texts.replayFailed, error);
    } finally {
      setWorking(false);
    }
  };
  return (
    <li className={classes.message}>
      <div>
        <p>
          <Badge tone={tones[state]}>{texts.states[state]}</Badge> <strong>{kindText(kind)}</strong>{' '}
          <Time at={createdAt} />
        </p>
        <p className={classes.soft}>
          {[texts.items(format.number(items)), texts.attempts(format.number(attempts)), answer]
            .filter((part) => part !== null)
            .join(' · ')}
        </p>
      </div>
      {message.allowedActions.includes('replay') && subscription.allowedActions.includes('replay') && (
        <Button variant="default" loading={working} onClick={() => void replay()}>
          {texts.replay}
        </Button>
      )}
    </li>
  );
}

/** What was sent and what became of it; dead letters can be sent again. */
export function MessagesPanel({ subscription }: { subscription: Subscription }) {
  const [dead, setDead] = useState(subscription.deadLetters > 0);
  const messages = useQuery({
    ...query(routes.subscriptionMessages, {
      params: { id: subscription.id },
      query: { limit: 50, ...(dead && { state: 'dead' as const }) },
    }),
    refetchInterval: 15_000,
  });
  return (
    <Panel title={texts.title} hint={texts.hint}>
      <SegmentedControl
        aria-label={texts.title}
        value={dead ? 'dead' : 'all'}
        onChange={(value) => setDead(value === 'dead')}
        data={[
          { value: 'all', label: texts.all },
          { value: 'dead', label: `${texts.dead} (${format.number(subscription.deadLetters)})` },
        ]}
      />
      <Loaded query={messages}>
        {(found) =>
          found.length === 0 ? (
            <p className={classes.soft}>{dead ? texts.noneDead : texts.none}</p>
          ) : (
            <ul className={classes.messages}>
              {found.map((message) => (
                <MessageLine key={message.id} subscription={subscription} message={message} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Panel>
  );
}
