import { routes } from '@tocsin/api';
import type { FastifyInstance } from 'fastify';
import { showing } from '#kernel/http/answer-record.ts';
import { mount } from '#kernel/http/routes.ts';
import type { Reading } from '../reading.ts';
import { shownEpisodes } from '../shown.ts';
import { readHost } from './store.ts';

/** Mounts the page of one host. */
export function hostRoutes(app: FastifyInstance, reading: Reading): void {
  mount(app, routes.host, async ({ params, caller, request }) => {
    const host = await readHost(reading, caller, params.id);
    showing(request, { ...shownEpisodes(host.episodes), events: host.latest.length });
    return host;
  });
}
