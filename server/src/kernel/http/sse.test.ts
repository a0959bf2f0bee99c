import { expect, test } from 'vitest';
import { sampleRoutes, sampleServer } from '../../../test/sample-server.ts';
import { listen } from '../http.ts';
import { mount } from './routes.ts';
import { messageText, openEventStream, type EventStream } from './sse.ts';

test.each([
  [{ data: 'one' }, 'data: one\n\n'],
  [{ event: 'event', id: '7', data: '{}' }, 'id: 7\nevent: event\ndata: {}\n\n'],
  [{ data: 'a\r\nb\rc\nd' }, 'data: a\ndata: b\ndata: c\ndata: d\n\n'],
])('%o on the wire', (message, text) => expect(messageText(message)).toBe(text));

async function streamServer() {
  const { app, config } = await sampleServer();
  const opened = new Promise<EventStream>((resolve) => {
    mount(app, { ...sampleRoutes.stream, path: '/api/feed' }, ({ request, reply }) => {
      resolve(openEventStream(request, reply));
      return reply;
    });
  });
  return { app, opened, address: await listen(app, config) };
}

test('a reader that leaves aborts the stream, and sending to it says so', async () => {
  const { app, opened, address } = await streamServer();
  const reader = new AbortController();
  await fetch(`${address}/api/feed`, { signal: reader.signal });
  const stream = await opened;
  expect(app.eventStreams.size).toBe(1);
  const gone = new Promise((resolve) => stream.signal.addEventListener('abort', resolve));
  reader.abort();
  await gone;
  expect(await stream.send({ data: 'late' })).toBe(false);
  expect(app.eventStreams.size).toBe(0);
});

test('a slow reader holds its writer up, and gets everything', async () => {
  const { opened, address } = await streamServer();
  const response = await fetch(`${address}/api/feed`);
  const stream = await opened;
  const block = 'x'.repeat(1 << 20);
  let sent = 0;
  const writing = (async () => {
    while (sent < 64 && (await stream.send({ data: block }))) sent++;
    stream.close();
  })();
  let received = 0;
  for await (const chunk of response.body ?? []) {
    // Until the first read, no more than the buffers of both ends can have been written.
    if (received === 0) expect(sent).toBeLessThan(64);
    received += (chunk as Uint8Array).length;
  }
  await writing;
  expect(sent).toBe(64);
  expect(received).toBe(': connected\n\n'.length + 64 * (block.length + 'data: \n\n'.length));
});

test('a draining server opens no stream', async () => {
  const { app } = await sampleServer();
  app.draining = true;
  const response = await app.inject('/api/stream');
  expect([response.statusCode, response.json()]).toMatchObject([503, { code: 'shutting_down' }]);
});
