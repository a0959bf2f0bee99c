import { routes } from '@tocsin/api';
import type { FastifyInstance } from 'fastify';
import { showing } from '#kernel/http/answer-record.ts';
import { mount } from '#kernel/http/routes.ts';
import { episodesCsv } from '../event-text.ts';
import type { Reading } from '../reading.ts';
import { shownEpisodes } from '../shown.ts';
import { readEpisodePage, readEpisodes } from './store.ts';

/** Most rows of an export at once; `Tocsin-Cursor` goes on behind them. */
const mostExported = 50_000;

/** Mounts the list of episodes, for screens and as CSV. */
export function episodeRoutes(app: FastifyInstance, reading: Reading): void {
  mount(app, routes.episodes, async ({ query, caller, request, reply }) => {
    if (query.format !== 'csv') {
      const page = await readEpisodePage(reading, caller, query);
      showing(request, shownEpisodes(page.episodes));
      return page;
    }
    const { episodes, next } = await readEpisodes(reading, caller, { ...query, limit: query.limit ?? mostExported });
    showing(request, shownEpisodes(episodes));
    reply.header('tocsin-more', String(next !== null));
    if (next !== null) reply.header('tocsin-cursor', next);
    reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="episodes.csv"');
    // The answer's schema is of the page: what is sent here is no JSON.
    return reply.serializer((text: string) => text).send(episodesCsv(episodes));
  });
}
