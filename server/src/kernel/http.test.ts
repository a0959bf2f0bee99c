import { describe, expect, test } from 'vitest';
import { bearer, sampleServer } from '../../test/sample-server.ts';

describe('requests and their schemas', () => {
  test('query values are read as numbers and booleans', async () => {
    const { app } = await sampleServer();
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
    const { app } = await sampleServer();
    const response = await app.inject(`/api/items?${query}`);
    expect(response.statusCode).toBe(400);
    expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(response.json()).toMatchObject({
      code: 'validation_failed',
      type: '/errors/validation_failed',
      problems: [{ in: 'query', pointer }],
    });
  });

  test('every problem of a body is listed, unknown members included, and nothing is coerced', async () => {
    const { app } = await sampleServer();
    const response = await app.inject({
      method: 'POST',
      url: '/api/items',
      headers: bearer('member'),
      payload: { name: 'x', count: '3', inner: { b: 1 }, 'a/b': 1 },
    });
    const { problems } = response.json<{ problems: { pointer: string; problem: string }[] }>();
    expect(problems.map(({ pointer }) => pointer).sort()).toEqual(['/a~1b', '/count', '/inner/a', '/inner/b', '/name']);
  });

  test.each([
    [{ headers: { 'content-type': 'application/json' }, payload: '{"name":' }, 400, 'bad_request'],
    [{ headers: { 'content-type': 'application/json' }, payload: '' }, 400, 'bad_request'],
    [{ headers: { 'content-type': 'text/yaml' }, payload: 'a: 1' }, 415, 'unsupported_media_type'],
    [
      { headers: { 'content-type': 'application/json' }, payload: JSON.stringify({ name: 'x'.repeat(2000) }) },
      413,
      'payload_too_large',
    ],
  ])('body %o: %i %s', async ({ headers, payload }, status, code) => {
    const { app } = await sampleServer({ env: { TOCSIN_MAX_BODY_BYTES: '1024' } });
    const response = await app.inject({
      method: 'POST',
      url: '/api/items',
      headers: { ...headers, ...bearer('member') },
      payload,
    });
    expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([status, code]);
  });

  test('status: 201 where the route says so, 204 where there is nothing to say', async () => {
    const { app } = await sampleServer();
    const added = await app.inject({
      method: 'POST',
      url: '/api/items',
      headers: bearer('member'),
      payload: { name: 'xy', count: 3 },
    });
    expect([added.statusCode, added.json()]).toEqual([201, { name: 'xy', count: 3 }]);
    expect((await app.inject({ method: 'DELETE', url: '/api/items/4', headers: bearer('operator') })).statusCode).toBe(
      204,
    );
  });
});

test('the type of a problem leads to its explanation', async () => {
  const { app } = await sampleServer();
  const { type } = (await app.inject('/api/nothing')).json<{ type: string }>();
  const page = await app.inject(type);
  expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8']);
  expect(page.body).toContain('not_found (404): Not found.');
  expect((await app.inject('/errors/toString')).statusCode).toBe(404);
});

test('a route without a query takes none', async () => {
  const { app } = await sampleServer();
  const response = await app.inject({ method: 'DELETE', url: '/api/items/4?force=1', headers: bearer('operator') });
  expect(response.json()).toMatchObject({ problems: [{ in: 'query', pointer: '/force' }] });
});

describe('who may', () => {
  test.each([
    [{}, 401, 'unauthenticated'],
    [bearer('nobody'), 401, 'unauthenticated'],
    [bearer('reader'), 403, 'forbidden'],
  ])('%o gets %i', async (headers, status, code) => {
    const { app } = await sampleServer();
    const response = await app.inject({
      method: 'POST',
      url: '/api/items',
      headers,
      payload: { name: 'xy', count: 3 },
    });
    expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([status, code]);
  });

  test('a stale token does not keep anybody from a public route', async () => {
    const { app } = await sampleServer();
    expect((await app.inject({ url: '/api/items', headers: bearer('nobody') })).statusCode).toBe(200);
  });

  test('a change that rests on a cookie must come from our own page', async () => {
    const { app } = await sampleServer();
    const post = (headers: Record<string, string>) =>
      app.inject({
        method: 'POST',
        url: '/api/items',
        cookies: { tocsin_session: 'member' },
        headers,
        payload: { name: 'xy', count: 3 },
      });
    expect((await post({ origin: 'https://evil.example' })).json()).toMatchObject({ code: 'cross_site_refused' });
    expect((await post({ 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
    expect((await post({ origin: 'http://localhost:80', host: 'localhost:80' })).statusCode).toBe(201);
    expect((await post({ 'sec-fetch-site': 'same-origin' })).statusCode).toBe(201);
  });
});

describe('addresses', () => {
  test('an unknown one is not found, a known one with another method lists its methods', async () => {
    const { app } = await sampleServer();
    expect((await app.inject('/api/nothing')).json()).toMatchObject({ code: 'not_found', status: 404 });
    const response = await app.inject({ method: 'PATCH', url: '/api/items/4?x=1' });
    expect([response.statusCode, response.headers.allow]).toEqual([405, 'DELETE']);
    expect((await app.inject({ method: 'PUT', url: '/api/items' })).headers.allow).toBe('GET, HEAD, POST');
    expect((await app.inject('/%E0%A4%A')).json()).toMatchObject({ code: 'bad_request' });
  });

  test('the fallback serves pages, never below /api/', async () => {
    const { app } = await sampleServer({
      options: { fallback: (_, reply) => reply.type('text/html').send('<!doctype html>') },
    });
    const page = await app.inject('/nation/XX');
    expect(page.headers['content-security-policy']).toContain("script-src 'self';");
    expect((await app.inject('/api/nothing')).statusCode).toBe(404);
  });

  test('a drill answers loopback names only, so that a rebound name reaches nothing', async () => {
    const { app } = await sampleServer({ env: { TOCSIN_DRILL: 'true' } });
    for (const host of ['localhost:8080', '127.0.0.1', '[::1]:8080'])
      expect((await app.inject({ url: '/healthz', headers: { host } })).statusCode).toBe(200);
    for (const host of ['evil.example', 'localhost.evil.example', '192.0.2.1:8080']) {
      expect((await app.inject({ url: '/healthz', headers: { host } })).json()).toMatchObject({
        code: 'host_not_allowed',
      });
    }
    expect((await app.inject({ url: '/healthz', remoteAddress: '192.0.2.9' })).json()).toMatchObject({
      code: 'not_loopback',
    });
  });

  test('with a public name, another one is refused, but probes may come by address', async () => {
    const { app } = await sampleServer({ env: { TOCSIN_PUBLIC_URL: 'https://tocsin.example.org' } });
    const get = (url: string, host: string) => app.inject({ url, headers: { host } });
    expect((await get('/api/items', 'tocsin.example.org')).headers['strict-transport-security']).toBeDefined();
    expect((await get('/api/items', 'other.example.org')).statusCode).toBe(421);
    expect((await get('/readyz', '192.0.2.1:8080')).statusCode).toBe(200);
  });
});

describe('request ids', () => {
  test('an answer carries one, and a problem names it', async () => {
    const { app } = await sampleServer();
    const response = await app.inject({ url: '/api/nothing', headers: { 'x-request-id': 'forged' } });
    expect(response.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(response.json()).toMatchObject({ instance: response.headers['x-request-id'] });
  });

  test('that of a trusted proxy is kept when it is sane', async () => {
    const { app } = await sampleServer({ env: { TOCSIN_TRUSTED_PROXIES: '127.0.0.0/8' } });
    const idFor = async (given: string) =>
      (await app.inject({ url: '/healthz', headers: { 'x-request-id': given } })).headers['x-request-id'];
    expect(await idFor('edge-42')).toBe('edge-42');
    expect(await idFor('x y')).not.toBe('x y');
    expect(await idFor('x'.repeat(65))).toHaveLength(36);
  });
});

test('a cached page keeps its policy when it has not changed', async () => {
  const { app } = await sampleServer({ options: { fallback: (_, reply) => reply.code(304).send() } });
  const { statusCode, headers } = await app.inject('/nation/XX');
  expect([statusCode, headers['content-security-policy']]).toEqual([304, undefined]);
});

test('every answer carries the security headers, and data is not cached', async () => {
  const { app } = await sampleServer();
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
  const { app } = await sampleServer({ lines });
  const response = await app.inject('/fails?mail=person@example.org');
  expect(response.json()).toMatchObject({ code: 'internal', status: 500 });
  expect(response.body).not.toContain('secret');
  const logged = lines.join('');
  expect(logged).toContain('secret of (address)');
  expect(logged).not.toContain('192.0.2.7');
  expect(logged).not.toContain('person@');
  expect(logged).toContain('"route":"/fails"');
});
