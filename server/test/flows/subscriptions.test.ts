import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Subscription, SubscriptionMade, SubscriptionTest } from '@tocsin/api';
import { testClock } from '../../src/kernel/clock.ts';
import { signedWith, startReceiver } from '../webhook-receiver.ts';
import { subscriptionServer, type Subscriber, type SubscriptionServer } from '../subscription-server.ts';
import type { TestOrg } from '../delivery-server.ts';

const start = '2026-01-10T12:00:00Z';
const clock = testClock(start);
let server: SubscriptionServer;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let operator: TestOrg;
let poland: Subscriber;
let czechia: Subscriber;
let sensor: number;
let shy: number;
let names = 0;

beforeAll(async () => {
  server = await subscriptionServer({ clock });
  operator = await server.makeSubscriber('operator', 'operator');
  poland = await server.makeSubscriber('csirt-pl', 'government', 'PL');
  czechia = await server.makeSubscriber('csirt-cz', 'government', 'CZ');
  sensor = await server.makeSource('sensor', operator, { tlp: 'green', showName: true });
  shy = await server.makeSource('shy', operator, { tlp: 'amber+strict' });
});
afterAll(() => server.close());
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(async () => {
  await server.ownerPool.query('delete from subscription');
  await receiver.close();
});

const events = (count: number, change: object = {}) =>
  Array.from({ length: count }, (_, index) => ({
    address: `198.51.100.${index + 1}`,
    family: 'qakbot',
    country: 'PL',
    ...change,
  }));
const publish = (count = 1, orgs: readonly TestOrg[] = [poland], source = sensor, change: object = {}) =>
  server.publish(orgs, source, events(count, change));
const webhook = async (
  change: object = {},
  subscriber = poland,
): Promise<{ id: number; secret: string; made: Subscription }> => {
  const made = await subscriber.subscribe({
    name: `hook ${++names}`,
    channel: 'webhook',
    url: receiver.url,
    ...change,
  });
  return { id: made.subscription.id, secret: made.secret!, made: made.subscription };
};
const sorted = (ids: readonly string[]) => [...ids].sort();

test('what is published for an org arrives, signed, in order, once; what came before does not', async () => {
  await publish();
  const { id, secret, made } = await webhook();
  expect(made).toMatchObject({ state: 'active', channel: 'webhook', delivered: 0, lag: { changes: 0, seconds: null } });
  const wanted = await publish(3);
  await publish(1, [czechia]);
  expect((await poland.subscription(id)).lag).toMatchObject({ changes: 1, seconds: 0 });
  await server.drain();
  await server.drain();
  expect(receiver.received).toHaveLength(1);
  const [message] = receiver.received;
  expect(message!.json.type).toBe('events.published');
  expect(receiver.taken()).toEqual(sorted(wanted));
  expect(message!.json.data.events![0]).toMatchObject({ source: 'sensor', tlp: 'green', family: 'qakbot' });
  expect(signedWith(secret, message!)).toBe(true);
  expect(signedWith(secret, { ...message!, body: message!.body.replace('qakbot', 'emotet') })).toBe(false);
  expect(await poland.subscription(id)).toMatchObject({
    delivered: 3,
    lastSuccessAt: clock.now().toISOString(),
    lag: { changes: 0 },
  });
  expect(await poland.messages(id)).toMatchObject([
    { id: message!.id, state: 'delivered', items: 3, attempts: 1, status: 204 },
  ]);
  const { rows } = await server.ownerPool.query(
    `select channel, items from receipt where org = $1 order by id desc limit 1`,
    [poland.id],
  );
  expect(rows).toEqual([{ channel: 'webhook', items: 3 }]);
});

test('many events come in several messages, none twice, none missing', async () => {
  await webhook();
  const wanted = [...(await publish(250)), ...(await publish(250))];
  await server.drain();
  expect(receiver.received.length).toBeGreaterThan(2);
  expect(sorted(receiver.taken())).toEqual(sorted(wanted));
});

test('a filter, and a ceiling of TLP, hold', async () => {
  const { id } = await webhook({ filter: { families: ['Emotet'], tlp: 'green' } });
  await publish(2);
  const [emotet] = await publish(1, [poland], sensor, { family: 'emotet' });
  await publish(1, [poland], shy, { family: 'emotet' });
  await server.drain();
  expect(receiver.taken()).toEqual([emotet]);
  expect((await poland.subscription(id)).lag.changes).toBe(0);
});

test('a receiver that fails is tried again by the schedule, with the same id, and the order is kept', async () => {
  const { id } = await webhook();
  const first = await publish();
  receiver.answerWith(() => 500);
  await server.drain();
  const second = await publish();
  await server.drain();
  expect(receiver.received).toHaveLength(1);
  expect(await poland.subscription(id)).toMatchObject({
    state: 'failing',
    failures: 1,
    lastError: 'The receiver answers 500.',
    nextAt: new Date(clock.now().getTime() + 5000).toISOString(),
  });
  clock.advance(5000);
  receiver.answerWith(() => ({ status: 429, headers: { 'retry-after': '120' } }));
  await server.drain();
  clock.advance(119_000);
  await server.drain();
  expect(receiver.received).toHaveLength(2);
  clock.advance(1000);
  receiver.answerWith(() => 200);
  await server.drain();
  expect(receiver.taken()).toEqual([...first, ...second]);
  expect(new Set(receiver.received.slice(0, 3).map((message) => message.id)).size).toBe(1);
  expect(await poland.subscription(id)).toMatchObject({ state: 'active', failures: 0, failingSince: null });
});

test('after the last attempt a message is a dead letter, the next goes on, and it can be replayed', async () => {
  const { id } = await webhook();
  const [poison] = await publish();
  receiver.answerWith(() => 400);
  for (let attempt = 0; attempt < 11; attempt++) {
    await server.drain();
    clock.advance(10 * 3_600_000);
  }
  expect(receiver.received).toHaveLength(11);
  const dead = await poland.messages(id, '?state=dead');
  expect(dead).toMatchObject([{ items: 1, attempts: 11, status: 400, allowedActions: ['replay'] }]);
  const [next] = await publish();
  receiver.answerWith(() => 204);
  await server.drain();
  expect(receiver.taken()).toEqual([next]);
  const replayed = await poland.json<SubscriptionTest>(
    'POST',
    `/api/subscriptions/${id}/messages/${dead[0]!.id}/replay`,
  );
  expect(replayed).toEqual({ delivered: true, status: 204, answer: null });
  expect(receiver.taken()).toEqual([next, poison]);
  expect(receiver.received.at(-1)!.id).toBe(dead[0]!.id);
  expect((await poland.subscription(id)).deadLetters).toBe(0);
});

test('days of failure disable it, which is recorded; resumed, it goes on where it stopped', async () => {
  const { id } = await webhook();
  const wanted = await publish();
  receiver.answerWith(() => 503);
  for (let hours = 0; hours <= 5 * 24; hours += 6) {
    await server.drain();
    clock.advance(6 * 3_600_000);
    if (hours % 24 === 0) wanted.push(...(await publish()));
  }
  await server.drain();
  const disabled = await poland.subscription(id);
  expect(disabled).toMatchObject({ state: 'disabled', allowedActions: expect.arrayContaining(['resume']) });
  const { rows } = await server.ownerPool.query(
    `select org from audit where action = 'subscription.disable' and subject = $1`,
    [`subscription:${id}`],
  );
  expect(rows).toEqual([{ org: poland.id }]);
  receiver.answerWith(() => 204);
  await server.drain();
  expect(receiver.taken()).toEqual([]);
  await poland.send('PATCH', `/api/subscriptions/${id}`, { state: 'active' });
  const more = await publish();
  await server.drain();
  // What had become a dead letter by then is replayed by hand.
  for (const message of await poland.messages(id, '?state=dead'))
    await poland.send('POST', `/api/subscriptions/${id}/messages/${message.id}/replay`);
  expect(sorted(receiver.taken())).toEqual(sorted([...wanted, ...more]));
});

test('a receiver that is gone ends it at once', async () => {
  const { id } = await webhook();
  await publish();
  receiver.answerWith(() => 410);
  await server.drain();
  expect(await poland.subscription(id)).toMatchObject({ state: 'disabled' });
});

test('a redirect is not followed', async () => {
  const { id } = await webhook();
  await publish();
  receiver.answerWith(() => ({ status: 307, headers: { location: receiver.url } }));
  await server.drain();
  expect(receiver.received).toHaveLength(1);
  expect((await poland.subscription(id)).lastError).toContain('redirects (307)');
});

test('rights are asked again at each attempt: what was taken back meanwhile does not leave', async () => {
  const { id } = await webhook();
  await publish(2);
  receiver.answerWith(() => 500);
  await server.drain();
  clock.advance(5000);
  receiver.answerWith(() => 204);
  await server.ownerPool.query(`update org set enrolment = 'suspended' where id = $1`, [poland.id]);
  await server.drain();
  expect(receiver.taken()).toEqual([]);
  await server.ownerPool.query(`update org set enrolment = 'enrolled' where id = $1`, [poland.id]);
  clock.advance(10 * 60_000);
  await server.drain();
  expect(receiver.taken()).toHaveLength(2);
  expect((await poland.subscription(id)).state).toBe('active');
});

test('several processes share the work: nothing twice, nothing missing', async () => {
  const others = [server.anotherSender(), server.anotherSender()];
  for (const name of ['a', 'b', 'c']) await webhook({ name });
  const wanted = await publish(120);
  await Promise.all([server.drain(), ...others.map((other) => other.drain())]);
  await server.drain();
  expect(sorted(receiver.taken())).toEqual(sorted([...wanted, ...wanted, ...wanted]));
  expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(receiver.received.length);
});

test('a process that dies in the middle leaves its message to another, with its id', async () => {
  const { id } = await webhook();
  const wanted = await publish();
  await server.drain();
  const [message] = receiver.received;
  // As if it had sent, and died before it could write that down.
  await server.ownerPool.query(`update subscription_message set state = 'sending'`);
  await server.ownerPool.query(
    `update subscription set epoch = m.from_epoch, seq = m.from_seq, event = m.from_event, lease = gen_random_uuid(), lease_until = $2
    from subscription_message m where m.subscription = subscription.id and subscription.id = $1`,
    [id, new Date(clock.now().getTime() + 60_000)],
  );
  await server.drain();
  expect(receiver.received).toHaveLength(1);
  clock.advance(60_000);
  await server.drain();
  expect(receiver.received.map((each) => each.id)).toEqual([message!.id, message!.id]);
  expect(receiver.taken()).toEqual([...wanted, ...wanted]);
});

test('rotation: for a day both secrets sign', async () => {
  const { id, secret } = await webhook();
  const { secret: next } = await poland.json<SubscriptionMade>('POST', `/api/subscriptions/${id}/secret`);
  await publish();
  await server.drain();
  expect([secret, next!].map((each) => signedWith(each, receiver.received[0]!))).toEqual([true, true]);
  clock.advance(24 * 3_600_000);
  await publish();
  await server.drain();
  expect([secret, next!].map((each) => signedWith(each, receiver.received[1]!))).toEqual([false, true]);
});

test('a test carries nothing, and says what came of it', async () => {
  const { id, secret } = await webhook();
  receiver.answerWith(() => 404);
  expect(await poland.json('POST', `/api/subscriptions/${id}/test`)).toEqual({
    delivered: false,
    status: 404,
    answer: 'The receiver answers 404.',
  });
  expect(receiver.received[0]!.json).toMatchObject({ type: 'test', data: { subscription: id } });
  expect(signedWith(secret, receiver.received[0]!)).toBe(true);
  expect(await poland.subscription(id)).toMatchObject({ state: 'active', failures: 0 });
});

test('replay from a place sends what lies behind it again', async () => {
  const { id, made } = await webhook();
  const wanted = await publish(2);
  await server.drain();
  await poland.send('POST', `/api/subscriptions/${id}/replay`, { from: made.cursor });
  await server.drain();
  expect(receiver.taken()).toEqual([...sorted(wanted), ...sorted(wanted)]);
  expect((await poland.send('POST', `/api/subscriptions/${id}/replay`, { from: 'nonsense' })).status).toBe(400);
});

test('after a restore, and past the horizon, the receiver is told before it goes on', async () => {
  const { id } = await webhook();
  const wanted = await publish();
  await server.ownerPool.query('update change_head set epoch = epoch + 1');
  await server.drain();
  expect(receiver.received.map(({ json }) => json.type)).toEqual(['log.restored', 'events.published']);
  expect(receiver.taken()).toEqual(wanted);
  await poland.send('PATCH', `/api/subscriptions/${id}`, { state: 'paused' });
  await publish();
  clock.advance(1000);
  await server.db.asSystem('test', (tx) => tx.query('select expire_changes($1)', [clock.now()]));
  await poland.send('PATCH', `/api/subscriptions/${id}`, { state: 'active' });
  await server.drain();
  expect(receiver.received.at(-1)!.json).toMatchObject({ type: 'log.gap', data: { resync: '/api/events' } });
});

test('a sender that works is woken by each change: nothing waits for a look at all subscriptions', async () => {
  const sender = server.anotherSender({ work: true });
  await webhook();
  const wanted: string[] = [];
  for (let count = 0; count < 20; count++) {
    wanted.push(...(await publish()));
    await vi.waitFor(() => expect(receiver.taken()).toHaveLength(wanted.length), { timeout: 5000, interval: 5 });
  }
  expect(receiver.taken()).toEqual(wanted);
  await sender.stop();
});
