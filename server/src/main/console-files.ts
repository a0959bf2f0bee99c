import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '#kernel/errors.ts';

const built = fileURLToPath(new URL('../../../console/dist', import.meta.url));

/** Answers addresses that no route has with the console's page: its own router knows them. */
export function consolePage(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const isFile = /\.[a-z0-9]+$/i.test(request.url.split('?', 1)[0] ?? '');
  if (isFile || !existsSync(`${built}/index.html`)) throw new AppError('not_found');
  // The page names its files by content: it must be asked for anew after an update, they never.
  return reply.header('cache-control', 'no-cache').sendFile('index.html', { cacheControl: false });
}

/** Serves the files of the built console. */
export async function serveConsole(app: FastifyInstance): Promise<void> {
  if (!existsSync(built))
    return void (await app.register(fastifyStatic, {
      root: fileURLToPath(new URL('.', import.meta.url)),
      serve: false,
    }));
  // Looked up when they are asked for: the console may be built anew under a running server (`npm run dev`).
  await app.register(fastifyStatic, {
    root: `${built}/assets`,
    prefix: '/assets/',
    decorateReply: false,
    index: false,
    immutable: true,
    maxAge: '365d',
  });
  await app.register(fastifyStatic, {
    root: built,
    wildcard: false,
    index: false,
    globIgnore: ['assets/**'],
    maxAge: '1h',
  });
}
