import { routes } from '@tocsin/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Clock } from '#kernel/clock.ts';
import type { Caller } from '#kernel/http/caller.ts';
import { mount } from '#kernel/http/routes.ts';
import { heartbeatMs, openEventStream, type EventStream } from '#kernel/http/sse.ts';
import { parseCursor, type ChangeTail, type Cursor } from '#sharing/index.ts';
import { eventMessages, headMessage } from '../event-text.ts';
import { readEnd, readEventsAfter, type Delivered } from '../events/store.ts';
import type { DeliveryMetrics } from '../metrics.ts';
import type { Reading } from '../reading.ts';

export interface StreamDeps {
  readonly reading: Reading;
  readonly tail: ChangeTail;
  readonly metrics: DeliveryMetrics;
  /** How often a quiet stream says where the log stands, and the reader's right to it is looked at again. */
  readonly headMs?: number;
}

/** Most events in memory for one stream; the next are read when the reader has taken these. */
const pageSize = 500;
/** What was committed longer ago than this is catching up, and no measure of lag. */
const liveMs = 30_000;

/** Mounts the live stream. A reader that is slow, or comes back later, reads on from the log: nothing is kept for it. */
export function streamRoutes(app: FastifyInstance, deps: StreamDeps): void {
  mount(app, routes.stream, async ({ query, caller, request, reply }) => {
    // Everything that can be refused is refused before the stream is open.
    const given = lastEventId(request) ?? query.after;
    const start = given === undefined || given === 'now' ? await readEnd(deps.reading, caller) : parseCursor(given);
    const first = await readEventsAfter(deps.reading, caller, start, pageSize, 'stream');
    const stream = openEventStream(request, reply);
    void follow(stream, request, caller, first, deps);
    return reply;
  });
}

function lastEventId({ headers }: FastifyRequest): string | undefined {
  const id = headers['last-event-id'];
  return typeof id === 'string' && id !== '' ? id : undefined;
}

/** Writes pages until the reader leaves. A failure ends the stream: the reader comes back with its last id. */
async function follow(
  stream: EventStream,
  request: FastifyRequest,
  caller: Caller,
  first: Awaited<ReturnType<typeof readEventsAfter>>,
  { reading, tail, metrics, headMs = heartbeatMs }: StreamDeps,
): Promise<void> {
  const reader = tail.subscribe({ org: caller.org, seesAll: caller.orgKind === 'operator' });
  stream.signal.addEventListener('abort', () => reader.close());
  let page = first;
  let said: Cursor | undefined;
  let checkedAt = performance.now();
  try {
    while (!stream.signal.aborted) {
      if (page.events.length > 0) {
        if (!(await stream.sendText(eventMessages(page.events)))) return;
        measure(page.events, reading.clock, metrics);
      }
      if (!page.more) {
        if (said === undefined) await stream.sendText(headMessage((said = page.cursor)));
        const due = checkedAt + headMs - performance.now();
        if (due > 0) await reader.changed(due);
      }
      if (performance.now() - checkedAt >= headMs) {
        checkedAt = performance.now();
        // A token may have been revoked, a session ended, since.
        await request.server.authenticate(request);
        if (!page.more && page.cursor.seq !== said?.seq) await stream.sendText(headMessage((said = page.cursor)));
      }
      page = await readEventsAfter(reading, caller, page.cursor, pageSize, 'stream');
    }
  } catch (error) {
    request.log.warn({ err: error }, 'a stream of events ends');
    stream.close(2000);
  } finally {
    reader.close();
  }
}

function measure(events: readonly Delivered[], clock: Clock, { delivered, lag }: DeliveryMetrics): void {
  delivered.inc({ channel: 'stream' }, events.length);
  const now = clock.now().getTime();
  // Once per page is enough: its first event has waited longest.
  const waited = now - (events[0]?.committedAt.getTime() ?? now);
  if (waited >= 0 && waited < liveMs) lag.observe(waited / 1000);
}
