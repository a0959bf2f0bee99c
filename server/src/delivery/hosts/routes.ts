import { routes } from '@tocsin/api';
import type { FastifyInstance } from 'fastify';
import { mount } from '#kernel/http/routes.ts';
import type { Reading } from '../reading.ts';
import { readHost } from './store.ts';

/** Mounts the page of one host. */
export function hostRoutes(app: FastifyInstance, reading: Reading): void {
  mount(app, routes.host, ({ params, caller }) => readHost(reading, caller, params.id));
}
