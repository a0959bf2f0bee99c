import { routes } from '@tocsin/api';
import type { FastifyInstance } from 'fastify';
import { showing } from '#kernel/http/answer-record.ts';
import { mount } from '#kernel/http/routes.ts';
import type { Reading } from '../reading.ts';
import { shownEvents } from '../shown.ts';
import { searchEvents, whyEvent } from './store.ts';

/** Mounts the search of events and why one was sent. */
export function searchRoutes(app: FastifyInstance, reading: Reading): void {
  mount(app, routes.searchEvents, async ({ query, caller, request }) => {
    const page = await searchEvents(reading, caller, query);
    showing(request, shownEvents(page.events));
    return page;
  });
  mount(app, routes.whyEvent, ({ params, caller }) => whyEvent(reading, caller, params.day, params.id));
}
