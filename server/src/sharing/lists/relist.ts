/** A live entry of a list. */
export interface LiveEntry {
  readonly seq: number;
  readonly members: readonly number[];
}

/** What has to happen so that exactly `wanted` have something, each told once. Lists of orgs ascend. */
export interface Relisting {
  /** Who gets it now. */
  readonly gained: readonly number[];
  /** Who had it and no longer may: a tombstone. */
  readonly lost: readonly number[];
  /** Entries that keep their place for those who still may; without members they end. */
  readonly kept: readonly { readonly seq: number; readonly members: readonly number[] }[];
}

/**
 * From who has something, by entry, to who may have it. Those who keep it keep their place, so that they are not told
 * again; nobody has it twice.
 */
export function relist(entries: readonly LiveEntry[], wanted: readonly number[]): Relisting {
  const may = new Set(wanted);
  const had = new Set(entries.flatMap(({ members }) => members));
  const ascending = (orgs: Iterable<number>): number[] => [...orgs].sort((a, b) => a - b);
  return {
    gained: ascending(may.difference(had)),
    lost: ascending(had.difference(may)),
    kept: entries.flatMap(({ seq, members }) => {
      const rest = members.filter((org) => may.has(org));
      return rest.length === members.length ? [] : [{ seq, members: ascending(rest) }];
    }),
  };
}
