import { connect, type AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { table } from '@tocsin/api/route.ts';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { afterEach } from 'vitest';
import { loadConfig } from '../src/kernel/config.ts';
import { AppError } from '../src/kernel/errors.ts';
import { createHttp, type HttpOptions } from '../src/kernel/http.ts';
import type { Caller } from '../src/kernel/http/caller.ts';
import { drain } from '../src/kernel/http/drain.ts';
import { mountHealth } from '../src/kernel/http/health-routes.ts';
import { mount } from '../src/kernel/http/routes.ts';
import { openEventStream } from '../src/kernel/http/sse.ts';
import { createLog } from '../src/kernel/log.ts';
import { createMetrics } from '../src/kernel/metrics.ts';

const Item = Type.Object({
  name: Type.String({ minLength: 2 }),
  count: Type.Integer(),
  inner: Type.Optional(Type.Object({ a: Type.String() })),
});
/** Routes of every sort that `mount` serves. */
export const sampleRoutes = table({
  list: {
    method: 'GET',
    path: '/api/items',
    summary: 'List',
    tag: 'test',
    auth: 'public',
    query: Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1 })), open: Type.Optional(Type.Boolean()) }),
    response: Type.Object({ limit: Type.Integer(), open: Type.Boolean() }),
  },
  add: {
    method: 'POST',
    path: '/api/items',
    summary: 'Add',
    tag: 'test',
    auth: 'org',
    scope: 'items:write',
    body: Item,
    response: Item,
    status: 201,
  },
  drop: {
    method: 'DELETE',
    path: '/api/items/:id',
    summary: 'Drop',
    tag: 'test',
    auth: 'operator',
    params: Type.Object({ id: Type.Integer() }),
    status: 204,
  },
  upload: {
    method: 'POST',
    path: '/api/upload',
    summary: 'Upload',
    tag: 'test',
    auth: 'public',
    consumes: ['text/plain'],
    response: Type.Object({ bytes: Type.Integer() }),
  },
  stream: {
    method: 'GET',
    path: '/api/stream',
    summary: 'Stream',
    tag: 'test',
    auth: 'public',
    produces: ['text/event-stream'],
  },
});

/** Whom `bearer(name)` makes of a request. */
const member: Caller = {
  kind: 'token',
  org: 7,
  orgHandle: 'cert-example',
  orgKind: 'government',
  nation: 'XX',
  name: 'feed',
  scopes: ['items:write'],
};
const callers: Record<string, Caller> = {
  member,
  operator: { ...member, orgKind: 'operator' },
  reader: { ...member, scopes: [] },
};

const open: FastifyInstance[] = [];
afterEach(async () => {
  for (const app of open.splice(0)) await drain(app, 0);
});

export interface SampleOptions {
  env?: Record<string, string>;
  options?: Partial<HttpOptions>;
  lines?: string[];
}

/**
 * A server with the sample routes, health and a route that fails, configured by `env`; stopped after the test.
 * Log entries go to `lines`. TOCSIN_WATCH_DIR makes its database check fail.
 */
export async function sampleServer({ env = {}, options = {}, lines = [] }: SampleOptions = {}) {
  const config = loadConfig({ TOCSIN_PORT: '0', ...env });
  const log = createLog(config, { write: (line) => void lines.push(line) });
  const metrics = createMetrics();
  const app = await createHttp({
    config,
    log,
    metrics,
    authenticate: async (request) => {
      const name = request.headers.authorization?.replace('Bearer ', '') ?? request.cookies.tocsin_session;
      if (name === undefined) return undefined;
      const caller = callers[name];
      if (caller === undefined) throw new AppError('unauthenticated');
      return caller;
    },
    ...options,
  });
  mount(app, sampleRoutes.list, ({ query }) => ({ limit: query.limit ?? 10, open: query.open ?? false }));
  mount(app, sampleRoutes.add, ({ body }) => body);
  mount(app, sampleRoutes.drop, () => undefined);
  mount(app, sampleRoutes.upload, async ({ body }) => ({ bytes: await count(body) }));
  mount(app, sampleRoutes.stream, ({ request, reply }) => {
    void openEventStream(request, reply).send({ event: 'hello', id: '1', data: 'two\nlines' });
    return reply;
  });
  app.get('/fails', () => {
    throw new Error('secret of 192.0.2.7');
  });
  mountHealth(app, {
    config,
    registry: metrics.registry,
    checks: { database: async () => (env.TOCSIN_WATCH_DIR ? 'no connection' : undefined) },
  });
  open.push(app);
  return { app, config };
}

/** The length of an upload. */
export async function count(body: Readable): Promise<number> {
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) bytes += chunk.length;
  return bytes;
}

/** The header that makes a request that of `member`, `operator`, or `reader`, who has no scopes. */
export const bearer = (name: string) => ({ authorization: `Bearer ${name}` });

/** Everything that comes back on a raw connection until it ends. */
export async function raw(app: FastifyInstance, ...parts: string[]): Promise<string> {
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  let received = '';
  socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
  socket.on('error', () => undefined);
  for (const part of parts) socket.write(part);
  await new Promise((resolve) => socket.on('close', resolve));
  return received;
}
