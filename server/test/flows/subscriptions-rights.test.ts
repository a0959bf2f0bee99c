import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Problem, Subscription } from '@tocsin/api';
import { testClock } from '../../src/kernel/clock.ts';
import { storeObjects, withdrawObjects } from '../../src/intelligence/store.ts';
import { idOf, marked, object } from '../objects.ts';
import { startReceiver } from '../webhook-receiver.ts';
import { subscriptionServer, type Subscriber, type SubscriptionServer } from '../subscription-server.ts';

const clock = testClock('2026-01-10T12:00:00Z');
let server: SubscriptionServer;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let operator: Subscriber;
let poland: Subscriber;
let czechia: Subscriber;

beforeAll(async () => {
  receiver = await startReceiver();
  server = await subscriptionServer({ clock });
  operator = await server.makeSubscriber('operator', 'operator');
  poland = await server.makeSubscriber('csirt-pl', 'government', 'PL');
  czechia = await server.makeSubscriber('csirt-cz', 'government', 'CZ');
});
afterAll(async () => {
  await server.close();
  await receiver.close();
});

const subscribe = async (subscriber: Subscriber, change: object = {}) =>
  (await subscriber.subscribe({ name: 'hook', channel: 'webhook', url: receiver.url, ...change })).subscription;

test('nobody touches the subscription of another org, nor learns that it is there', async () => {
  const { id } = await subscribe(poland);
  const attempts: [string, string, object?][] = [
    ['GET', ''],
    ['PATCH', '', { state: 'paused' }],
    ['DELETE', ''],
    ['POST', '/secret'],
    ['POST', '/test'],
    ['POST', '/replay', { from: 'beginning' }],
    ['GET', '/messages'],
    ['POST', '/messages/msg_1/replay'],
  ];
  for (const [method, path, body] of attempts) {
    const [theirs, none] = await Promise.all(
      [id, 999_999].map(async (number) => {
        const answer = await czechia.send(method, `/api/subscriptions/${number}${path}`, body);
        const { instance: _, ...problem } = (await answer.json()) as Problem;
        return problem;
      }),
    );
    expect(theirs, `${method} ${path}`).toMatchObject({ status: 404 });
    expect(theirs).toEqual(none);
  }
  // The operator sees how it fares and where to, but neither the receiver's secret nor what was sent; and changes nothing.
  const seen = await operator.subscription(id);
  expect(seen).toMatchObject({ id, org: 'csirt-pl', allowedActions: [] });
  expect(seen.url).toBe(new URL(receiver.url).origin);
  for (const [method, path, body] of attempts.slice(1))
    expect((await operator.send(method, `/api/subscriptions/${id}${path}`, body)).status, path).toBe(404);
  expect(await czechia.json<Subscription[]>('GET', '/api/subscriptions')).toEqual([]);
  expect((await poland.subscription(id)).state).toBe('active');
  await poland.send('DELETE', `/api/subscriptions/${id}`);
});

test.each([
  'http://127.0.0.2/',
  'http://localhost/',
  'https://10.0.0.1/',
  'https://2130706434/',
  'https://0x7f.0.0.2/',
  'https://[::1]/',
  'https://[::ffff:127.0.0.2]/',
  'https://169.254.169.254/latest/meta-data/',
  'https://user:secret@www.example.org/',
  'http://www.example.org/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'no url',
])('%s is no address for a webhook', async (url) => {
  const answer = await poland.send('POST', '/api/subscriptions', { name: 'inside', channel: 'webhook', url });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ code: 'outbound_refused' });
});

test('a name that nobody knows is refused when it is asked, as one that leads inside is', async () => {
  const { id } = await subscribe(poland, { name: 'unknown', url: 'https://none.invalid/' });
  const answer = await poland.json('POST', `/api/subscriptions/${id}/test`);
  expect(answer).toMatchObject({
    delivered: false,
    status: null,
    answer: expect.stringMatching(/^outbound_refused: Only https/),
  });
  await poland.send('DELETE', `/api/subscriptions/${id}`);
});

test('unknown members, members of the other channel and double names are refused', async () => {
  const { id } = await subscribe(poland);
  const post = (body: object) => poland.send('POST', '/api/subscriptions', body);
  expect((await post({ name: 'x', channel: 'webhook', url: receiver.url, org: 'csirt-cz' })).status).toBe(400);
  expect((await post({ name: 'x', channel: 'webhook' })).status).toBe(400);
  expect((await post({ name: 'x', channel: 'webhook', url: receiver.url, mail: { every: 'day' } })).status).toBe(400);
  expect((await post({ name: 'hook', channel: 'webhook', url: receiver.url })).status).toBe(409);
  const other = await subscribe(poland, { name: 'other' });
  expect((await poland.send('PATCH', `/api/subscriptions/${other.id}`, { name: 'hook' })).status).toBe(409);
  const reader = await poland.get(`/api/subscriptions/${id}`);
  expect(reader.status).toBe(200);
  const writing = await fetch(`${server.url}/api/subscriptions/${id}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${poland.token}` },
  });
  expect(writing.status).toBe(403);
  for (const each of [id, other.id]) await poland.send('DELETE', `/api/subscriptions/${each}`);
});

test('objects go to whom they may, what is taken back follows as a tombstone, RED never goes', async () => {
  const mine = await subscribe(poland, { subject: 'objects' });
  await subscribe(czechia, { subject: 'objects', filter: { types: ['report'] } });
  const [green, amber, red, report] = [
    object({ ...marked('green'), name: 'green', confidence: 50 }),
    object({ ...marked('amber'), name: 'amber' }),
    object({ ...marked('red'), name: 'red' }),
    object({
      type: 'report',
      ...marked('green'),
      name: 'report',
      published: '2026-01-01T00:00:00Z',
      object_refs: ['indicator--00000000-0000-4000-8000-00000000ffff'],
    }),
  ];
  const terms = { owner: operator.id, orgs: [poland.id], users: ['duty'] };
  await storeObjects(server.db, { objects: [green, amber, red, report], terms, by: 'test' }, clock.now());
  await server.drain();
  const sent = () =>
    receiver.received.flatMap(({ json }) =>
      (json.data.objects ?? []).map((each) => ({ ...each, to: (json.data as { subscription?: number }).subscription })),
    );
  expect(
    sent()
      .filter(({ to }) => to === mine.id)
      .map(({ id }) => id)
      .sort(),
  ).toEqual([green, amber, report].map(idOf).sort());
  expect(
    sent()
      .filter(({ to }) => to !== mine.id)
      .map(({ id }) => id),
  ).toEqual([idOf(report)]);
  expect(receiver.received.some(({ body }) => body.includes(green.body))).toBe(true);
  await withdrawObjects(server.db, { owner: operator.id, id: idOf(green), reason: 'mistake', by: 'test' }, clock.now());
  await server.drain();
  const last = sent()
    .filter(({ to }) => to === mine.id)
    .at(-1)!;
  expect(last).toMatchObject({ kind: 'withdrawn', id: idOf(green) });
  expect(last).not.toHaveProperty('object');
  expect(JSON.stringify(receiver.received)).not.toContain('"name":"red"');
});

test('all events concern the operator: they are its lag, and no other org’s', async () => {
  const [ours, theirs] = [await subscribe(operator, { name: 'lag' }), await subscribe(czechia, { name: 'lag' })];
  const source = await server.makeSource('lag', operator, { tlp: 'green' });
  await server.publish([poland], source, [{ address: '198.51.100.1' }]);
  expect((await operator.subscription(ours.id)).lag).toMatchObject({ changes: 1, changesAre: 'exact', seconds: 0 });
  expect((await czechia.subscription(theirs.id)).lag).toMatchObject({ changes: 0, seconds: null });
});
