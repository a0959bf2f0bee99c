import type { Tx } from '#kernel/db.ts';
import { none } from '../criteria.ts';

/** The ids of families by name or alias, in any letters; 0 for `none`. Unknown names match nothing. */
export async function familiesNamed(tx: Tx, names: readonly string[]): Promise<number[]> {
  const rows = await tx.query<{ id: number }>(
    `select id from family where lower(name) = any($1) union select family from family_alias where alias = any($1)`,
    [names.map((name) => name.toLowerCase())],
  );
  return [...rows.map(({ id }) => id), ...(names.includes(none) ? [0] : [])];
}
