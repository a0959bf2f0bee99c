import { routes } from '@tocsin/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Clock } from '#kernel/clock.ts';
import { recordPart } from '#kernel/http/answer-record.ts';
import type { Caller } from '#kernel/http/caller.ts';
import { mount } from '#kernel/http/routes.ts';
import { heartbeatMs, openEventStream, type EventStream } from '#kernel/http/sse.ts';
import { parseCursor, type ChangeTail, type Subscription } from '#sharing/index.ts';
import { eventMessages, headMessage } from '../event-text.ts';
import { readEnd, readEventsAfter, type Delivered, type EventsAfter } from '../events/store.ts';
import type { DeliveryMetrics } from '../metrics.ts';
import { nextPageSize } from '../page-size.ts';
import type { Reading } from '../reading.ts';
import { handedEvents, shownEvents } from '../shown.ts';

export interface StreamDeps {
  readonly reading: Reading;
  readonly tail: ChangeTail;
  readonly metrics: DeliveryMetrics;
  /** How often a quiet stream says where the log stands, and the reader's right to it is looked at again. */
  readonly headMs?: number;
}

/** What waits in memory for a reader who is slow; the next events are read when it has taken these. */
const pages = { first: 100, most: 500, bytes: 1_000_000 };
/** What was committed longer ago than this is catching up, and no measure of lag. */
const liveMs = 30_000;

/** Mounts the live stream. A reader that is slow, or comes back later, reads on from the log: nothing is kept for it. */
export function streamRoutes(app: FastifyInstance, deps: StreamDeps): void {
  mount(app, routes.stream, async ({ query, caller, request, reply }) => {
    // Waiting begins before the first reading: what is committed after it is told.
    const news = deps.tail.subscribe({ org: caller.org, seesAll: caller.orgKind === 'operator' });
    try {
      // Everything that can be refused is refused before the stream is open.
      const given = lastEventId(request) ?? query.after;
      const start = given === undefined || given === 'now' ? await readEnd(deps.reading, caller) : parseCursor(given);
      const first = await readEventsAfter(deps.reading, caller, start, pages.first, 'stream');
      void follow(openEventStream(request, reply), { request, caller, first, news }, deps);
    } catch (error) {
      news.close();
      throw error;
    }
    return reply;
  });
}

interface Following {
  readonly request: FastifyRequest;
  readonly caller: Caller;
  readonly first: EventsAfter;
  readonly news: Subscription;
}

function lastEventId({ headers }: FastifyRequest): string | undefined {
  const id = headers['last-event-id'];
  return typeof id === 'string' && id !== '' ? id : undefined;
}

/** Writes pages until the reader leaves. A failure ends the stream: the reader comes back with its last id. */
async function follow(
  stream: EventStream,
  { request, caller, first, news }: Following,
  { reading, metrics, headMs = heartbeatMs }: StreamDeps,
): Promise<void> {
  stream.signal.addEventListener('abort', () => news.close());
  let page = first;
  let size = pages.first;
  let headAt = -Infinity;
  try {
    while (!stream.signal.aborted) {
      if (page.events.length > 0) {
        const text = eventMessages(page.events);
        size = nextPageSize(pages, { events: page.events.length, bytes: text.length });
        const handed = handedEvents('sse', page.events);
        await recordPart(request, { ...shownEvents(page.events.map(({ event }) => event)), ...(handed && { handed }) });
        if (!(await stream.sendText(text))) return;
        measure(page.events, reading.clock, metrics);
      }
      const now = performance.now();
      if (now - headAt >= headMs) {
        // A token may have been revoked, a session ended, since.
        await request.server.authenticate(request);
        if (!page.more) await stream.sendText(headMessage(page.cursor));
        headAt = now;
      }
      if (!page.more) await news.changed(headAt + headMs - now);
      page = await readEventsAfter(reading, caller, page.cursor, size, 'stream');
    }
  } catch (error) {
    request.log.warn({ err: error }, 'a stream of events ends');
    stream.close(2000);
  } finally {
    news.close();
  }
}

function measure(events: readonly Delivered[], clock: Clock, { delivered, lag }: DeliveryMetrics): void {
  delivered.inc({ channel: 'stream' }, events.length);
  const now = clock.now().getTime();
  // Once per page is enough: its first event has waited longest.
  const waited = now - (events[0]?.committedAt.getTime() ?? now);
  if (waited >= 0 && waited < liveMs) lag.observe(waited / 1000);
}
