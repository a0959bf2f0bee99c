import type { EventOut } from '@tocsin/api';
import type { Published, Tombstone } from '#intelligence/index.ts';
import type { Cleared, Cursor } from '#sharing/index.ts';

/** One thing that a subscription sends, with the place behind it in the log. Bodies are cleared for its org. */
export type Item =
  | { readonly kind: 'event'; readonly place: Cursor; readonly at: Date; readonly event: Cleared<EventOut> }
  | { readonly kind: 'object'; readonly place: Cursor; readonly at: Date; readonly object: Cleared<Published> }
  | { readonly kind: 'withdrawn'; readonly place: Cursor; readonly at: Date; readonly tombstone: Tombstone };

/** The id of an item, the same on every channel. */
export function idOf(item: Item): string {
  if (item.kind === 'event') return item.event.id;
  return item.kind === 'object' ? item.object.id : item.tombstone.id;
}

/** What was read of the log for a subscription. */
export interface Items {
  readonly items: readonly Item[];
  /** Where to go on: behind everything that was looked at. */
  readonly cursor: Cursor;
  readonly more: boolean;
}
