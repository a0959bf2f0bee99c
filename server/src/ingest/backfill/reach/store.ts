import type { Tx } from '#kernel/db.ts';

/** What each org's open episodes were last granted by. */
export async function readReach(tx: Tx): Promise<Map<number, string[]>> {
  const rows = await tx.query<{ org: number; entries: string[] }>('select org, entries from constituency_reach');
  return new Map(rows.map(({ org, entries }) => [org, entries]));
}

/** What orgs gained since a time: to be looked at once more, for batches that were under way with the old registry. */
export async function readGained(tx: Tx, since: Date): Promise<Map<number, string[]>> {
  const rows = await tx.query<{ org: number; gained: string[] }>(
    'select org, gained from constituency_reach where granted_at >= $1 and cardinality(gained) > 0',
    [since],
  );
  return new Map(rows.map(({ org, gained }) => [org, gained]));
}

/** Notes what orgs reach now. What one lost is forgotten, so that it counts as new when it comes back. */
export async function writeReach(
  tx: Tx,
  reach: ReadonlyMap<number, readonly string[]>,
  gained: ReadonlyMap<number, readonly string[]>,
  now: Date,
): Promise<void> {
  await tx.query('delete from constituency_reach where org <> all($1::int[])', [[...reach.keys()]]);
  await tx.query(
    `insert into constituency_reach as r (org, entries, gained, granted_at)
     select org, array(select jsonb_array_elements_text(entries)), array(select jsonb_array_elements_text(gained)), $2
     from jsonb_to_recordset($1::jsonb) as n (org int, entries jsonb, gained jsonb)
     on conflict (org) do update set entries = excluded.entries, gained = excluded.gained, granted_at = excluded.granted_at
     where r.entries <> excluded.entries`,
    [JSON.stringify([...reach].map(([org, entries]) => ({ org, entries, gained: gained.get(org) ?? [] }))), now],
  );
}
