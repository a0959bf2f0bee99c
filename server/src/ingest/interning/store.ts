import { hash } from 'node:crypto';
import type { Db, Tx } from '#kernel/db.ts';
import { LARGEST_FAMILY } from '../identity.ts';
import type { EnrichmentMethods, Learned, NewRoute } from '../portion.ts';

/** Names that have no id yet. */
export interface Wanted {
  readonly families: readonly string[];
  readonly routes: readonly NewRoute[];
  readonly enrichments: readonly EnrichmentMethods[];
}

const sorted = (values: Iterable<string>): string[] => [...new Set(values)].sort();

/**
 * Gives ids to families, routes (with their audiences and reasons) and enrichments, or finds those they have. Rows are
 * taken in the order of their keys, so that processes which intern the same names do not deadlock.
 */
export function internNames(db: Db, wanted: Wanted): Promise<Learned> {
  return db.asIngest(async (tx) => ({
    families: await internFamilies(tx, sorted(wanted.families)),
    routes: await internRoutes(tx, wanted.routes),
    enrichments: await internEnrichments(tx, wanted.enrichments),
  }));
}

async function internFamilies(tx: Tx, names: readonly string[]): Promise<[string, number][]> {
  if (names.length === 0) return [];
  await tx.query('insert into family (name) select unnest($1::text[]) on conflict (name) do nothing', [names]);
  const rows = await tx.query<{ name: string; id: number }>('select name, id from family where name = any($1)', [
    names,
  ]);
  if (rows.some(({ id }) => id > LARGEST_FAMILY))
    throw new Error('more families than the identity of hosts has room for');
  return rows.map(({ name, id }) => [name, id]);
}

async function internAudiences(tx: Tx, audiences: readonly (readonly number[])[]): Promise<Map<string, number>> {
  const members = new Map(audiences.map((orgs) => [orgs.join(','), orgs]));
  const keys = sorted(members.keys());
  await tx.query('insert into audience (key) select unnest($1::text[]) on conflict (key) do nothing', [keys]);
  const rows = await tx.query<{ key: string; id: number }>('select key, id from audience where key = any($1)', [keys]);
  const pairs = rows.flatMap(({ key, id }) => (members.get(key) ?? []).map((org) => [id, org] as const));
  await tx.query(
    `insert into audience_member (audience, org) select * from unnest($1::int[], $2::int[]) order by 1, 2 on conflict do nothing`,
    [pairs.map(([audience]) => audience), pairs.map(([, org]) => org)],
  );
  return new Map(rows.map(({ key, id }) => [key, id]));
}

/** A btree key has a limit; a list of reasons has none. */
const routeKey = (key: string): string => hash('sha256', key, 'hex');

async function internRoutes(tx: Tx, routes: readonly NewRoute[]): Promise<Learned['routes'][number][]> {
  if (routes.length === 0) return [];
  const audiences = await internAudiences(
    tx,
    routes.map(({ audience }) => audience),
  );
  const byKey = new Map(routes.map((route) => [routeKey(route.key), route]));
  const keys = sorted(byKey.keys());
  const audienceOf = (key: string): number => audiences.get(byKey.get(key)?.audience.join(',') ?? '') ?? 0;
  const added = await tx.query<{ key: string; id: number }>(
    'insert into route (key, audience) select * from unnest($1::text[], $2::int[]) on conflict (key) do nothing returning key, id',
    [keys, keys.map(audienceOf)],
  );
  const reasons = added.flatMap(({ key, id }) =>
    (byKey.get(key)?.reasons ?? []).map((reason, position) => ({ id, position, ...reason })),
  );
  if (reasons.length > 0) {
    await tx.query(
      `insert into route_reason (route, position, org, rule, value, decision, allowed)
       select * from unnest($1::int[], $2::smallint[], $3::int[], $4::text[], $5::text[], $6::text[], $7::boolean[])`,
      [
        reasons.map(({ id }) => id),
        reasons.map(({ position }) => position),
        reasons.map(({ org }) => org),
        reasons.map(({ rule }) => rule),
        reasons.map(({ value }) => value),
        reasons.map(({ decision }) => decision),
        reasons.map(({ allowed }) => allowed),
      ],
    );
  }
  const rows = await tx.query<{ key: string; id: number; audience: number }>(
    'select key, id, audience from route where key = any($1)',
    [keys],
  );
  return rows.flatMap(({ key, id, audience }) => {
    const route = byKey.get(key);
    return route === undefined ? [] : [[route.key, { id, audience }] as const];
  });
}

async function internEnrichments(tx: Tx, enrichments: readonly EnrichmentMethods[]): Promise<[string, number][]> {
  if (enrichments.length === 0) return [];
  const items = [...enrichments].sort((a, b) => (a.key < b.key ? -1 : 1));
  await tx.query(
    `insert into enrichment (key, snapshot, methods) select * from unnest($1::text[], $2::int[], $3::jsonb[]) on conflict (key) do nothing`,
    [
      items.map(({ key }) => key),
      items.map(({ snapshot }) => snapshot),
      items.map(({ methods }) => JSON.stringify(methods)),
    ],
  );
  const rows = await tx.query<{ key: string; id: number }>('select key, id from enrichment where key = any($1)', [
    items.map(({ key }) => key),
  ]);
  return rows.map(({ key, id }) => [key, id]);
}
