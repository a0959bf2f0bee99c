import { messageText } from '#kernel/http/sse.ts';
import type { Handed, Shown } from '#kernel/http/answer-record.ts';
import { formatCursor, type Cursor } from '#sharing/index.ts';
import { eventMessage } from '../event-text.ts';
import type { Delivered } from '../events/store.ts';
import { changeText } from '../object-text.ts';
import type { DeliveredObject } from '../objects/store.ts';
import { handedEvents, shownEvents } from '../shown.ts';
import type { Streamed } from './store.ts';

const isEvent = (item: Streamed): item is Delivered => 'event' in item;
const isObject = (item: Streamed): item is DeliveredObject => 'change' in item;

/** The two kinds of what a part of a stream holds. */
export function split(items: readonly Streamed[]): { events: Delivered[]; objects: DeliveredObject[] } {
  return { events: items.filter(isEvent), objects: items.filter(isObject) };
}

/** A part of the log as messages of a stream, in its order; the id of each is the cursor that goes on behind it. */
export const messagesOf = (items: readonly Streamed[]): string =>
  items.map((item) => (isEvent(item) ? eventMessage(item) : objectMessage(item))).join('');

const objectMessage = ({ cursor, change }: DeliveredObject): string =>
  messageText({ event: 'object', id: formatCursor(cursor), data: changeText(change) });

/** That there is something RED for the reader in person. It stands outside the log: no id, so that no place is lost. */
export const noticeMessage = ({ version, at, withdrawnAt }: { version: number; at: Date; withdrawnAt: Date | null }) =>
  messageText({ event: 'notice', data: JSON.stringify({ version, at, withdrawnAt }) });

/** What a part shows, for the trail: one entry for events, one for objects. `part`: a filter left some out. */
export function shownParts(items: readonly Streamed[], part: boolean): Shown[] {
  const { events, objects } = split(items);
  const shown: Shown[] = [];
  if (events.length > 0) {
    const handed = handedEvents('sse', events);
    shown.push({ ...shownEvents(events.map(({ event }) => event)), ...(handed && { handed }) });
  }
  if (objects.length > 0) shown.push(shownObjects(objects, part));
  return shown;
}

function shownObjects(objects: readonly DeliveredObject[], part: boolean): Shown {
  const owners = new Map<number, number>();
  for (const { change } of objects)
    if (change.kind !== 'withdrawn') owners.set(change.owner, (owners.get(change.owner) ?? 0) + 1);
  const ids = objects.map(({ change }) => change.id);
  const bodies = objects.flatMap(({ change }) => (change.kind === 'withdrawn' ? [] : [change.id]));
  const place = (item: DeliveredObject | undefined): Cursor => item?.cursor ?? { epoch: 0, seq: 0 };
  const handed: Handed = {
    channel: 'sse',
    subject: 'objects',
    epoch: place(objects.at(-1)).epoch,
    first: place(objects.at(0)).seq,
    last: place(objects.at(-1)).seq,
    ids,
    part,
  };
  return { objects: bodies.length, ids: bodies, owners, handed };
}
