import type { Episode, EventOut } from '@tocsin/api';
import type { Handed, Shown } from '#kernel/http/answer-record.ts';
import type { Cursor } from '#sharing/index.ts';

/** By which route a row that was cleared came: it says whose constituency it concerns, and is no part of the body. */
const routeOf = new WeakMap<object, number>();

/** Notes the route of a row that was cleared, for {@link shownEvents} and {@link shownEpisodes}. */
export function noteRoute<T extends EventOut | Episode>(cleared: T, route: number): T {
  routeOf.set(cleared, route);
  return cleared;
}

function byRoute(rows: readonly object[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const row of rows) {
    const route = routeOf.get(row);
    if (route !== undefined) counts.set(route, (counts.get(route) ?? 0) + 1);
  }
  return counts;
}

/** What an answer with these events shows. */
export const shownEvents = (events: readonly EventOut[]): Shown => ({ events: events.length, routes: byRoute(events) });

/** What an answer with these episodes shows. */
export const shownEpisodes = (episodes: readonly Episode[]): Shown => ({
  episodes: episodes.length,
  routes: byRoute(episodes),
});

/** What a channel hands over with these events, in the order in which they are sent; undefined where there are none. */
export function handedEvents(
  channel: string,
  delivered: readonly { readonly cursor: Cursor; readonly event: EventOut }[],
): Handed | undefined {
  const first = delivered.at(0)?.cursor;
  const last = delivered.at(-1)?.cursor;
  if (first === undefined || last === undefined) return undefined;
  return {
    channel,
    subject: 'events',
    epoch: last.epoch,
    first: first.seq,
    last: last.seq,
    ids: delivered.map(({ event }) => event.id),
  };
}
