import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findContradictions } from '../../../soak/books.ts';
import { testDatabase, type TestDatabase } from '../../../test/database.ts';
import { ndjson, storedIngest } from '../../../test/portions.ts';
import { readAllChanges } from '#sharing/store.ts';

const now = new Date('2026-03-20T12:00:00Z');
const dayMs = 86_400_000;
/** A time so many days before now. */
const ago = (days: number): string => new Date(now.getTime() - days * dayMs).toISOString();

let database: TestDatabase;
let ingest: Awaited<ReturnType<typeof storedIngest>>;
beforeAll(async () => {
  database = await testDatabase();
  ingest = await storedIngest(database.db, database.ownerPool, now);
});
afterAll(() => database.close());

let last = 0;
/** An event of a host that no other test has; a different URL makes a different event. */
const fresh = () => ({
  time: ago(1),
  address: `192.0.2.${++last}`,
  class: 'infected-system' as const,
  family: 'mirai',
});
let url = 0;
const another = <T extends object>(event: T, change: object = {}): T & { url: string } => ({
  ...event,
  url: `https://x.example.org/${++url}`,
  ...change,
});

interface EpisodeRow {
  current: boolean;
  state: string;
  events: number;
  first: string;
  last: string;
  closed_by: string | null;
}
async function episodes(address: string): Promise<EpisodeRow[]> {
  const { rows } = await database.ownerPool.query<EpisodeRow>(
    `select current, state, events::int, to_char(first_seen, 'MM-DD') as first, to_char(last_seen, 'MM-DD') as last, closed_by from episode where address = $1 order by first_seen, port`,
    [address],
  );
  return rows;
}

test('a portion of refused records alone stores them, and the connection serves events after it', async () => {
  const { ownerPool } = database;
  const batch = await ingest.batch();
  // First in this file: no connection has stored events yet, and the pool hands out the same one twice.
  expect(
    await ingest.storeAll([await ingest.prepare(ndjson([{ time: 'never', address: '192.0.2.1' }]))], batch),
  ).toEqual([{ accepted: 0, duplicate: 0 }]);
  expect(await ingest.store([fresh()])).toEqual({ accepted: 1, duplicate: 0 });
  const { rows } = await ownerPool.query('select records::int, quarantined::int from batch where id = $1', [batch]);
  expect(rows).toEqual([{ records: 1, quarantined: 1 }]);
});

test('the same event is stored once: in a portion, across portions and across transactions', async () => {
  const event = fresh();
  const other = another(event);
  expect(await ingest.store([event, event, other])).toEqual({ accepted: 2, duplicate: 1 });
  expect(await ingest.store([other, event])).toEqual({ accepted: 0, duplicate: 2 });

  const third = another(event);
  const portions = [await ingest.prepare(ndjson([third])), await ingest.prepare(ndjson([third, another(event)]))];
  const stored = await ingest.storeAll(portions);
  expect(stored.map(({ accepted }) => accepted).reduce((sum, n) => sum + n)).toBe(2);
  expect(stored.map(({ duplicate }) => duplicate).reduce((sum, n) => sum + n)).toBe(1);
});

test('the order of fields and the spelling of the time do not make another event', async () => {
  const { time, address, class: of, family } = fresh();
  expect(await ingest.store([{ time, address, class: of, family }])).toMatchObject({ accepted: 1 });
  expect(await ingest.store([{ family, class: of, address, time }])).toEqual({ accepted: 0, duplicate: 1 });
});

test('transactions that store the same events at once do not deadlock, and each event is stored once', async () => {
  const host = fresh();
  const events = Array.from({ length: 300 }, (_, n) =>
    another(host, { time: ago(1 + (n % 5)), address: `198.18.0.${n % 64}` }),
  );
  const bodies = Array.from({ length: 8 }, (_, n) =>
    events.slice(n * 20, n * 20 + 160).sort((a, b) => (a.url < b.url ? 1 : -1) * (n % 2 === 0 ? 1 : -1)),
  );
  const portions = await Promise.all(bodies.map((body) => ingest.prepare(ndjson(body))));
  const stored = await Promise.all(portions.map((portion) => ingest.storeAll([portion])));
  const sum = stored.flat().reduce(
    (total, { accepted, duplicate }) => ({
      accepted: total.accepted + accepted,
      duplicate: total.duplicate + duplicate,
    }),
    { accepted: 0, duplicate: 0 },
  );
  expect(sum).toEqual({ accepted: 300, duplicate: 8 * 160 - 300 });
});

test('an episode opens, goes on, ends when its host is unseen for the gap, and returns', async () => {
  const event = fresh();
  await ingest.store([another(event, { time: ago(40) })]);
  expect(await episodes(event.address)).toEqual([
    { current: true, state: 'opened', events: 1, first: '02-08', last: '02-08', closed_by: null },
  ]);
  await ingest.store([another(event, { time: ago(36) }), another(event, { time: ago(34) })]);
  expect(await episodes(event.address)).toMatchObject([{ current: true, events: 3, first: '02-08', last: '02-14' }]);
  await ingest.store([another(event, { time: ago(20) })]);
  expect(await episodes(event.address)).toEqual([
    { current: false, state: 'cleaned', events: 3, first: '02-08', last: '02-14', closed_by: 'unseen' },
    { current: true, state: 'returned', events: 1, first: '02-28', last: '02-28', closed_by: null },
  ]);
});

test('an event that comes late is placed in the past, and moves no present episode', async () => {
  const event = fresh();
  await ingest.store([another(event, { time: ago(2) })]);
  await ingest.store([another(event, { time: ago(40) })]);
  expect(await episodes(event.address)).toEqual([
    { current: false, state: 'cleaned', events: 1, first: '02-08', last: '02-08', closed_by: 'unseen' },
    { current: true, state: 'opened', events: 1, first: '03-18', last: '03-18', closed_by: null },
  ]);
  await ingest.store([another(event, { time: ago(38) })]);
  await ingest.store([another(event, { time: ago(20) })]);
  expect(await episodes(event.address)).toMatchObject([
    { current: false, events: 2, first: '02-08', last: '02-10' },
    { current: false, events: 1, first: '02-28', last: '02-28' },
    { current: true, events: 1, first: '03-18' },
  ]);
});

test('events of many days that come at once are the runs that they are', async () => {
  const event = fresh();
  const at = (...days: number[]) => days.map((day) => another(event, { time: ago(day) }));
  await ingest.store(at(60, 30, 57, 5, 2, 31));
  expect(await episodes(event.address)).toEqual([
    { current: false, state: 'cleaned', events: 2, first: '01-19', last: '01-22', closed_by: 'unseen' },
    { current: false, state: 'cleaned', events: 2, first: '02-17', last: '02-18', closed_by: 'unseen' },
    { current: true, state: 'returned', events: 2, first: '03-15', last: '03-18', closed_by: null },
  ]);
  // Runs on both sides of each episode, and one between.
  await ingest.store(at(65, 52, 25, 36, 44, 8, 1));
  expect(await episodes(event.address)).toMatchObject([
    { current: false, events: 4, first: '01-14', last: '01-27' },
    { current: false, events: 1, first: '02-04' },
    { current: false, events: 4, first: '02-12', last: '02-23' },
    { current: true, events: 4, first: '03-12', last: '03-19' },
  ]);
});

test('an event that comes late does not open an episode that has ended again', async () => {
  const event = fresh();
  await ingest.store([another(event, { time: ago(40) }), another(event, { time: ago(38) })]);
  await database.ownerPool.query(
    `update episode set current = false, state = 'cleaned', closed_at = now(), closed_by = 'unseen' where address = $1`,
    [event.address],
  );
  await ingest.store([another(event, { time: ago(39) }), another(event, { time: ago(34) })]);
  expect(await episodes(event.address)).toMatchObject([
    { current: false, state: 'cleaned', events: 4, first: '02-08', last: '02-14' },
  ]);
  await ingest.store([another(event, { time: ago(60) })]);
  expect(await episodes(event.address)).toMatchObject([
    { current: false, events: 1, first: '01-19' },
    { current: false, events: 4 },
  ]);
  await ingest.store([another(event, { time: ago(1) })]);
  expect(await episodes(event.address)).toMatchObject([
    { current: false },
    { current: false, events: 4 },
    { current: true, state: 'returned', events: 1 },
  ]);
});

test('behind a shared address, port and hour tell hosts apart; a missing port is flagged', async () => {
  const address = '198.51.100.7';
  const at = (hour: string, port?: number) =>
    another({
      time: `2026-03-19T${hour}:30:00Z`,
      address,
      class: 'infected-system' as const,
      family: 'mirai',
      ...(port !== undefined && { port }),
    });
  await ingest.store([at('10', 40_000), at('10', 40_000), at('10', 40_001), at('11', 40_000), at('11')]);
  const { rows } = await database.ownerPool.query(
    'select port, flags, events::int from episode where address = $1 order by first_seen, port',
    [address],
  );
  expect(rows).toEqual([
    { port: 40_000, flags: 1, events: 2 },
    { port: 40_001, flags: 1, events: 1 },
    { port: 40_000, flags: 1, events: 1 },
    { port: null, flags: 3, events: 1 },
  ]);
});

test('an event without an address, and a datagram to a sinkhole, open no episode', async () => {
  const udp = { ...fresh(), protocol: 'udp' };
  await ingest.store([udp, { time: ago(1), url: 'https://login.example.org/x', class: 'phishing' }]);
  expect(await episodes(udp.address)).toEqual([]);
});

test('changes stand in the order of commit, one per portion and audience, with the counts of what was new', async () => {
  const { db } = database;
  const before = (await db.asSystem('test', (tx) => readAllChanges(tx, 0, 10_000))).at(-1)?.seq ?? 0;
  const event = fresh();
  const both = another(event, { address: '198.18.200.1' });
  const nobody = another(event, { address: '203.0.113.1' });
  const first = await ingest.prepare(ndjson([event, another(event), both, nobody, another(event, { time: ago(3) })]));
  await ingest.storeAll([first]);
  await ingest.storeAll([await ingest.prepare(ndjson([event, both, nobody]))]);
  const changes = await db.asSystem('test', (tx) => readAllChanges(tx, before, 100));
  const members = await db.asSystem('test', (tx) =>
    tx.query<{ audience: number; orgs: number[] }>(
      'select audience, array_agg(org order by org) as orgs from audience_member group by 1',
    ),
  );
  const orgsOf = new Map(members.map(({ audience, orgs }) => [audience, orgs]));
  expect(changes.map(({ seq }) => seq)).toEqual([before + 1, before + 2]);
  expect(
    changes
      .map(({ audience, events, portion, firstDay, lastDay }) => ({
        orgs: orgsOf.get(audience),
        events,
        portion,
        firstDay,
        lastDay,
      }))
      .sort((a, b) => b.events - a.events),
  ).toEqual([
    { orgs: [ingest.a], events: 3, portion: first.id, firstDay: '2026-03-17', lastDay: '2026-03-19' },
    { orgs: [ingest.a, ingest.b], events: 1, portion: first.id, firstDay: '2026-03-19', lastDay: '2026-03-19' },
  ]);
});

test('an org sees its own events, episodes, counts and changes, and none of another', async () => {
  const { db } = database;
  await ingest.store([fresh(), another(fresh(), { address: '198.51.100.9', port: 1 })]);
  for (const [org, network] of [
    [ingest.a, '192.0.2.0/24'],
    [ingest.b, '198.51.100.0/24'],
  ] as const) {
    const seen = await db.asOrg(org, (tx) =>
      tx.query<{ n: number; others: number }>(
        `select count(*)::int as n, count(*) filter (where not address <<= any(array[$1, '198.18.0.0/16']::cidr[]))::int as others from event`,
        [network],
      ),
    );
    expect(seen).toEqual([{ n: expect.any(Number) as number, others: 0 }]);
    expect(seen[0]!.n).toBeGreaterThan(0);
    const foreign = await db.asOrg(org, (tx) =>
      tx.one<{ n: number }>(
        `select (select count(*) from episode e where not exists (select from audience_member m where m.audience = e.audience and m.org = $1))
        + (select count(*) from tally e where not exists (select from audience_member m where m.audience = e.audience and m.org = $1))
        + (select count(*) from change e where not exists (select from audience_member m where m.audience = e.audience and m.org = $1)) as n`,
        [org],
      ),
    );
    expect(foreign.n).toBe(0);
  }
  const unset = await db.pool.query(
    'select (select count(*)::int from event) + (select count(*)::int from episode) + (select count(*)::int from change) as n',
  );
  expect(unset.rows).toEqual([{ n: 0 }]);
});

test('what the pipeline stores it cannot change or take back', async () => {
  await expect(database.db.asIngest((tx) => tx.query('delete from event'))).rejects.toThrow(/permission denied/);
  await expect(database.db.asIngest((tx) => tx.query('update event set family = 1'))).rejects.toThrow(
    /permission denied/,
  );
});

test('whatever comes in whatever order and at once: every sum equals the events', async () => {
  const event = fc.record({
    time: fc.integer({ min: 0, max: 60 }).map(ago),
    address: fc.constantFrom(
      '192.0.2.200',
      '192.0.2.201',
      '198.51.100.200',
      '198.18.1.1',
      '198.18.255.1',
      '203.0.113.5',
    ),
    port: fc.constantFrom(1, 2),
    family: fc.constantFrom('mirai', 'qakbot', 'new-one'),
    class: fc.constantFrom('infected-system' as const, 'brute-force' as const),
  });
  const bodies = fc.array(fc.array(event, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(bodies, async (some) => {
      const portions = await Promise.all(some.map((events) => ingest.prepare(ndjson(events))));
      const [first, ...rest] = portions;
      await Promise.all([
        ingest.storeAll([first!, ...rest.slice(0, 2)]),
        ...rest.slice(2).map((portion) => ingest.storeAll([portion])),
      ]);
      expect(await findContradictions(database.urlFor('postgres'))).toEqual({});
    }),
    { numRuns: 12, endOnFailure: true },
  );
});
