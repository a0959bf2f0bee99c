import { connect, type AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { table } from '@tocsin/api/route.ts';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { afterEach, describe, expect, test } from 'vitest';
import { loadConfig } from './config.ts';
import { AppError } from './errors.ts';
import { createHttp, listen, type HttpOptions } from './http.ts';
import type { Caller } from './http/caller.ts';
import { drain } from './http/drain.ts';
import { mountHealth } from './http/health-routes.ts';
import { openapiText } from './http/openapi.ts';
import { mount } from './http/routes.ts';
import { openEventStream } from './http/sse.ts';
import { createLog } from './log.ts';
import { createMetrics } from './metrics.ts';

const Item = Type.Object({ name: Type.String({ minLength: 2 }), count: Type.Integer(), inner: Type.Optional(Type.Object({ a: Type.String() })) });
const routes = table({
  list: { method: 'GET', path: '/api/items', summary: 'List', tag: 'test', auth: 'public', query: Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1 })), open: Type.Optional(Type.Boolean()) }), response: Type.Object({ limit: Type.Integer(), open: Type.Boolean() }) },
  add: { method: 'POST', path: '/api/items', summary: 'Add', tag: 'test', auth: 'org', scope: 'items:write', body: Item, response: Item, status: 201 },
  drop: { method: 'DELETE', path: '/api/items/:id', summary: 'Drop', tag: 'test', auth: 'operator', params: Type.Object({ id: Type.Integer() }), status: 204 },
  upload: { method: 'POST', path: '/api/upload', summary: 'Upload', tag: 'test', auth: 'public', consumes: ['text/plain'], response: Type.Object({ bytes: Type.Integer() }) },
  stream: { method: 'GET', path: '/api/stream', summary: 'Stream', tag: 'test', auth: 'public', produces: ['text/event-stream'] },
});

const member: Caller = { kind: 'token', org: 7, orgHandle: 'cert-example', orgKind: 'government', nation: 'XX', name: 'feed', scopes: ['items:write'] };
const callers: Record<string, Caller> = { member, operator: { ...member, orgKind: 'operator' }, reader: { ...member, scopes: [] } };

const open: FastifyInstance[] = [];
afterEach(async () => {
  for (const app of open.splice(0)) await drain(app, 0);
});

interface World {
  env?: Record<string, string>;
  options?: Partial<HttpOptions>;
  lines?: string[];
}

async function server({ env = {}, options = {}, lines = [] }: World = {}) {
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
  mount(app, routes.list, ({ query }) => ({ limit: query.limit ?? 10, open: query.open ?? false }));
  mount(app, routes.add, ({ body }) => body);
  mount(app, routes.drop, () => undefined);
  mount(app, routes.upload, async ({ body }) => ({ bytes: await count(body) }));
  mount(app, routes.stream, ({ request, reply }) => {
    void openEventStream(request, reply).send({ event: 'hello', id: '1', data: 'two\nlines' });
    return reply;
  });
  app.get('/fails', () => {
    throw new Error('secret of 192.0.2.7');
  });
  mountHealth(app, { config, registry: metrics.registry, checks: { database: async () => (env.TOCSIN_WATCH_DIR ? 'no connection' : undefined) } });
  open.push(app);
  return { app, config };
}

async function count(body: Readable): Promise<number> {
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) bytes += chunk.length;
  return bytes;
}

/** Everything that comes back on a raw connection until it ends. */
async function raw(app: FastifyInstance, ...parts: string[]): Promise<string> {
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  let received = '';
  socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
  socket.on('error', () => undefined);
  for (const part of parts) socket.write(part);
  await new Promise((resolve) => socket.on('close', resolve));
  return received;
}

const token = (name: string) => ({ authorization: `Bearer ${name}` });

describe('requests and their schemas', () => {
  test('query values are read as numbers and booleans', async () => {
    const { app } = await server();
    expect((await app.inject('/api/items?limit=5&open=true')).json()).toEqual({ limit: 5, open: true });
  });

  test.each([
    ['limit=1.5', '/limit'],
    ['limit=0', '/limit'],
    ['limit=', '/limit'],
    ['limit=1&limit=2', '/limit'],
    ['open=maybe', '/open'],
    ['limt=3', '/limt'],
    ['__proto__=3', '/__proto__'],
  ])('the query %s is refused at %s', async (query, pointer) => {
    const { app } = await server();
    const response = await app.inject(`/api/items?${query}`);
    expect(response.statusCode).toBe(400);
    expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(response.json()).toMatchObject({ code: 'validation_failed', type: '/errors/validation_failed', problems: [{ in: 'query', pointer }] });
  });

  test('every problem of a body is listed, unknown members included, and nothing is coerced', async () => {
    const { app } = await server();
    const response = await app.inject({ method: 'POST', url: '/api/items', headers: token('member'), payload: { name: 'x', count: '3', inner: { b: 1 }, 'a/b': 1 } });
    const { problems } = response.json<{ problems: { pointer: string; problem: string }[] }>();
    expect(problems.map(({ pointer }) => pointer).sort()).toEqual(['/a~1b', '/count', '/inner/a', '/inner/b', '/name']);
  });

  test.each([
    [{ headers: { 'content-type': 'application/json' }, payload: '{"name":' }, 400, 'bad_request'],
    [{ headers: { 'content-type': 'application/json' }, payload: '' }, 400, 'bad_request'],
    [{ headers: { 'content-type': 'text/yaml' }, payload: 'a: 1' }, 415, 'unsupported_media_type'],
    [{ headers: { 'content-type': 'application/json' }, payload: JSON.stringify({ name: 'x'.repeat(2000) }) }, 413, 'payload_too_large'],
  ])('body %o: %i %s', async ({ headers, payload }, status, code) => {
    const { app } = await server({ env: { TOCSIN_MAX_BODY_BYTES: '1024' } });
    const response = await app.inject({ method: 'POST', url: '/api/items', headers: { ...headers, ...token('member') }, payload });
    expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([status, code]);
  });

  test('status: 201 where the route says so, 204 where there is nothing to say', async () => {
    const { app } = await server();
    const added = await app.inject({ method: 'POST', url: '/api/items', headers: token('member'), payload: { name: 'xy', count: 3 } });
    expect([added.statusCode, added.json()]).toEqual([201, { name: 'xy', count: 3 }]);
    expect((await app.inject({ method: 'DELETE', url: '/api/items/4', headers: token('operator') })).statusCode).toBe(204);
  });
});

describe('who may', () => {
  test.each([
    [{}, 401, 'unauthenticated'],
    [token('nobody'), 401, 'unauthenticated'],
    [token('reader'), 403, 'forbidden'],
  ])('%o gets %i', async (headers, status, code) => {
    const { app } = await server();
    const response = await app.inject({ method: 'POST', url: '/api/items', headers, payload: { name: 'xy', count: 3 } });
    expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([status, code]);
  });

  test('a stale token does not keep anybody from a public route', async () => {
    const { app } = await server();
    expect((await app.inject({ url: '/api/items', headers: token('nobody') })).statusCode).toBe(200);
  });

  test('a change that rests on a cookie must come from our own page', async () => {
    const { app } = await server();
    const post = (headers: Record<string, string>) =>
      app.inject({ method: 'POST', url: '/api/items', cookies: { tocsin_session: 'member' }, headers, payload: { name: 'xy', count: 3 } });
    expect((await post({ origin: 'https://evil.example' })).json()).toMatchObject({ code: 'cross_site_refused' });
    expect((await post({ 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
    expect((await post({ origin: 'http://localhost:80', host: 'localhost:80' })).statusCode).toBe(201);
    expect((await post({ 'sec-fetch-site': 'same-origin' })).statusCode).toBe(201);
  });
});

describe('addresses', () => {
  test('an unknown one is not found, a known one with another method lists its methods', async () => {
    const { app } = await server();
    expect((await app.inject('/api/nothing')).json()).toMatchObject({ code: 'not_found', status: 404 });
    const response = await app.inject({ method: 'PATCH', url: '/api/items/4?x=1' });
    expect([response.statusCode, response.headers.allow]).toEqual([405, 'DELETE']);
    expect((await app.inject({ method: 'PUT', url: '/api/items' })).headers.allow).toBe('GET, HEAD, POST');
    expect((await app.inject('/%E0%A4%A')).json()).toMatchObject({ code: 'bad_request' });
  });

  test('the fallback serves pages, never below /api/', async () => {
    const { app } = await server({ options: { fallback: (_, reply) => reply.type('text/html').send('<!doctype html>') } });
    const page = await app.inject('/nation/XX');
    expect(page.headers['content-security-policy']).toContain("script-src 'self';");
    expect((await app.inject('/api/nothing')).statusCode).toBe(404);
  });

  test('a drill answers loopback names only, so that a rebound name reaches nothing', async () => {
    const { app } = await server({ env: { TOCSIN_DRILL: 'true' } });
    for (const host of ['localhost:8080', '127.0.0.1', '[::1]:8080']) expect((await app.inject({ url: '/healthz', headers: { host } })).statusCode).toBe(200);
    for (const host of ['evil.example', 'localhost.evil.example', '192.0.2.1:8080']) {
      expect((await app.inject({ url: '/healthz', headers: { host } })).json()).toMatchObject({ code: 'host_not_allowed' });
    }
    expect((await app.inject({ url: '/healthz', remoteAddress: '192.0.2.9' })).json()).toMatchObject({ code: 'not_loopback' });
  });

  test('with a public name, another one is refused, but probes may come by address', async () => {
    const { app } = await server({ env: { TOCSIN_PUBLIC_URL: 'https://tocsin.example.org' } });
    const get = (url: string, host: string) => app.inject({ url, headers: { host } });
    expect((await get('/api/items', 'tocsin.example.org')).headers['strict-transport-security']).toBeDefined();
    expect((await get('/api/items', 'other.example.org')).statusCode).toBe(421);
    expect((await get('/readyz', '192.0.2.1:8080')).statusCode).toBe(200);
  });
});

describe('request ids', () => {
  test('an answer carries one, and a problem names it', async () => {
    const { app } = await server();
    const response = await app.inject({ url: '/api/nothing', headers: { 'x-request-id': 'forged' } });
    expect(response.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(response.json()).toMatchObject({ instance: response.headers['x-request-id'] });
  });

  test('that of a trusted proxy is kept when it is sane', async () => {
    const { app } = await server({ env: { TOCSIN_TRUSTED_PROXIES: '127.0.0.0/8' } });
    const idFor = async (given: string) => (await app.inject({ url: '/healthz', headers: { 'x-request-id': given } })).headers['x-request-id'];
    expect(await idFor('edge-42')).toBe('edge-42');
    expect(await idFor('x y')).not.toBe('x y');
    expect(await idFor('x'.repeat(65))).toHaveLength(36);
  });
});

describe('time', () => {
  test('a body that stays away ends with request_timeout, and the answer arrives', async () => {
    const { app, config } = await server({ env: { TOCSIN_REQUEST_TIMEOUT_S: '1' }, options: { lingerMs: 50 } });
    await listen(app, config);
    const answer = await raw(app, 'POST /api/items HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer member\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"na');
    expect(answer).toContain('HTTP/1.1 408');
    expect(answer).toContain('"code":"request_timeout"');
  });

  test('headers that stay away end the connection with a problem', async () => {
    const { app, config } = await server({ env: { TOCSIN_REQUEST_TIMEOUT_S: '1' } });
    await listen(app, config);
    const answer = await raw(app, 'GET /api/items HTTP/1.1\r\nhost: local');
    expect(answer).toContain('"code":"request_timeout"');
  });

  test('an upload below the pace is cut off, others go on', async () => {
    const { app, config } = await server({ options: { paceWindowMs: 100, lingerMs: 50 } });
    const address = await listen(app, config);
    const slow = raw(app, 'POST /api/upload HTTP/1.1\r\nhost: localhost\r\ncontent-type: text/plain\r\ntransfer-encoding: chunked\r\n\r\n5\r\nabcde\r\n');
    const quick = await fetch(`${address}/api/upload`, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x'.repeat(3_000_000) });
    expect(await quick.json()).toEqual({ bytes: 3_000_000 });
    expect(await slow).toContain('"code":"slow_sender"');
  });

  test('a sender that waits for us is not slow', async () => {
    const { app, config } = await server({ options: { paceWindowMs: 50 } });
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    mount(app, { ...routes.upload, path: '/api/held' }, async ({ body }) => {
      await held;
      return { bytes: await count(body) };
    });
    const address = await listen(app, config);
    const answer = fetch(`${address}/api/held`, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x'.repeat(3_000_000) });
    // Several windows go by while nobody reads.
    for (let window = 0; window < 4; window++) await new Promise((resolve) => setTimeout(resolve, 50));
    release();
    expect(await (await answer).json()).toEqual({ bytes: 3_000_000 });
  });

  test('a sender that leaves midway ends the body with truncated_body', async () => {
    const { app, config } = await server();
    const failed = new Promise((resolve) => {
      mount(app, { ...routes.upload, path: '/api/cut' }, async ({ body }) => {
        await count(body).catch(resolve);
        return { bytes: 0 };
      });
    });
    await listen(app, config);
    const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
    socket.write('POST /api/cut HTTP/1.1\r\nhost: localhost\r\ncontent-type: text/plain\r\ncontent-length: 100\r\n\r\nabc', () => socket.destroy());
    expect(await failed).toMatchObject({ code: 'truncated_body' });
  });

  test('an early refusal is read by a sender that is still sending', async () => {
    const { app, config } = await server();
    mount(app, { ...routes.upload, path: '/api/refused' }, async ({ body }) => {
      for await (const _ of body) break;
      throw new AppError('record_too_long');
    });
    await listen(app, config);
    const answer = await fetchText(app, '/api/refused', 40);
    expect(answer).toContain('"code":"record_too_long"');
  });

  test('broken and oversized headers are answered with a problem', async () => {
    const { app, config } = await server();
    await listen(app, config);
    expect(await raw(app, 'nonsense\r\n\r\n')).toContain('"code":"bad_request"');
    expect(await raw(app, `GET / HTTP/1.1\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`)).toContain('"code":"headers_too_large"');
  });
});

/** Sends megabytes on one connection whether or not an answer has come, and gives what came back. */
async function fetchText(app: FastifyInstance, path: string, megabytes: number): Promise<string> {
  const size = megabytes * 1024 * 1024;
  const head = `POST ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-type: text/plain\r\ncontent-length: ${size}\r\n\r\n`;
  return raw(app, head, 'x'.repeat(size));
}

describe('health and metrics', () => {
  test('readyz gives its reasons', async () => {
    const { app } = await server({ env: { TOCSIN_WATCH_DIR: 'any' } });
    expect((await app.inject('/healthz')).json()).toEqual({ status: 'ok' });
    const response = await app.inject('/readyz');
    expect([response.statusCode, response.json()]).toMatchObject([503, { code: 'not_ready', reasons: { database: 'no connection' } }]);
    expect(response.headers['retry-after']).toBe('2');
  });

  test('metrics name routes, not paths, and answer loopback or the token only', async () => {
    const { app } = await server();
    await app.inject({ method: 'DELETE', url: '/api/items/4', headers: token('operator') });
    expect((await app.inject('/metrics')).body).toContain('tocsin_http_request_seconds_count{method="DELETE",route="/api/items/:id",status="204"} 1');
    expect((await app.inject({ url: '/metrics', remoteAddress: '192.0.2.9' })).statusCode).toBe(403);
    const { app: guarded } = await server({ env: { TOCSIN_METRICS_TOKEN: 'scrape' } });
    expect((await guarded.inject('/metrics')).statusCode).toBe(401);
    expect((await guarded.inject({ url: '/metrics', headers: token('scrape') })).statusCode).toBe(200);
  });
});

test('every answer carries the security headers, and data is not cached', async () => {
  const { app } = await server();
  for (const url of ['/api/items', '/api/nothing', '/fails']) {
    const { headers } = await app.inject(url);
    expect(headers).toMatchObject({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'same-origin',
      'cache-control': 'no-store',
    });
  }
});

test('an unexpected error tells the caller nothing and the log no address', async () => {
  const lines: string[] = [];
  const { app } = await server({ lines });
  const response = await app.inject('/fails?mail=person@example.org');
  expect(response.json()).toMatchObject({ code: 'internal', status: 500 });
  expect(response.body).not.toContain('secret');
  const logged = lines.join('');
  expect(logged).toContain('secret of (address)');
  expect(logged).not.toContain('192.0.2.7');
  expect(logged).not.toContain('person@');
  expect(logged).toContain('"route":"/fails"');
});

describe('draining', () => {
  test('streams end with a retry hint, and readiness goes first', async () => {
    const { app, config } = await server();
    const address = await listen(app, config);
    const response = await fetch(`${address}/api/stream`);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(response.headers.get('x-request-id')).toBeTruthy();
    expect(response.headers.get('content-security-policy')).toBeTruthy();
    const text = response.text();
    await drain(app, 1000);
    expect(await text).toBe(': connected\n\nid: 1\nevent: hello\ndata: two\ndata: lines\n\nretry: 500\n\n');
  });

  test('running requests finish, new ones are refused', async () => {
    const { app, config } = await server();
    let release: () => void = () => undefined;
    let started: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const begun = new Promise<void>((resolve) => (started = resolve));
    app.get('/held', async () => {
      started();
      await held;
      return { done: true };
    });
    const address = await listen(app, config);
    const answer = fetch(`${address}/held`);
    await begun;
    const drained = drain(app, 10_000);
    release();
    expect(await (await answer).json()).toEqual({ done: true });
    await drained;
    await expect(fetch(`${address}/healthz`)).rejects.toThrow();
  });

  test('what does not finish in time is cut', async () => {
    const { app, config } = await server();
    let started: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (started = resolve));
    app.get('/endless', () => {
      started();
      return new Promise(() => undefined);
    });
    const address = await listen(app, config);
    const answer = fetch(`${address}/endless`);
    answer.catch(() => undefined);
    await begun;
    await drain(app, 50);
    await expect(answer).rejects.toThrow();
  });
});

test('the OpenAPI document is deterministic, 3.1, and closed where a body is', async () => {
  const texts = await Promise.all([server(), server()].map(async (one) => openapiText((await one).app)));
  expect(texts[0]).toBe(texts[1]);
  const document = JSON.parse(texts[0]!);
  expect(document.openapi).toBe('3.1.0');
  expect(Object.keys(document.paths)).toEqual(['/api/items', '/api/items/{id}', '/api/stream', '/api/upload']);
  expect(document.paths['/api/items'].post.requestBody.content['application/json'].schema.additionalProperties).toBe(false);
  expect(Object.keys(document.paths['/api/upload'].post.requestBody?.content ?? {})).toEqual(['text/plain']);
});
