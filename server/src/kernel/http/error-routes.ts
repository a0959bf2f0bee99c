import type { FastifyInstance } from 'fastify';
import { AppError, errorCatalogue, type CatalogueEntry } from '../errors.ts';

/** `/errors/<code>`: what the `type` of a problem leads to (RFC 9457, section 3.1.1, wants it to be readable). */
export function mountErrorPages(app: FastifyInstance): void {
  const entries = new Map<string, CatalogueEntry>(Object.entries(errorCatalogue));
  app.get<{ Params: { code: string } }>(
    '/errors/:code',
    { config: { anyHost: true } },
    async ({ params: { code } }, reply) => {
      const entry = entries.get(code);
      if (entry === undefined) throw new AppError('not_found');
      const text = `${code} (${entry.status}): ${entry.title}.\n\n${entry.meaning}\n\nWhat to do: ${entry.remedy}\n`;
      return reply.type('text/plain; charset=utf-8').header('cache-control', 'public, max-age=3600').send(text);
    },
  );
}
