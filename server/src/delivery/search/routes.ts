import { Readable } from 'node:stream';
import { routes, type EventFilter } from '@tocsin/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { recordPart, showing } from '#kernel/http/answer-record.ts';
import type { Caller } from '#kernel/http/caller.ts';
import { mount } from '#kernel/http/routes.ts';
import { eventsCsv, eventsCsvHeader } from '../event-text.ts';
import type { DeliveryMetrics } from '../metrics.ts';
import type { Reading } from '../reading.ts';
import { shownEvents } from '../shown.ts';
import { readEvent, searchEvents, whyEvent } from './store.ts';

/** Most rows of one export, and how many are read at a time. */
const mostExported = 1_000_000;
const pageSize = 1000;

/** Mounts the search of events, one event, why it was sent, and all that fit a search as CSV. */
export function searchRoutes(app: FastifyInstance, reading: Reading, metrics: DeliveryMetrics): void {
  mount(app, routes.searchEvents, async ({ query, caller, request }) => {
    const page = await searchEvents(reading, caller, query);
    showing(request, shownEvents(page.events));
    return page;
  });
  mount(app, routes.event, async ({ params, caller, request }) => {
    const event = await readEvent(reading, caller, params.id);
    showing(request, shownEvents([event]));
    return event;
  });
  mount(app, routes.whyEvent, ({ params, caller }) => whyEvent(reading, caller, params.day, params.id));
  mount(app, routes.exportEvents, async ({ query, caller, request, reply }) => {
    // The first page is read before the answer begins: what can be refused is refused with a problem.
    const first = await searchEvents(reading, caller, { ...query, limit: pageSize });
    reply.header('tocsin-limit', String(mostExported)).header('tocsin-total', String(first.total));
    reply.header('tocsin-total-is', first.totalIs);
    reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="events.csv"');
    return reply.send(Readable.from(csvOf({ reading, metrics, request, caller, query }, first)));
  });
}

interface Export {
  readonly reading: Reading;
  readonly metrics: DeliveryMetrics;
  readonly request: FastifyRequest;
  readonly caller: Caller;
  readonly query: EventFilter;
}

/**
 * The lines of an export. Each page asks anew what the caller may see, and is recorded before it leaves; a reader that is
 * slow holds back the reading.
 */
async function* csvOf(
  { reading, metrics, request, caller, query }: Export,
  first: Awaited<ReturnType<typeof searchEvents>>,
): AsyncGenerator<string> {
  yield eventsCsvHeader;
  let page = first;
  let rows = 0;
  for (;;) {
    await recordPart(request, shownEvents(page.events));
    metrics.delivered.inc({ channel: 'csv' }, page.events.length);
    rows += page.events.length;
    yield eventsCsv(page.events);
    if (page.next === null || rows >= mostExported) return;
    page = await searchEvents(reading, caller, { ...query, cursor: page.next, limit: pageSize });
  }
}
