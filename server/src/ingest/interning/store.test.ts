import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../test/database.ts';
import type { NewRoute } from '../portion.ts';
import { internNames } from './store.ts';

let database: TestDatabase;
let orgs: number[];
beforeAll(async () => {
  database = await testDatabase();
  const { rows } = await database.ownerPool.query<{ id: number }>(
    `insert into org (handle, name, kind, enrolment) select 'org-' || n, 'Org', 'isp', 'enrolled' from generate_series(1, 5) n returning id`,
  );
  orgs = rows.map(({ id }) => id);
});
afterAll(() => database.close());

const route = (key: string, ...audience: number[]): NewRoute => ({
  key,
  audience,
  reasons: audience.map((org) => ({
    org,
    rule: 'prefix',
    value: `${key}/32`,
    decision: 'amber_concerned',
    allowed: true,
  })),
});
const enrichment = (key: string) => ({ key, snapshot: null, methods: { asn: key } });

test('names get ids once, and have them ever after', async () => {
  const wanted = {
    families: ['b', 'a', 'b'],
    routes: [route('r1', orgs[0]!, orgs[1]!), route('r2', orgs[0]!, orgs[1]!), route('r3')],
    enrichments: [enrichment('e1')],
  };
  const first = await internNames(database.db, wanted);
  expect(first.families.map(([name]) => name).sort()).toEqual(['a', 'b']);
  expect(first.routes.map(([key]) => key).sort()).toEqual(['r1', 'r2', 'r3']);
  const again = await internNames(database.db, wanted);
  for (const kind of ['families', 'routes', 'enrichments'] as const)
    expect(new Map<string, unknown>(again[kind])).toEqual(new Map<string, unknown>(first[kind]));
});

test('equal sets of orgs are one audience; nobody is audience 0', async () => {
  const [a, b, c] = orgs as [number, number, number];
  const { routes } = await internNames(database.db, {
    families: [],
    enrichments: [],
    routes: [route('s1', a, b, c), route('s2', a, b, c), route('s3', a, b), { ...route('s4', a), audience: [] }],
  });
  const audience = Object.fromEntries(routes.map(([key, { audience: id }]) => [key, id]));
  expect(audience['s1']).toBe(audience['s2']);
  expect(audience['s1']).not.toBe(audience['s3']);
  expect(audience['s4']).toBe(0);
  const { rows } = await database.ownerPool.query('select org from audience_member where audience = $1 order by org', [
    audience['s1'],
  ]);
  expect(rows).toEqual([{ org: a }, { org: b }, { org: c }]);
});

test('reasons are kept in their order', async () => {
  const [a, b] = orgs as [number, number];
  const { routes } = await internNames(database.db, { families: [], enrichments: [], routes: [route('t1', b, a)] });
  const { rows } = await database.ownerPool.query(
    'select position, org, value, allowed from route_reason where route = $1 order by position',
    [routes[0]![1].id],
  );
  expect(rows).toEqual([
    { position: 0, org: b, value: 't1/32', allowed: true },
    { position: 1, org: a, value: 't1/32', allowed: true },
  ]);
});

test('many at once that intern the same names agree, and do not deadlock', async () => {
  const names = Array.from({ length: 40 }, (_, n) => `family-${n}`);
  const routes = Array.from({ length: 40 }, (_, n) => route(`u${n}`, ...orgs.slice(n % 3, 3 + (n % 3))));
  const turned = <T>(items: readonly T[], by: number): T[] => [...items.slice(by), ...items.slice(0, by)];
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, n) =>
      internNames(database.db, {
        families: n % 2 === 0 ? names : [...names].reverse(),
        routes: turned(routes, n * 5),
        enrichments: turned(names, n).map(enrichment),
      }),
    ),
  );
  const [first, ...rest] = answers.map(({ families, routes: some, enrichments }) => ({
    families: new Map(families),
    routes: new Map(some),
    enrichments: new Map(enrichments),
  }));
  expect([first!.families.size, first!.routes.size, first!.enrichments.size]).toEqual([40, 40, 40]);
  for (const other of rest) expect(other).toEqual(first);
  const { rows } = await database.ownerPool.query(`select count(*)::int as n from route_reason where value like 'u%'`);
  expect(rows).toEqual([{ n: routes.reduce((sum, { reasons }) => sum + reasons.length, 0) }]);
});
