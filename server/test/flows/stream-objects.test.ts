import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatCursor } from '../../src/sharing/change-log.ts';
import { storeObjects, withdrawObjects } from '../../src/intelligence/store.ts';
import { deliveryServer, messages, type DeliveryServer, type Message, type TestOrg } from '../delivery-server.ts';
import { idOf, marked, object } from '../objects.ts';

interface Change {
  readonly kind: string;
  readonly id: string;
  readonly type?: string;
  readonly reason: string;
  readonly object?: Record<string, unknown>;
}

const beginning = formatCursor({ epoch: 1, seq: 0 });
let server: DeliveryServer;
let operator: TestOrg;
let poland: TestOrg;
let estonia: TestOrg;
let source: number;

beforeAll(async () => {
  server = await deliveryServer({ headMs: 100 });
  operator = await server.makeOrg('operator', 'operator');
  poland = await server.makeOrg('csirt-pl', 'government', 'PL', ['events:read', 'objects:read', 'audit:read']);
  estonia = await server.makeOrg('csirt-ee', 'government', 'EE', ['objects:read']);
  source = await server.makeSource('sinkhole', operator);
});
afterAll(() => server.close());

const publish = (objects: ReturnType<typeof object>[], orgs: TestOrg[] = []) =>
  storeObjects(
    server.db,
    { objects, terms: { owner: operator.id, orgs: orgs.map(({ id }) => id) }, by: 'test' },
    new Date(),
  );
const changeOf = ({ data }: Message): Change => JSON.parse(data) as Change;

/** What comes until the stream has caught up and so many objects or events came, or the last is as wanted. */
async function read(
  org: TestOrg,
  query: string,
  enough: number | ((last: Message) => boolean),
  lastId?: string,
): Promise<Message[]> {
  const response = await org.get(`/api/stream?${query}`, lastId === undefined ? {} : { 'last-event-id': lastId });
  expect(response.status).toBe(200);
  const came: Message[] = [];
  for await (const message of messages(response)) {
    const last = came.at(-1);
    const done = typeof enough === 'number' ? came.length >= enough : last !== undefined && enough(last);
    if (message.event === 'head' && done) break;
    if (message.event !== 'head') came.push(message);
  }
  return came;
}

test('objects come live to whom they may, bodies as they are, tombstones without', async () => {
  const end = (await poland.get('/api/events?after=now')).headers.get('tocsin-cursor')!;
  const [green, amber, red] = [
    object({ ...marked('green'), name: 'green', confidence: 50 }),
    object({ ...marked('amber'), name: 'amber' }),
    object({ ...marked('red'), name: 'red' }),
  ];
  const live = read(poland, 'of=objects', (last) => changeOf(last).kind === 'withdrawn', end);
  await publish([green, amber, red], [poland]);
  await withdrawObjects(server.db, { owner: operator.id, id: idOf(amber), reason: 'mistake', by: 'test' }, new Date());
  const came = (await live).map(changeOf);
  const tombstone = { kind: 'withdrawn', id: idOf(amber), reason: 'mistake' };
  expect(came.find(({ kind, id }) => kind === 'published' && id === idOf(green))?.object).toEqual(green.value);
  expect(came.at(-1)).toMatchObject(tombstone);
  expect(came.at(-1)).not.toHaveProperty('object');
  expect(came.map(({ id }) => id)).not.toContain(idOf(red));
  // Who comes later gets what is left of it: nothing of what was taken back but that it was.
  expect((await read(poland, 'of=objects', 2, end)).map(changeOf)).toMatchObject([
    { kind: 'published', id: idOf(green) },
    tombstone,
  ]);
  expect((await read(estonia, 'of=objects', 1, end)).map(changeOf)).toMatchObject([{ id: idOf(green) }]);
});

test('a stream of events and objects goes on from any message: nothing is missed and nothing comes twice', async () => {
  for (let n = 0; n < 6; n++) {
    await publish([object({ ...marked('green'), name: `object ${n}` })]);
    await server.publish([poland], source, [{ address: '192.0.2.1' }, { address: '192.0.2.2' }]);
  }
  const all = await read(poland, 'of=all', 18, beginning);
  const kinds = all.map(({ event }) => event);
  expect(kinds.filter((kind) => kind === 'event')).toHaveLength(12);
  expect(kinds.join(' ')).toContain('object event event object event event');
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  for (const [index, { id }] of all.slice(0, -1).entries())
    expect(await read(poland, 'of=all', all.length - index - 1, id)).toEqual(all.slice(index + 1));
});

test('types narrow objects and not tombstones; a place behind all of them is gone on from', async () => {
  const end = (await poland.get('/api/events?after=now')).headers.get('tocsin-cursor')!;
  const indicator = object({ ...marked('green'), name: 'an indicator' });
  const report = object({
    ...{ type: 'report', ...marked('green'), name: 'a report', published: '2026-01-01T00:00:00Z' },
    object_refs: [idOf(indicator)],
  });
  await publish([indicator, report]);
  await withdrawObjects(
    server.db,
    { owner: operator.id, id: idOf(indicator), reason: 'obsolete', by: 'test' },
    new Date(),
  );
  const came = (await read(poland, 'of=objects&type=report', 2, end)).map(changeOf);
  expect(came.map(({ kind, id }) => [kind, id])).toEqual([
    ['published', idOf(report)],
    ['withdrawn', idOf(indicator)],
  ]);
  const receipts = (await (await poland.get('/api/receipts?kind=delivered')).json()) as { items: object[] };
  expect(receipts.items[0]).toMatchObject({ channel: 'sse', subject: 'objects', items: 2 });
});

test('each kind needs its scope; a place of another epoch says where to begin anew', async () => {
  expect((await estonia.get('/api/stream')).status).toBe(403);
  expect((await estonia.get('/api/stream?of=all')).status).toBe(403);
  const eventsAlone = await server.makeOrg('csirt-lv', 'government', 'LV', ['events:read']);
  expect((await eventsAlone.get('/api/stream?of=objects')).status).toBe(403);
  expect((await poland.get('/api/stream?of=overlays')).status).toBe(400);
  const gone = await poland.get(`/api/stream?of=objects&after=${formatCursor({ epoch: 9, seq: 0 })}`);
  expect(gone.status).toBe(410);
  expect(await gone.json()).toMatchObject({ code: 'gone_cursor', resync: '/api/objects' });
});

test('what leaves is measured, with its lag', async () => {
  const text = await server.metrics.registry.metrics();
  expect(text).toMatch(/tocsin_objects_delivered_total\{channel="stream"\} [1-9]/);
  expect(text).toMatch(/tocsin_object_stream_lag_seconds_count [1-9]/);
});
