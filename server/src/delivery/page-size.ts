/** How events are read in pages, so that about `bytes` are in memory at a time: what a source gave with one may be large. */
export interface PageLimits {
  /** Events of the first page, when nothing is known of their size, and of the largest. */
  readonly first: number;
  readonly most: number;
  readonly bytes: number;
}

/** How many events to read next, by the size of those that were read last. */
export function nextPageSize(
  { first, most, bytes }: PageLimits,
  last: { readonly events: number; readonly bytes: number },
): number {
  if (last.events === 0) return first;
  return Math.min(most, Math.max(1, Math.floor((last.events * bytes) / Math.max(1, last.bytes))));
}
