import type { Receipt } from '@tocsin/api';
import { afterAll, beforeEach, beforeAll, expect, test } from 'vitest';
import { testClock } from '#kernel/clock.ts';
import { testDatabase, type TestDatabase } from '../../../test/database.ts';
import { storedIngest } from '../../../test/portions.ts';
import { findSource } from '../sources/store.ts';
import { afterBatch, raiseSilence } from './jobs.ts';
import { closeAlarm, listAlarms, openAlarm } from './store.ts';

const clock = testClock('2026-03-20T12:00:00Z');
let database: TestDatabase;
let ingest: Awaited<ReturnType<typeof storedIngest>>;
beforeAll(async () => {
  database = await testDatabase();
  ingest = await storedIngest(database.db, database.ownerPool, clock.now());
});
beforeEach(async () => {
  await database.ownerPool.query(
    `delete from alarm; update source set columns = '{}', last_batch_at = null, silent_after = '2 days', state = 'active'; delete from batch`,
  );
});
afterAll(() => database.close());

const open = () => database.db.asOrg(ingest.runner, (tx) => listAlarms(tx, true));

/** A batch that ended: with so many events, and a header where the feed has one. */
async function ended(
  accepted: number,
  columns: readonly string[] | null = null,
  report: string | null = null,
  repeated = false,
): Promise<void> {
  const { rows } = await database.ownerPool.query<{ id: number }>(
    `insert into batch (source, feed, report, state, received_at, sent_by, accepted, records) values ($1, 'tocsin', $2, 'done', $3, 'test', $4, $4) returning id`,
    [ingest.source.id, report, clock.now(), accepted],
  );
  const source = (await database.db.asOrg(ingest.runner, (tx) => findSource(tx, 'sensor')))!;
  const receipt = {
    batch: rows[0]!.id,
    feed: 'tocsin',
    report,
    accepted,
    duplicate: 0,
    records: accepted,
    repeated,
  } as Receipt;
  await database.db.asIngest((tx) => afterBatch(tx, source, receipt, columns, clock.now()));
}

test('columns that drift open an alarm, once; the new header is then the known one', async () => {
  await ended(1, ['a', 'b'], 'scan');
  await ended(1, ['b', 'a'], 'scan');
  await ended(1, ['x'], 'other report');
  expect(await open()).toEqual([]);
  await ended(1, ['a', 'c'], 'scan');
  expect(await open()).toMatchObject([
    { source: 'sensor', kind: 'drift', detail: { report: 'scan', added: ['c'], missing: ['b'] } },
  ]);
  await ended(1, ['a', 'c'], 'scan');
  expect(await open()).toHaveLength(1);
});

test('a feed that gave events and suddenly gives none opens an alarm, which the next events settle', async () => {
  await ended(0);
  expect(await open()).toEqual([]);
  for (let n = 0; n < 3; n++) await ended(5);
  await ended(0);
  expect(await open()).toMatchObject([{ kind: 'empty', detail: { report: 'tocsin', records: 0 } }]);
  await ended(1);
  expect(await open()).toEqual([]);
  expect(await database.db.asOrg(ingest.runner, (tx) => listAlarms(tx, false))).toMatchObject([
    { kind: 'empty', closedAt: clock.now().toISOString() },
  ]);
});

test('a batch that was here before is no empty feed, and one report does not speak for another', async () => {
  for (let n = 0; n < 3; n++) await ended(5, null, 'a');
  await ended(0, null, 'a', true);
  await ended(0, null, 'b');
  expect(await open()).toEqual([]);
});

test('a source that is silent for longer than it declares opens an alarm, once', async () => {
  const set = (text: string) => database.ownerPool.query(`update source set ${text}`);
  expect(await raiseSilence(database.db, clock)).toBe(0); // it never sent anything
  await set(`last_batch_at = '2026-03-18T12:00:00Z'`);
  expect(await raiseSilence(database.db, clock)).toBe(0); // exactly its limit
  clock.advance(1_000);
  await set(`state = 'paused'`);
  expect(await raiseSilence(database.db, clock)).toBe(0);
  await set(`state = 'active'`);
  expect([await raiseSilence(database.db, clock), await raiseSilence(database.db, clock)]).toEqual([1, 0]);
  expect(await open()).toMatchObject([{ kind: 'silent', detail: { lastBatchAt: '2026-03-18T12:00:00.000Z' } }]);
  await ended(1);
  expect(await open()).toEqual([]);
});

test('an open alarm is not opened again, it takes the newer detail; a closed one can open anew', async () => {
  const raise = (detail: object) =>
    database.db.asIngest((tx) => openAlarm(tx, ingest.source.id, 'drift', detail, clock.now()));
  await raise({ n: 1 });
  await raise({ n: 2 });
  const [alarm, ...more] = await open();
  expect([alarm?.detail, more]).toEqual([{ n: 2 }, []]);
  const close = (org: number) => database.db.asOrg(org, (tx) => closeAlarm(tx, alarm!.id, 'tester', clock.now()));
  expect(await close(ingest.a)).toBeUndefined();
  expect(await close(ingest.runner)).toMatchObject({ id: alarm!.id, closedAt: clock.now().toISOString() });
  await raise({ n: 3 });
  expect((await open())[0]!.id).not.toBe(alarm!.id);
  expect(await database.db.asOrg(ingest.a, (tx) => listAlarms(tx, false))).toEqual([]);
});
