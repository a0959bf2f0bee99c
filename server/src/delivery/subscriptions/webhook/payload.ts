import { formatCursor, type Cleared, type Cursor } from '#sharing/index.ts';
import type { EventOut } from '@tocsin/api';
import { changeText } from '../../object-text.ts';
import type { Item } from '../items/item.ts';
import type { Held } from '../subscription.ts';

/** A message ends before it would grow beyond so many characters; one item alone may be larger. */
export const mostText = 512 * 1024;

/** An item as it stands in a webhook: JSON text. Takes what the sharing rule has cleared, and tombstones. */
export function itemText(item: Item): string {
  switch (item.kind) {
    case 'event':
      return eventText(item.event);
    case 'object':
      return changeText(item.object);
    case 'withdrawn':
      return changeText(item.tombstone);
  }
}

const eventText = (event: Cleared<EventOut>): string => JSON.stringify(event);

/** How many of the items fit into one message; at least one. */
export function fitting(texts: readonly string[]): number {
  let size = 0;
  const first = texts.findIndex((text) => (size += text.length) > mostText);
  return first === -1 ? texts.length : Math.max(1, first);
}

/** The body of a message with items (Standard Webhooks, "Payload structure"). */
export function itemsBody(
  held: Pick<Held, 'id' | 'subject'>,
  texts: readonly string[],
  end: Cursor,
  now: Date,
): string {
  const type = held.subject === 'events' ? 'events.published' : 'objects.changed';
  const head = JSON.stringify({ type, timestamp: now.toISOString() }).slice(0, -1);
  const data = JSON.stringify({ subscription: held.id, cursor: formatCursor(end) }).slice(0, -1);
  return `${head},"data":${data},"${held.subject}":[${texts.join(',')}]}}`;
}

/** The body of a message about the log itself: it was restored, or a part of it is gone. Read anew what matters. */
export function logBody(
  held: Pick<Held, 'id' | 'subject'>,
  kind: 'log_restored' | 'log_gap',
  { from, to }: { readonly from: Cursor; readonly to: Cursor },
  now: Date,
): string {
  const type = kind === 'log_restored' ? 'log.restored' : 'log.gap';
  const resync = held.subject === 'events' ? '/api/events' : '/taxii2/';
  const data = { subscription: held.id, from: formatCursor(from), cursor: formatCursor(to), resync };
  return JSON.stringify({ type, timestamp: now.toISOString(), data });
}

/** The body of a test: it carries nothing. */
export function testBody({ id }: Pick<Held, 'id'>, now: Date): string {
  return JSON.stringify({ type: 'test', timestamp: now.toISOString(), data: { subscription: id } });
}
