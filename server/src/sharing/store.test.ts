import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enrolmentInForce } from '#auth/index.ts';
import { testDatabase, type TestDatabase } from '../../test/database.ts';
import { decideEventAudience, type EventMatch, type EventSource } from './audience-of-event.ts';
import { decide } from './decide.ts';
import type { Viewer } from './facts.ts';
import { appendChanges, expireChanges, readAllChanges, readChanges, readHead } from './store.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await database.db.asIngest((tx) => tx.query(`select ensure_event_partition('2026-01-01')`));
});
afterAll(() => database.close());

const now = new Date('2026-01-01T12:00:00Z');
const kinds = ['operator', 'government', 'law_enforcement', 'partner', 'isp'] as const;
const states = ['invited', 'enrolled', 'suspended'] as const;
const rules = ['prefix', 'asn', 'suffix', 'sector', 'nation'] as const;

interface TestOrg {
  id: number;
  kind: (typeof kinds)[number];
  enrolment: (typeof states)[number];
  nation: string | null;
}

let made = 0;

/** A nation and orgs of our own; handles never repeat. */
async function makeOrgs(
  nationEnrolment: (typeof states)[number],
  orgs: readonly { kind: TestOrg['kind']; enrolment: TestOrg['enrolment']; inNation: boolean }[],
): Promise<TestOrg[]> {
  const run = made++;
  const nation = String.fromCharCode(65 + Math.floor(run / 26), 65 + (run % 26));
  await database.ownerPool.query(
    `insert into nation (code, name, basis, enrolment, languages, time_zone, domains) values ($1, $1, 'eu', $2, '{}', 'UTC', '{}')`,
    [nation, nationEnrolment],
  );
  const { rows } = await database.ownerPool.query<TestOrg>(
    `insert into org (handle, name, kind, enrolment, nation)
     select 'org-' || $1 || '-' || n, 'Org', kind, enrolment, case when "inNation" then $2 end
     from rows from (jsonb_to_recordset($3::jsonb) as (kind text, enrolment text, "inNation" boolean)) with ordinality as o (kind, enrolment, "inNation", n)
     returning id, kind, enrolment, nation`,
    [run, nation, JSON.stringify(orgs)],
  );
  return rows;
}

/** The interned audience of a set of orgs. */
async function intern(members: readonly number[]): Promise<number> {
  const sorted = [...new Set(members)].sort((a, b) => a - b);
  if (sorted.length === 0) return 0;
  const { rows } = await database.ownerPool.query<{ id: number }>(
    `with a as (insert into audience (key) values ($1) on conflict (key) do update set key = excluded.key returning id),
     m as (insert into audience_member (audience, org) select a.id, o from a, unnest($2::int[]) o on conflict do nothing)
     select id from a`,
    [sorted.join(','), sorted],
  );
  return rows[0]!.id;
}

const eventCase = fc.record({
  source: fc.record({
    owner: fc.nat({ max: 5 }),
    tlp: fc.constantFrom<EventSource['tlp'][]>('red', 'amber+strict', 'amber', 'green', 'clear'),
    distribution: fc.constantFrom<EventSource['distribution'][]>('concerned', 'named'),
    recipients: fc.array(fc.nat({ max: 5 }), { maxLength: 2 }),
  }),
  matches: fc.array(fc.record({ org: fc.nat({ max: 5 }), rule: fc.constantFrom(...rules) }), { maxLength: 5 }),
});

test('decide(), the SQL predicate and row-level security agree on who sees an event, at its receipt and after', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...states),
      fc.array(
        fc.record({
          kind: fc.constantFrom(...kinds),
          enrolment: fc.constantFrom(...states, 'enrolled'),
          inNation: fc.boolean(),
        }),
        { minLength: 6, maxLength: 6 },
      ),
      fc.array(eventCase, { minLength: 1, maxLength: 6 }),
      fc.array(fc.constantFrom(...states, 'enrolled'), { minLength: 6, maxLength: 6 }),
      async (nationEnrolment, plan, cases, later) => {
        const orgs = await makeOrgs(nationEnrolment, plan);
        const inForce = (org: TestOrg) =>
          enrolmentInForce(org.kind, org.enrolment, org.nation === null ? null : nationEnrolment);
        const events = [];
        for (const { source, matches } of cases) {
          const reasons = decideEventAudience(
            { ...source, org: orgs[source.owner]!.id, recipients: source.recipients.map((n) => orgs[n]!.id) },
            matches.map(({ org, rule }): EventMatch => {
              const { id, kind, enrolment, nation } = orgs[org]!;
              return {
                org: id,
                kind,
                enrolment,
                nationEnrolment: nation === null ? null : nationEnrolment,
                rule,
                value: 'x',
              };
            }),
            now,
          );
          const audience = await intern(reasons.filter((reason) => reason.allowed).map((reason) => reason.org));
          events.push({ id: await insertEvent(audience), reasons });
        }

        for (const moment of ['at its receipt', 'after']) {
          if (moment === 'after') await changeEnrolment(orgs, later);
          for (const org of orgs) {
            const viewer: Viewer = { org: { ...org, enrolment: inForce(org) }, channel: 'stream', assurance: 'token' };
            const decided = events.filter(
              ({ reasons }) => decide({ facts: { routed: reasons }, body: 0 }, viewer, now).allow,
            );
            const ids = events.map((event) => event.id);
            const policy = await database.db.asOrg(org.id, (tx) =>
              tx.query<{ id: string }>('select id from event where id = any($1) order by id', [ids]),
            );
            // The superuser passes every policy: the predicate alone is left.
            const predicate = await unguarded<{ id: string }>(
              org.id,
              'select id from event where id = any($1) and (audience = any(my_audiences()) or sees_all()) order by id',
              [ids],
            );
            const expected = decided.map((event) => event.id).sort();
            expect({ org, moment, seen: policy.map((row) => row.id) }).toEqual({ org, moment, seen: expected });
            expect(predicate.map((row) => row.id)).toEqual(expected);
          }
        }
      },
    ),
    { numRuns: 25 },
  );
});

async function changeEnrolment(orgs: TestOrg[], later: TestOrg['enrolment'][]): Promise<void> {
  for (const [n, org] of orgs.entries()) {
    org.enrolment = later[n]!;
    await database.ownerPool.query('update org set enrolment = $2 where id = $1', [org.id, org.enrolment]);
  }
}

let events = 0;
async function insertEvent(audience: number, portion = 0): Promise<string> {
  const id = `00000000-0000-8000-8000-${(++events).toString(16).padStart(12, '0')}`;
  await database.db.asIngest((tx) =>
    tx.query(
      `insert into event (day, id, time, portion, source, audience, route, enrichment, flags, class)
       values ('2026-01-01', $1, $2, $3, 1, $4, 0, 0, 0, 'other')`,
      [id, now, portion, audience],
    ),
  );
  return id;
}

async function unguarded<R extends object>(org: number, text: string, values: unknown[]): Promise<R[]> {
  const pg = await import('pg');
  const client = new pg.default.Client({ connectionString: database.urlFor('postgres') });
  await client.connect();
  try {
    await client.query(`set app.org = '${org}'`);
    return (await client.query<R>(text, values)).rows;
  } finally {
    await client.end();
  }
}

const change = (audience: number, portion = 7) => ({
  portion,
  audience,
  events: 1,
  firstDay: '2026-01-01',
  lastDay: '2026-01-02',
});

test('a reader that follows seq misses nothing and gets nothing twice, whatever commits at the same time', async () => {
  const [a, b, operator] = await makeOrgs('enrolled', [
    { kind: 'government', enrolment: 'enrolled', inNation: true },
    { kind: 'isp', enrolment: 'enrolled', inNation: true },
    { kind: 'operator', enrolment: 'enrolled', inNation: false },
  ]);
  const both = await intern([a!.id, b!.id]);
  const own = await intern([a!.id]);
  const others = await intern([b!.id]);
  const start = (await database.db.asSystem('test', readHead)).seq;

  let writing = true;
  const write = async (writer: number) => {
    for (let n = 0; n < 25; n++) {
      const audiences = [both, own, others].filter((_, bit) => ((writer + n) >> bit) & 1 || bit === n % 3);
      await database.db.asIngest((tx) =>
        appendChanges(
          tx,
          audiences.map((audience) => change(audience, writer)),
          now,
        ),
      );
    }
  };
  const follow = async (org: TestOrg) => {
    const seen: number[] = [];
    for (let after = start, last = false; ;) {
      const page = await database.db.asOrg(org.id, (tx) =>
        org.kind === 'operator' ? readAllChanges(tx, after, 5) : readChanges(tx, after, 5),
      );
      seen.push(...page.map((each) => each.seq));
      after = page.at(-1)?.seq ?? after;
      if (page.length === 0 && last) return seen;
      last = !writing;
    }
  };
  const following = Promise.all([a!, b!, operator!].map(follow));
  await Promise.all([1, 2, 3, 4].map(write));
  writing = false;
  const [ofA, ofB, ofOperator] = await following;

  const all = await database.db.asSystem('test', (tx) => readAllChanges(tx, start, 10_000));
  expect(all.map((change) => change.seq)).toEqual(all.map((_, n) => start + n + 1));
  expect(ofOperator).toEqual(all.map((change) => change.seq));
  expect(ofA).toEqual(all.filter((change) => change.audience !== others).map((change) => change.seq));
  expect(ofB).toEqual(all.filter((change) => change.audience !== own).map((change) => change.seq));
  expect(all[0]).toMatchObject({ kind: 'published', events: 1, firstDay: '2026-01-01', lastDay: '2026-01-02' });
});

test('a transaction that fails leaves no gap and no change', async () => {
  const [org] = await makeOrgs('enrolled', [{ kind: 'isp', enrolment: 'enrolled', inNation: false }]);
  const audience = await intern([org!.id]);
  const before = await database.db.asSystem('test', readHead);
  const failing = database.db.asIngest(async (tx) => {
    await appendChanges(tx, [change(audience)], now);
    throw new Error('after all');
  });
  await expect(failing).rejects.toThrow('after all');
  expect(await database.db.asSystem('test', readHead)).toEqual(before);
  const added = await database.db.asIngest((tx) => appendChanges(tx, [change(audience)], now));
  expect(added).toEqual({ first: before.seq + 1, last: before.seq + 1 });
  expect(await database.db.asIngest((tx) => appendChanges(tx, [], now))).toBeUndefined();
});

test('expired changes are gone and the horizon says so', async () => {
  const audience = await intern([
    (await makeOrgs('enrolled', [{ kind: 'isp', enrolment: 'enrolled', inNation: false }]))[0]!.id,
  ]);
  const later = new Date(now.getTime() + 60_000);
  const first = await database.db.asIngest((tx) => appendChanges(tx, [change(audience)], later));
  expect(await database.db.asSystem('test', (tx) => expireChanges(tx, later))).toBeGreaterThan(0);
  const head = await database.db.asSystem('test', readHead);
  expect(head.horizon).toBe(first!.first - 1);
  const left = await database.db.asSystem('test', (tx) => readAllChanges(tx, 0, 10));
  expect(left.map((change) => change.seq)).toEqual([first!.first]);
});
