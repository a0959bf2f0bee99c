import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../test/database.ts';
import { storedIngest } from '../../../test/portions.ts';
import type { RecordToHold } from './held.ts';
import {
  countHeld,
  findHeld,
  holdRecords,
  listHeld,
  markReplayed,
  moveHeld,
  quarantineItem,
  type QuarantineFilter,
} from './store.ts';

const now = new Date('2026-03-20T12:00:00Z');
let database: TestDatabase;
let ingest: Awaited<ReturnType<typeof storedIngest>>;
let batch: number;
beforeAll(async () => {
  database = await testDatabase();
  ingest = await storedIngest(database.db, database.ownerPool, now);
  batch = await ingest.batch();
});
afterAll(() => database.close());

const record = (raw: string | Buffer, change: Partial<RecordToHold> = {}): RecordToHold => ({
  batch,
  source: ingest.source.id,
  feed: 'tocsin',
  report: null,
  record: 1,
  line: 1,
  reason: 'not_json',
  detail: 'no',
  raw: Buffer.from(raw),
  truncated: false,
  header: null,
  ...change,
});
const hold = (...records: RecordToHold[]) => database.db.asIngest((tx) => holdRecords(tx, records, now));
const all: QuarantineFilter = { states: null, sources: null, reasons: null, batch: null };
const list = (filter: Partial<QuarantineFilter> = {}, before: number | null = null, limit = 100) =>
  database.db.asOrg(ingest.runner, (tx) => listHeld(tx, { ...all, ...filter }, before, limit));

test('a record that comes twice is held once, and counted', async () => {
  await hold(record('twice'), record('twice', { record: 2 }));
  await hold(record('twice', { batch: await ingest.batch() }), record('once'));
  const rows = await list();
  expect(rows.map(({ raw, seen, batch: first }) => [raw.toString(), seen, first])).toEqual([
    ['once', 1, expect.any(Number)],
    ['twice', 3, batch],
  ]);
});

test('bytes are kept as they came, and shown as well as text can', async () => {
  const bytes = Buffer.from([0x61, 0x00, 0xff, 0xe9]);
  await hold(
    record(bytes, {
      header: Buffer.from('kopf,\u017c\u00f3\u0142\u0107'),
      detail: 'a \u0000 in it',
      truncated: true,
      record: 12,
      line: 34,
    }),
  );
  const [row] = await list();
  expect(row!.raw).toEqual(bytes);
  expect(quarantineItem(row!)).toMatchObject({
    raw: 'a\u0000\ufffd\ufffd',
    header: 'kopf,żółć',
    detail: 'a \ufffd in it',
    truncated: true,
    record: 12,
    line: 34,
    source: 'sensor',
    state: 'held',
    createdAt: now.toISOString(),
  });
});

test('many at once that hold the same records do not deadlock, and count all', async () => {
  const records = Array.from({ length: 50 }, (_, n) => record(`at once ${n}`));
  await Promise.all(Array.from({ length: 8 }, (_, n) => hold(...(n % 2 === 0 ? records : [...records].reverse()))));
  const rows = (await list()).filter(({ raw }) => raw.toString().startsWith('at once'));
  expect(rows.map(({ seen }) => seen)).toEqual(Array.from({ length: 50 }, () => 8));
});

test('lists filter by state, source, reason and batch, page by page; each facet counts without its own filter', async () => {
  await hold(record('bad port', { reason: 'bad_port' }), record('bad port 2', { reason: 'bad_port' }));
  const found = await list({ reasons: ['bad_port'], sources: ['sensor'], states: ['held'], batch });
  expect(found.map(({ reason }) => reason)).toEqual(['bad_port', 'bad_port']);
  expect(await list({ reasons: ['bad_port'] }, found[0]!.id, 1)).toEqual([found[1]]);
  expect(await list({ states: ['discarded'] })).toEqual([]);
  const counts = await database.db.asOrg(ingest.runner, (tx) => countHeld(tx, { ...all, reasons: ['bad_port'] }));
  expect(counts.find(({ facet }) => facet === 'total')?.count).toBe(2);
  expect(
    counts
      .filter(({ facet }) => facet === 'reason')
      .map(({ value }) => value)
      .sort(),
  ).toEqual(['bad_port', 'not_json']);
  expect(counts.filter(({ facet }) => facet === 'state')).toEqual([{ facet: 'state', value: 'held', count: 2 }]);
});

test('records are put aside and taken back; a replayed one stays replayed', async () => {
  await hold(record('aside'));
  const [row] = await list();
  const move = (from: 'held' | 'discarded', to: 'held' | 'discarded') =>
    database.db.asOrg(ingest.runner, (tx) => moveHeld(tx, [row!.id], from, to, 'tester', now));
  expect([await move('held', 'discarded'), await move('held', 'discarded'), await move('discarded', 'held')]).toEqual([
    1, 0, 1,
  ]);
  await database.db.asOrg(ingest.runner, (tx) =>
    markReplayed(tx, row!.id, batch, Buffer.from('better'), 'tester', now),
  );
  expect(await move('held', 'discarded')).toBe(0);
  expect(await database.db.asOrg(ingest.runner, (tx) => findHeld(tx, row!.id))).toMatchObject({
    state: 'replayed',
    replayBatch: batch,
    corrected: Buffer.from('better'),
    decidedBy: 'tester',
    decidedAt: now,
  });
  // Only its first correction is kept where a later replay has none.
  await database.db.asOrg(ingest.runner, (tx) => markReplayed(tx, row!.id, batch, null, 'tester', now));
  expect(await database.db.asOrg(ingest.runner, (tx) => findHeld(tx, row!.id))).toMatchObject({
    corrected: Buffer.from('better'),
  });
});

test('an org that does not run the source sees nothing of it', async () => {
  const [row] = await list();
  const { db } = database;
  expect(await db.asOrg(ingest.a, (tx) => listHeld(tx, all, null, 10))).toEqual([]);
  expect(await db.asOrg(ingest.a, (tx) => findHeld(tx, row!.id))).toBeUndefined();
  expect(await db.asOrg(ingest.a, (tx) => moveHeld(tx, [row!.id], 'held', 'discarded', 'a', now))).toBe(0);
});
