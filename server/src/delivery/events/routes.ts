import { routes } from '@tocsin/api';
import type { FastifyInstance } from 'fastify';
import { mount } from '#kernel/http/routes.ts';
import { formatCursor, parseCursor } from '#sharing/index.ts';
import { eventsCsv, eventsNdjson } from '../event-text.ts';
import type { DeliveryMetrics } from '../metrics.ts';
import type { Reading } from '../reading.ts';
import { readEnd, readEventsAfter } from './store.ts';

const usualLimit = 1000;

/** Mounts the list of events in the order of the log: NDJSON, or CSV. */
export function eventRoutes(app: FastifyInstance, reading: Reading, metrics: DeliveryMetrics): void {
  mount(app, routes.events, async ({ query, caller, request, reply }) => {
    const csv =
      query.format === undefined ? (request.headers.accept ?? '').includes('text/csv') : query.format === 'csv';
    const page =
      query.after === 'now'
        ? { events: [], cursor: await readEnd(reading, caller), more: false }
        : await readEventsAfter(
            reading,
            caller,
            query.after === undefined ? undefined : parseCursor(query.after),
            query.limit ?? usualLimit,
            'api',
          );
    reply.header('tocsin-cursor', formatCursor(page.cursor)).header('tocsin-more', String(page.more));
    metrics.delivered.inc({ channel: csv ? 'csv' : 'page' }, page.events.length);
    const events = page.events.map(({ event }) => event);
    if (!csv) return reply.type('application/x-ndjson').send(eventsNdjson(events));
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="events.csv"')
      .send(eventsCsv(events));
  });
}
