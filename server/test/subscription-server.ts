import type { NewSubscription, Scope, Subscription, SubscriptionMade, SubscriptionMessage } from '@tocsin/api';
import { mintToken } from '../src/auth/store.ts';
import { createReading } from '../src/delivery/reading/store.ts';
import { startSubscriptions, type Subscriptions } from '../src/delivery/subscriptions/jobs.ts';
import { createMailer } from '../src/delivery/subscriptions/mail/client.ts';
import { subscriptionRoutes } from '../src/delivery/subscriptions/routes.ts';
import { sendingRoutes } from '../src/delivery/subscriptions/sending/routes.ts';
import { unsubscribeRoutes } from '../src/delivery/subscriptions/unsubscribe/routes.ts';
import type { TestClock } from '../src/kernel/clock.ts';
import { loadConfig } from '../src/kernel/config.ts';
import { createLog } from '../src/kernel/log.ts';
import { createMetrics } from '../src/kernel/metrics.ts';
import { openOutbound } from '../src/kernel/outbound/open.ts';
import { deliveryServer } from './delivery-server.ts';

const disableDays = 5;

/**
 * Delivery with subscriptions on a database of its own. Webhooks may go to 127.0.0.1 alone. Nothing is sent by itself:
 * `drain` takes every turn that is due.
 */
export async function subscriptionServer({
  clock,
  smtpUrl,
  mailsPerHour = 6,
}: {
  clock: TestClock;
  smtpUrl?: string;
  mailsPerHour?: number;
}) {
  const config = loadConfig({ TOCSIN_OUTBOUND_ALLOW: '127.0.0.1', TOCSIN_DRILL: 'true' });
  const log = createLog(config, { write: () => undefined });
  const outbound = openOutbound(config, createMetrics().registry, 'test');
  const mailer =
    smtpUrl === undefined
      ? undefined
      : createMailer({ url: smtpUrl, from: 'Tocsin <feeds@example.org>', identity: undefined });
  const senders: Subscriptions[] = [];
  /** Another process that sends. */
  let anotherSender: (options?: { work: boolean }) => Subscriptions = () => {
    throw new Error('the server is not up');
  };
  const server = await deliveryServer({
    clock,
    extend(app, { db, tail }) {
      const reading = createReading(db, clock);
      anotherSender = ({ work } = { work: false }) => {
        const sender = startSubscriptions({
          ...{ reading, tail, outbound, mailer, mailsPerHour, disableDays, log },
          registry: createMetrics().registry,
          programme: 'Test programme',
          publicUrl: 'https://tocsin.example.org',
          work,
        });
        senders.push(sender);
        return sender;
      };
      const subscriptions = anotherSender();
      const checkUrl = (url: string) => outbound.check(url);
      subscriptionRoutes(app, { reading, subscriptions, disableDays, checkUrl });
      sendingRoutes(app, { reading, subscriptions, disableDays, mailsPerHour });
      unsubscribeRoutes(app, { reading });
    },
  });
  const scopes: Scope[] = ['events:read', 'subscriptions:write'];

  /** An org with a token that may subscribe. */
  async function makeSubscriber(handle: string, kind: string, nation: string | null = null) {
    const org = await server.makeOrg(handle, kind, nation);
    const { secret } = await server.db.asSystem('test', (tx) =>
      mintToken(tx, { org: handle, name: 'subscriber', scopes }, { org: 0, name: 'test' }, clock.now()),
    );
    const send = (method: string, path: string, body?: object) =>
      fetch(server.url + path, {
        method,
        headers: { authorization: `Bearer ${secret}`, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      });
    const json = async <T>(method: string, path: string, body?: object) =>
      (await (await send(method, path, body)).json()) as T;
    return {
      ...org,
      send,
      json,
      subscribe: (body: NewSubscription) => json<SubscriptionMade>('POST', '/api/subscriptions', body),
      subscription: (id: number) => json<Subscription>('GET', `/api/subscriptions/${id}`),
      messages: (id: number, query = '') =>
        json<SubscriptionMessage[]>('GET', `/api/subscriptions/${id}/messages${query}`),
    };
  }

  return {
    ...server,
    makeSubscriber,
    anotherSender: (options?: { work: boolean }) => anotherSender(options),
    drain: () => senders[0]!.drain(),
    async close() {
      for (const sender of senders) await sender.stop();
      mailer?.close();
      await outbound.close();
      await server.close();
    },
  };
}
export type SubscriptionServer = Awaited<ReturnType<typeof subscriptionServer>>;
export type Subscriber = Awaited<ReturnType<SubscriptionServer['makeSubscriber']>>;
