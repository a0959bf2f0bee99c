import { connect, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { count, raw, sampleRoutes, sampleServer } from '../../../test/sample-server.ts';
import { AppError } from '../errors.ts';
import { listen } from '../http.ts';
import { mount } from './routes.ts';

/** An upload that stops after five bytes. */
const idle =
  'POST /api/upload HTTP/1.1\r\nhost: localhost\r\ncontent-type: text/plain\r\ntransfer-encoding: chunked\r\n\r\n5\r\nabcde\r\n';

test('a body that stays away ends with request_timeout, and the answer arrives', async () => {
  const { app, config } = await sampleServer({ env: { TOCSIN_REQUEST_TIMEOUT_S: '1' }, options: { lingerMs: 50 } });
  await listen(app, config);
  const answer = await raw(
    app,
    'POST /api/items HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer member\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"na',
  );
  expect(answer).toContain('HTTP/1.1 408');
  expect(answer).toContain('"code":"request_timeout"');
});

test('headers that stay away end the connection with a problem', async () => {
  const { app, config } = await sampleServer({ env: { TOCSIN_REQUEST_TIMEOUT_S: '1' } });
  await listen(app, config);
  const answer = await raw(app, 'GET /api/items HTTP/1.1\r\nhost: local');
  expect(answer).toContain('"code":"request_timeout"');
});

test('an upload below the pace is cut off, others go on', async () => {
  const { app, config } = await sampleServer({ options: { paceWindowMs: 100, lingerMs: 50 } });
  const address = await listen(app, config);
  const slow = raw(app, idle);
  const quick = await fetch(`${address}/api/upload`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: 'x'.repeat(3_000_000),
  });
  expect(await quick.json()).toEqual({ bytes: 3_000_000 });
  expect(await slow).toContain('"code":"slow_sender"');
});

test('a sender that waits for us is not slow', async () => {
  const { app, config } = await sampleServer({ options: { paceWindowMs: 50, lingerMs: 50 } });
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  mount(app, { ...sampleRoutes.upload, path: '/api/held' }, async ({ body }) => {
    await held;
    return { bytes: await count(body) };
  });
  const address = await listen(app, config);
  const answer = fetch(`${address}/api/held`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: 'x'.repeat(3_000_000),
  });
  // A window has gone by when a sender that sends nothing more was cut off.
  await raw(app, idle);
  release();
  expect(await (await answer).json()).toEqual({ bytes: 3_000_000 });
});

test('a sender that leaves midway ends the body with truncated_body', async () => {
  const { app, config } = await sampleServer();
  const failed = new Promise((resolve) => {
    mount(app, { ...sampleRoutes.upload, path: '/api/cut' }, async ({ body }) => {
      await count(body).catch(resolve);
      return { bytes: 0 };
    });
  });
  await listen(app, config);
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  socket.write(
    'POST /api/cut HTTP/1.1\r\nhost: localhost\r\ncontent-type: text/plain\r\ncontent-length: 100\r\n\r\nabc',
    () => socket.destroy(),
  );
  expect(await failed).toMatchObject({ code: 'truncated_body' });
});

test('an early refusal is read by a sender that is still sending', async () => {
  const { app, config } = await sampleServer();
  mount(app, { ...sampleRoutes.upload, path: '/api/refused' }, async ({ body }) => {
    for await (const _ of body) break;
    throw new AppError('record_too_long');
  });
  await listen(app, config);
  const size = 40 * 1024 * 1024;
  const head = `POST /api/refused HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-type: text/plain\r\ncontent-length: ${size}\r\n\r\n`;
  const answer = await raw(app, head, 'x'.repeat(size));
  expect(answer).toContain('"code":"record_too_long"');
});

test('broken and oversized headers are answered with a problem', async () => {
  const { app, config } = await sampleServer();
  await listen(app, config);
  expect(await raw(app, 'nonsense\r\n\r\n')).toContain('"code":"bad_request"');
  expect(await raw(app, `GET / HTTP/1.1\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`)).toContain('"code":"headers_too_large"');
});

test('a sender that leaves a handler who reads nothing does no harm', async () => {
  const { app, config } = await sampleServer();
  let begun: () => void = () => undefined;
  const reached = new Promise<void>((resolve) => (begun = resolve));
  const ended = new Promise<void>((resolve) => {
    mount(app, { ...sampleRoutes.upload, path: '/api/unread' }, ({ body }) => {
      body.on('close', resolve);
      begun();
      return ended.then(() => ({ bytes: 0 }));
    });
  });
  const address = await listen(app, config);
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  socket.write(idle.replace('/api/upload', '/api/unread'));
  await reached;
  socket.destroy();
  await ended;
  expect((await fetch(`${address}/healthz`)).status).toBe(200);
});
