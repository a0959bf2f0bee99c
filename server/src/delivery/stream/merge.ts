import type { Cursor } from '#sharing/index.ts';

/** A part of the log as one reading of it gave it. */
export interface Part<T extends { readonly cursor: Cursor }> {
  readonly items: readonly T[];
  /** Up to here it is complete. */
  readonly cursor: Cursor;
  readonly more: boolean;
}

/** Which place comes first. Behind a change as a whole is behind every event of it. */
export function comparePlaces(a: Cursor, b: Cursor): number {
  if (a.seq !== b.seq) return a.seq - b.seq;
  if (a.event === b.event) return 0;
  if (a.event === undefined) return 1;
  return b.event === undefined || a.event < b.event ? -1 : 1;
}

/**
 * One part from several readings of the same log, in its order, up to where all of them are complete. What lies behind that is
 * read again: nothing is passed over, and nothing comes twice to who goes on from the cursor.
 */
export function mergeParts<T extends { readonly cursor: Cursor }>(parts: readonly [Part<T>, ...Part<T>[]]): Part<T> {
  const [first, ...rest] = parts;
  const cursor = rest.reduce(
    (least, part) => (comparePlaces(part.cursor, least) < 0 ? part.cursor : least),
    first.cursor,
  );
  return {
    cursor,
    more: parts.some((part) => part.more || comparePlaces(part.cursor, cursor) > 0),
    items: parts
      .flatMap(({ items }) => items.filter((item) => comparePlaces(item.cursor, cursor) <= 0))
      .sort((a, b) => comparePlaces(a.cursor, b.cursor)),
  };
}
