import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../test/database.ts';
import { storedIngest } from '../../../test/portions.ts';
import { failBatch, failInterrupted, findBatch, finishBatch, listBatches, openBatch } from './store.ts';

const now = new Date('2026-03-20T12:00:00Z');
let database: TestDatabase;
let source: number;
let runner: number;
beforeAll(async () => {
  database = await testDatabase();
  const ingest = await storedIngest(database.db, database.ownerPool, now);
  source = ingest.source.id;
  runner = ingest.runner;
});
afterAll(() => database.close());

const batch = (idempotencyKey: string | null = null) => ({
  source,
  feed: 'tocsin',
  report: null,
  name: null,
  idempotencyKey,
  sentBy: 'test',
});
const open = (key: string | null = null, at = now) => openBatch(database.db, batch(key), at);
const idOf = (opened: Awaited<ReturnType<typeof open>>): number => {
  if (!('id' in opened)) throw new Error('it exists already');
  return opened.id;
};
/** As if portions had recorded so many accepted records. */
const count = (id: number, accepted: number, duplicate = 0) =>
  database.ownerPool.query(
    'update batch set accepted = $2::int, duplicate = $3::int, records = $2::int + $3::int where id = $1',
    [id, accepted, duplicate],
  );
const finish = (id: number, body: string | null) =>
  finishBatch(
    database.db,
    id,
    source,
    {
      contentHash: body === null ? null : createHash('sha256').update(body).digest(),
      filteredBy: {},
      quarantinedBy: {},
    },
    now,
    async () => undefined,
  );

test('a batch ends with its receipt; the same key then gives that receipt again', async () => {
  const id = idOf(await open('key-1'));
  await count(id, 3);
  const receipt = await finish(id, 'one');
  expect(receipt).toMatchObject({
    batch: id,
    state: 'done',
    records: 3,
    accepted: 3,
    repeated: false,
    finishedAt: now.toISOString(),
  });
  expect(await open('key-1')).toMatchObject({ existing: { batch: id, repeated: true, accepted: 3 } });
});

test('a batch that is under way keeps its key', async () => {
  const id = idOf(await open('key-2'));
  expect(await open('key-2')).toMatchObject({ existing: { batch: id, state: 'open' } });
});

test('a failed batch gives its key back, and is no receipt of its content', async () => {
  const id = idOf(await open('key-3'));
  await failBatch(database.db, id, { code: 'truncated_body' }, now);
  const again = idOf(await open('key-3'));
  expect(again).not.toBe(id);
  await count(again, 1);
  expect(await finish(again, 'three')).toMatchObject({ batch: again, repeated: false });
  // What has ended is not failed afterwards.
  await failBatch(database.db, again, { code: 'internal' }, now);
  expect(await database.db.asOrg(runner, (tx) => findBatch(tx, again))).toMatchObject({ state: 'done' });
  expect(await database.db.asOrg(runner, (tx) => findBatch(tx, id))).toMatchObject({
    state: 'failed',
    failure: { code: 'truncated_body' },
  });
});

test('the same content again, with nothing new, gives the first receipt', async () => {
  const first = idOf(await open());
  await count(first, 2);
  await finish(first, 'four');
  const second = idOf(await open('key-4'));
  await count(second, 0, 2);
  expect(await finish(second, 'four')).toMatchObject({ batch: first, repeated: true, accepted: 2 });
  expect(await database.db.asOrg(runner, (tx) => findBatch(tx, second))).toMatchObject({
    state: 'failed',
    failure: { code: 'repeated', first },
  });
});

test('the same content that gave something new is a batch of its own', async () => {
  const first = idOf(await open());
  await finish(first, 'five');
  const second = idOf(await open());
  await count(second, 1);
  expect(await finish(second, 'five')).toMatchObject({ batch: second, repeated: false, accepted: 1 });
  const third = idOf(await open());
  await count(third, 0, 1);
  expect(await finish(third, 'five')).toMatchObject({ batch: first, repeated: true });
});

test('batches without a hash, as replays are, never repeat one another', async () => {
  for (const id of [idOf(await open()), idOf(await open())])
    expect(await finish(id, null)).toMatchObject({ batch: id, repeated: false });
});

test('a body without records repeats nothing: each says anew that there was nothing', async () => {
  for (const id of [idOf(await open()), idOf(await open())])
    expect(await finish(id, 'no records')).toMatchObject({ batch: id, repeated: false, records: 0 });
});

test('the same key, and the same content, at once: one is taken', async () => {
  const opened = await Promise.all(Array.from({ length: 6 }, () => open('key-6')));
  expect(opened.filter((one) => 'id' in one)).toHaveLength(1);
  const ids = await Promise.all(Array.from({ length: 6 }, async () => idOf(await open())));
  await Promise.all(ids.map((id, n) => count(id, n === 0 ? 6 : 0, n === 0 ? 0 : 6)));
  const receipts = await Promise.all(ids.map((id) => finish(id, 'six')));
  expect(receipts.filter(({ repeated }) => !repeated).length).toBeGreaterThanOrEqual(1);
  const { rows } = await database.ownerPool.query(
    `select count(*)::int as n from batch where content_hash = $1 and state = 'done'`,
    [createHash('sha256').update('six').digest()],
  );
  expect(rows).toEqual([{ n: 1 }]);
});

test('what is done alongside commits with the receipt or not at all', async () => {
  const id = idOf(await open());
  const failing = finishBatch(
    database.db,
    id,
    source,
    { contentHash: null, filteredBy: {}, quarantinedBy: {} },
    now,
    () => Promise.reject(new Error('no')),
  );
  await expect(failing).rejects.toThrow('no');
  expect(await database.db.asOrg(runner, (tx) => findBatch(tx, id))).toMatchObject({ state: 'open' });
});

test('at the start, batches of an earlier run that are still open are failed', async () => {
  const early = idOf(await open('key-8', new Date('2026-03-20T11:00:00Z')));
  const late = idOf(await open('key-9', new Date('2026-03-20T13:00:00Z')));
  expect(await failInterrupted(database.db, new Date('2026-03-20T11:30:00Z'), now)).toBe(1);
  expect(await database.db.asOrg(runner, (tx) => findBatch(tx, early))).toMatchObject({
    state: 'failed',
    failure: { code: 'interrupted' },
  });
  expect(await database.db.asOrg(runner, (tx) => findBatch(tx, late))).toMatchObject({ state: 'open' });
});

test('receipts are listed newest first, page by page, to who runs the source', async () => {
  const all = await database.db.asOrg(runner, (tx) => listBatches(tx, 'sensor', null, 500));
  expect(all.map(({ batch: id }) => id)).toEqual(all.map(({ batch: id }) => id).sort((a, b) => b - a));
  const page = await database.db.asOrg(runner, (tx) => listBatches(tx, null, all[2]!.batch, 2));
  expect(page).toEqual(all.slice(3, 5));
  expect(await database.db.asOrg(runner, (tx) => listBatches(tx, 'nobody', null, 10))).toEqual([]);
  const { rows } = await database.ownerPool.query<{ id: number }>(`select id from org where handle = 'org-a'`);
  expect(await database.db.asOrg(rows[0]!.id, (tx) => listBatches(tx, null, null, 10))).toEqual([]);
});
