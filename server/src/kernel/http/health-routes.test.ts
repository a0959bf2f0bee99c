import { expect, test } from 'vitest';
import { bearer, sampleServer } from '../../../test/sample-server.ts';

test('readyz gives its reasons', async () => {
  const { app } = await sampleServer({ env: { TOCSIN_WATCH_DIR: 'any' } });
  expect((await app.inject('/healthz')).json()).toEqual({ status: 'ok' });
  const response = await app.inject('/readyz');
  expect([response.statusCode, response.json()]).toMatchObject([
    503,
    { code: 'not_ready', reasons: { database: 'no connection' } },
  ]);
  expect(response.headers['retry-after']).toBe('2');
});

test('metrics name routes, not paths, and answer loopback or the token only', async () => {
  const { app } = await sampleServer();
  await app.inject({ method: 'DELETE', url: '/api/items/4', headers: bearer('operator') });
  expect((await app.inject('/metrics')).body).toContain(
    'tocsin_http_request_seconds_count{method="DELETE",route="/api/items/:id",status="204"} 1',
  );
  expect((await app.inject({ url: '/metrics', remoteAddress: '192.0.2.9' })).statusCode).toBe(403);
  const { app: guarded } = await sampleServer({ env: { TOCSIN_METRICS_TOKEN: 'scrape' } });
  expect((await guarded.inject('/metrics')).statusCode).toBe(401);
  expect((await guarded.inject({ url: '/metrics', headers: bearer('scrape') })).statusCode).toBe(200);
});
