import type { FoundObject } from '@tocsin/api';
import type { Tx } from '#kernel/db.ts';
import type { Viewer } from '#sharing/index.ts';
import { notesOn } from '../overlays/store.ts';
import { digestOf } from '../search/canonical.ts';
import { foundObject, type FoundEntry } from '../search/found.ts';
import { readFound } from '../search/pages/store.ts';
import type { Warned } from '../warninglists/warned.ts';

/** Objects that are told of one value; there may be more. */
const mostObjects = 3;

/** What the acting org may know of a value. */
export interface KnownValue {
  readonly objects: readonly (FoundObject & { readonly exact: boolean })[];
  /** How many objects there are, up to 1,000. */
  readonly total: number;
}

/**
 * The objects of the acting org that name canonical values, or look for them, by value; what is not there is unknown. Each body
 * passed decide() for `viewer`. `entries` are what is shown.
 */
export async function knownValues(
  tx: Tx,
  viewer: Viewer,
  values: readonly string[],
  warned: Warned,
  now: Date,
): Promise<{ readonly known: ReadonlyMap<string, KnownValue>; readonly entries: readonly FoundEntry[] }> {
  const hits = await tx.query<{ n: number; version: number; exact: boolean; total: number }>(
    'select n, version, exact, total from find_values($1::uuid[], $2)',
    [values.map(digestOf), mostObjects],
  );
  const entries = await readFound(tx, viewer, [...new Set(hits.map(({ version }) => version))], now);
  const notes = await notesOn(
    tx,
    entries.map(({ id }) => id),
  );
  const org = viewer.org?.id ?? 0;
  const objects = new Map(entries.map((entry) => [entry.row, foundObject(entry, org, notes.get(entry.id), warned)]));
  const known = new Map<string, KnownValue>();
  for (const [n, found] of Map.groupBy(hits, (hit) => hit.n)) {
    const shown = found.flatMap(({ version, exact }) => {
      const object = objects.get(version);
      return object === undefined ? [] : [{ ...object, exact }];
    });
    const value = values[n - 1];
    if (value !== undefined && shown.length > 0) known.set(value, { objects: shown, total: found[0]?.total ?? 0 });
  }
  return { known, entries };
}
