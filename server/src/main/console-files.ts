import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '#kernel/errors.ts';

const built = fileURLToPath(new URL('../../../console/dist', import.meta.url));

/**
 * Answers addresses that no route has with the console's page: its own router knows them. Styles that its libraries write
 * at run time carry the nonce in its head (console/src/style-nonce.ts).
 */
export function consolePage(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const isFile = /\.[a-z0-9]+$/i.test(request.url.split('?', 1)[0] ?? '');
  if (isFile || !existsSync(`${built}/index.html`)) throw new AppError('not_found');
  // Read for each answer: the console may be built anew under a running server, and the nonce must be new anyway.
  request.styleNonce = randomBytes(16).toString('base64');
  const meta = `<meta property="csp-nonce" nonce="${request.styleNonce}" />`;
  const page = readFileSync(`${built}/index.html`, 'utf8').replace('<head>', `<head>${meta}`);
  return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(page);
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
