import { afterAll, beforeAll, expect, test } from 'vitest';
import { testClock } from '#kernel/clock.ts';
import { findContradictions } from '../../../soak/books.ts';
import { testDatabase, type TestDatabase } from '../../../test/database.ts';
import { ndjson, pipelineFacts, portionMaker, storedIngest } from '../../../test/portions.ts';
import { dropExpired, endUnseenEpisodes } from './jobs.ts';

const clock = testClock('2026-03-20T23:59:59Z');
let database: TestDatabase;
let ingest: Awaited<ReturnType<typeof storedIngest>>;
beforeAll(async () => {
  database = await testDatabase();
  ingest = await storedIngest(database.db, database.ownerPool, clock.now());
});
afterAll(() => database.close());

const event = (time: string, address = '192.0.2.1') => ({
  time,
  address,
  class: 'infected-system' as const,
  family: 'mirai',
  url: `https://x.example.org/${time}`,
});
const rowsOf = async (text: string) => (await database.ownerPool.query(text)).rows as unknown[];

test('retention drops whole days, says how many events they held, and drops their counts and changes', async () => {
  await ingest.store([
    event('2026-03-10T00:00:00Z'),
    event('2026-03-10T23:00:00Z'),
    event('2026-03-11T00:00:00Z'),
    event('2026-03-20T10:00:00Z'),
  ]);
  await database.ownerPool.query(`update change set committed_at = '2026-03-10T12:00:00Z'`);
  await ingest.store([event('2026-03-20T11:00:00Z')]);
  expect(await dropExpired(database.db, clock, 9)).toEqual(['2026-03-10']);
  expect(
    await rowsOf(
      `select day::text, events::int, dropped_by, dropped_at is not null as dropped from event_partition order by day`,
    ),
  ).toEqual([
    { day: '2026-03-10', events: 2, dropped_by: 'retention', dropped: true },
    { day: '2026-03-11', events: null, dropped_by: null, dropped: false },
    { day: '2026-03-20', events: null, dropped_by: null, dropped: false },
  ]);
  expect(await rowsOf(`select count(*)::int as n, min(time)::text as first from event`)).toEqual([
    { n: 3, first: '2026-03-11 00:00:00+00' },
  ]);
  expect(await rowsOf(`select subject, detail from audit where action = 'events.drop'`)).toEqual([
    { subject: 'day:2026-03-10', detail: { events: 2 } },
  ]);
  expect(await rowsOf(`select count(*)::int as n from tally where hour < '2026-03-11Z'`)).toEqual([{ n: 0 }]);
  expect(await rowsOf(`select c.seq::int, h.horizon::int from change c, change_head h`)).toEqual([
    { seq: 2, horizon: 1 },
  ]);
  expect(await dropExpired(database.db, clock, 9)).toEqual([]);
  expect(
    (await findContradictions(database.urlFor('postgres')))['hours with another count than their events'],
  ).toBeUndefined();
});

test('the first event that is kept is the first that is taken: what was dropped does not come back', async () => {
  const read = portionMaker(pipelineFacts({}, 9));
  const taken = (time: string) => read(ndjson([event(time)]), { now: clock.now().getTime() })!;
  expect(taken('2026-03-11T00:00:00.000Z').count).toBe(1);
  expect(taken('2026-03-10T23:59:59.999Z').filtered).toMatchObject({ too_old: { count: 1 } });
});

test('a day that was dropped and is kept again, after a longer retention, is a new partition', async () => {
  await ingest.store([event('2026-03-10T01:00:00Z')]);
  expect(await rowsOf(`select events, dropped_at from event_partition where day = '2026-03-10'`)).toEqual([
    { events: null, dropped_at: null },
  ]);
  expect(await dropExpired(database.db, clock, 9)).toEqual(['2026-03-10']);
});

test('an episode ends when its host was unseen for the gap, and not before', async () => {
  await ingest.store([event('2026-03-13T10:00:00Z', '192.0.2.50'), event('2026-03-13T12:00:00Z', '192.0.2.51')]);
  const at = testClock('2026-03-20T10:00:00Z');
  expect(await endUnseenEpisodes(database.db, at, 7)).toBe(0);
  at.advance(1_000);
  expect(await endUnseenEpisodes(database.db, at, 7)).toBe(1);
  expect(
    await rowsOf(
      `select host(address) as address, state, current, closed_by, closed_at::text from episode where address in ('192.0.2.50', '192.0.2.51') order by 1`,
    ),
  ).toEqual([
    {
      address: '192.0.2.50',
      state: 'cleaned',
      current: false,
      closed_by: 'unseen',
      closed_at: '2026-03-20 10:00:00+00',
    },
    { address: '192.0.2.51', state: 'opened', current: true, closed_by: null, closed_at: null },
  ]);
  await ingest.store([event('2026-03-20T12:00:00Z', '192.0.2.50')]);
  expect(await rowsOf(`select state, current from episode where address = '192.0.2.50' order by id`)).toEqual([
    { state: 'cleaned', current: false },
    { state: 'returned', current: true },
  ]);
});
