import { routes } from '@tocsin/api';
import type { FastifyInstance } from 'fastify';
import { mount } from '#kernel/http/routes.ts';
import type { Reading } from '../reading.ts';
import { searchEvents, whyEvent } from './store.ts';

/** Mounts the search of events and why one was sent. */
export function searchRoutes(app: FastifyInstance, reading: Reading): void {
  mount(app, routes.searchEvents, ({ query, caller }) => searchEvents(reading, caller, query));
  mount(app, routes.whyEvent, ({ params, caller }) => whyEvent(reading, caller, params.day, params.id));
}
