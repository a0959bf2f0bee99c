import { routes } from '@tocsin/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Clock } from '#kernel/clock.ts';
import { recordPart } from '#kernel/http/answer-record.ts';
import { admit, type Caller } from '#kernel/http/caller.ts';
import { mount } from '#kernel/http/routes.ts';
import { heartbeatMs, openEventStream, type EventStream } from '#kernel/http/sse.ts';
import { parseCursor, type ChangeTail, type Subscription } from '#sharing/index.ts';
import { headMessage } from '../event-text.ts';
import { readEnd } from '../events/store.ts';
import type { DeliveryMetrics } from '../metrics.ts';
import { nextPageSize } from '../page-size.ts';
import type { Reading } from '../reading.ts';
import { followingOf, type Following } from './following.ts';
import type { Part } from './merge.ts';
import { messagesOf, noticeMessage, shownParts, split } from './messages.ts';
import { committedAt, noticesSince, readStreamed, type Streamed } from './store.ts';

export interface StreamDeps {
  readonly reading: Reading;
  readonly tail: ChangeTail;
  readonly metrics: DeliveryMetrics;
  /** How often a quiet stream says where the log stands, and the reader's right to it is looked at again. */
  readonly headMs?: number;
}

/** What waits in memory for a reader who is slow; what comes next is read when it has taken this. */
const pages = { first: 100, most: 500, bytes: 1_000_000 };
/** What was committed longer ago than this is catching up, and no measure of lag. */
const liveMs = 30_000;

/** Mounts the live stream. A reader that is slow, or comes back later, reads on from the log: nothing is kept for it. */
export function streamRoutes(app: FastifyInstance, deps: StreamDeps): void {
  mount(app, routes.stream, async ({ query, caller, request, reply }) => {
    const following = followingOf(query);
    if (following.events) admit(caller, 'org', 'events:read');
    if (following.objects) admit(caller, 'org', 'objects:read');
    const { reading, tail } = deps;
    // Waiting begins before the first reading: what is committed after it is told.
    const news = tail.subscribe({ org: caller.org, seesAll: following.events && caller.orgKind === 'operator' });
    try {
      // Everything that can be refused is refused before the stream is open.
      const given = lastEventId(request) ?? query.after;
      const fresh = given === undefined || given === 'now';
      const start = fresh ? await readEnd(reading, caller) : parseCursor(given);
      const told = fresh ? reading.clock.now() : ((await committedAt(reading, caller, start)) ?? new Date(0));
      const first = await readStreamed(reading, caller, following, start, pages.first);
      void follow(openEventStream(request, reply), { request, caller, first, news, following, told }, deps);
    } catch (error) {
      news.close();
      throw error;
    }
    return reply;
  });
}

interface Reader {
  readonly request: FastifyRequest;
  readonly caller: Caller;
  readonly first: Part<Streamed>;
  readonly news: Subscription;
  readonly following: Following;
  /** Notices up to then were told. */
  readonly told: Date;
}

function lastEventId({ headers }: FastifyRequest): string | undefined {
  const id = headers['last-event-id'];
  return typeof id === 'string' && id !== '' ? id : undefined;
}

/** Writes pages until the reader leaves. A failure ends the stream: the reader comes back with its last id. */
async function follow(
  stream: EventStream,
  { request, caller, first, news, following, told: before }: Reader,
  { reading, metrics, headMs = heartbeatMs }: StreamDeps,
): Promise<void> {
  stream.signal.addEventListener('abort', () => news.close());
  let page = first;
  let size = pages.first;
  let headAt = -Infinity;
  let told = before;
  try {
    while (!stream.signal.aborted) {
      if (page.items.length > 0) {
        const text = messagesOf(page.items);
        size = nextPageSize(pages, { events: page.items.length, bytes: text.length });
        for (const shown of shownParts(page.items, following.types !== undefined)) await recordPart(request, shown);
        if (!(await stream.sendText(text))) return;
        measure(page.items, reading.clock, metrics);
      }
      if (following.objects) told = await tellNotices(stream, reading, caller, told);
      const now = performance.now();
      if (now - headAt >= headMs) {
        // A token may have been revoked, a session ended, since.
        await request.server.authenticate(request);
        if (!page.more) await stream.sendText(headMessage(page.cursor));
        headAt = now;
      }
      if (!page.more) await news.changed(headAt + headMs - now);
      page = await readStreamed(reading, caller, following, page.cursor, size);
    }
  } catch (error) {
    request.log.warn({ err: error }, 'a live stream ends');
    stream.close(2000);
  } finally {
    news.close();
  }
}

/** Tells a person of what is RED for them; gives up to when they were told. A machine hears of nothing. */
async function tellNotices(stream: EventStream, reading: Reading, caller: Caller, told: Date): Promise<Date> {
  const notices = await noticesSince(reading, caller, told);
  if (notices.length > 0) await stream.sendText(notices.map(noticeMessage).join(''));
  return notices.at(-1)?.moved ?? told;
}

function measure(items: readonly Streamed[], clock: Clock, metrics: DeliveryMetrics): void {
  const { events, objects } = split(items);
  const now = clock.now().getTime();
  for (const [kind, counter, lag] of [
    [events, metrics.delivered, metrics.lag],
    [objects, metrics.deliveredObjects, metrics.objectLag],
  ] as const) {
    if (kind.length === 0) continue;
    counter.inc({ channel: 'stream' }, kind.length);
    // Once per page is enough: its first has waited longest.
    const waited = now - (kind[0]?.committedAt.getTime() ?? now);
    if (waited >= 0 && waited < liveMs) lag.observe(waited / 1000);
  }
}
