import { routes } from '@tocsin/api';
import type { FastifyInstance } from 'fastify';
import type { Caller } from '#kernel/http/caller.ts';
import { showing } from '#kernel/http/answer-record.ts';
import { mount } from '#kernel/http/routes.ts';
import { formatCursor, parseCursor, type Cursor } from '#sharing/index.ts';
import { eventsCsv, eventsCsvHeader, eventsNdjson } from '../event-text.ts';
import type { DeliveryMetrics } from '../metrics.ts';
import { nextPageSize } from '../page-size.ts';
import type { Reading } from '../reading.ts';
import { handedEvents, shownEvents } from '../shown.ts';
import { readEnd, readEventsAfter, type Delivered, type EventsAfter } from './store.ts';

const usualLimit = 1000;
/** Events are read and written bit by bit … */
const bit = { first: 250, most: 5000, bytes: 4_000_000 };
/** … and a page ends early, with Tocsin-More, at about so many bytes. */
const mostBytes = 16_000_000;

/** Mounts the list of events in the order of the log: NDJSON, or CSV. */
export function eventRoutes(app: FastifyInstance, reading: Reading, metrics: DeliveryMetrics): void {
  mount(app, routes.events, async ({ query, caller, request, reply }) => {
    const { after, limit = usualLimit } = query;
    const csv =
      query.format === undefined ? (request.headers.accept ?? '').includes('text/csv') : query.format === 'csv';
    const start =
      after === undefined ? undefined : after === 'now' ? await readEnd(reading, caller) : parseCursor(after);
    const write = ({ events }: EventsAfter): string =>
      (csv ? eventsCsv : eventsNdjson)(events.map(({ event }) => event));
    const page = await readText(reading, caller, start, after === 'now' ? 0 : limit, write);
    const channel = csv ? 'csv' : 'page';
    metrics.delivered.inc({ channel }, page.delivered.length);
    const handed = handedEvents(channel, page.delivered);
    showing(request, { ...shownEvents(page.delivered.map(({ event }) => event)), ...(handed && { handed }) });
    reply.header('tocsin-cursor', formatCursor(page.cursor)).header('tocsin-more', String(page.more));
    if (!csv) return reply.type('application/x-ndjson').send(page.text);
    reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="events.csv"');
    return reply.send(eventsCsvHeader + page.text);
  });
}

interface TextPage {
  readonly text: string;
  readonly delivered: readonly Delivered[];
  readonly cursor: Cursor;
  readonly more: boolean;
}

/** Reads on from `start` until there are `limit` events, no more of them, or enough bytes. */
async function readText(
  reading: Reading,
  caller: Caller,
  start: Cursor | undefined,
  limit: number,
  write: (page: EventsAfter) => string,
): Promise<TextPage> {
  if (start !== undefined && limit === 0) return { text: '', delivered: [], cursor: start, more: false };
  let page = await readEventsAfter(reading, caller, start, Math.min(bit.first, limit), 'api');
  let text = write(page);
  const delivered = [...page.events];
  let bytes = text.length;
  while (page.more && delivered.length < limit && text.length < mostBytes) {
    const size = nextPageSize(bit, { events: page.events.length, bytes });
    page = await readEventsAfter(reading, caller, page.cursor, Math.min(size, limit - delivered.length), 'api');
    const written = write(page);
    bytes = written.length;
    text += written;
    delivered.push(...page.events);
  }
  return { text, delivered, cursor: page.cursor, more: page.more };
}
