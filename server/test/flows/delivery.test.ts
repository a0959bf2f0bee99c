import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EventOut } from '@tocsin/api';
import { deliveryServer, messages, type DeliveryServer, type TestOrg } from '../delivery-server.ts';

let server: DeliveryServer;
let operator: TestOrg;
let poland: TestOrg;
let estonia: TestOrg;
let provider: TestOrg;
let source: number;

beforeAll(async () => {
  server = await deliveryServer({ headMs: 200 });
  operator = await server.makeOrg('operator', 'operator');
  poland = await server.makeOrg('csirt-pl', 'government', 'PL');
  estonia = await server.makeOrg('csirt-ee', 'government', 'EE');
  provider = await server.makeOrg('pl-access', 'isp', 'PL');
  source = await server.makeSource('sinkhole', operator);
});
afterAll(() => server.close());

const ndjson = async (response: Response) =>
  (await response.text())
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as EventOut);

/** Every id that a reader gets by following pages, `limit` at a time. */
async function readAll(org: TestOrg, limit: number, after = ''): Promise<{ ids: string[]; cursor: string }> {
  const ids: string[] = [];
  for (let cursor = after; ;) {
    const response = await org.get(`/api/events?limit=${limit}${cursor === '' ? '' : `&after=${cursor}`}`);
    expect(response.status).toBe(200);
    ids.push(...(await ndjson(response)).map((event) => event.id));
    cursor = response.headers.get('tocsin-cursor')!;
    if (response.headers.get('tocsin-more') === 'false') return { ids, cursor };
  }
}

/** Reads a stream until `count` events came, then leaves it in the middle; returns the last cursor too. */
async function readStream(
  org: TestOrg,
  lastId: string | undefined,
  count: number,
): Promise<{ ids: string[]; cursor: string }> {
  const response = await org.get('/api/stream', lastId === undefined ? {} : { 'last-event-id': lastId });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const ids: string[] = [];
  let cursor = lastId ?? '';
  for await (const message of messages(response)) {
    if (message.event === 'event') ids.push((JSON.parse(message.data) as EventOut).id);
    cursor = message.id;
    if (ids.length >= count) break;
  }
  return { ids, cursor };
}

test('pages and an interrupted stream give every event once and in the same order, while others write', async () => {
  const end = (await poland.get('/api/events?after=now')).headers.get('tocsin-cursor')!;
  const written: string[] = [];
  const writers = Array.from({ length: 4 }, async (_, writer) => {
    for (let n = 0; n < 15; n++) {
      const audience = [[poland], [poland, provider], [estonia], [poland, estonia]][(writer + n) % 4]!;
      const ids = await server.publish(
        audience,
        source,
        Array.from({ length: 1 + ((writer * 7 + n) % 5) }, (_, k) => ({ address: `192.0.2.${k + 1}`, country: 'PL' })),
      );
      if (audience.includes(poland)) written.push(...ids);
    }
  });

  const streaming = (async () => {
    const ids: string[] = [];
    let cursor = end;
    // Left after every few events, in the middle of a change too, and taken up again.
    for (const count of [1, 3, 10, 7]) {
      const part = await readStream(poland, cursor, count);
      ids.push(...part.ids);
      cursor = part.cursor;
    }
    return { ids, cursor };
  })();
  await Promise.all(writers);
  const streamed = await streaming;
  const rest = await readStream(poland, streamed.cursor, written.length - streamed.ids.length);

  const all = [...streamed.ids, ...rest.ids];
  expect(all.length).toBe(written.length);
  expect([...all].sort()).toEqual([...written].sort());
  for (const limit of [1, 7, 10_000]) expect((await readAll(poland, limit, end)).ids).toEqual(all);
});

test('an event arrives live, and a quiet reader learns where the log stands', async () => {
  const response = await provider.get('/api/stream');
  const stream = messages(response);
  const head = (await stream.next()).value;
  expect(head).toMatchObject({ event: 'head' });
  expect(JSON.parse(head!.data)).toEqual({ cursor: head!.id });
  const [id] = await server.publish([provider], source, [{ address: '192.0.2.77', family: 'example-bot' }]);
  let message = (await stream.next()).value;
  while (message?.event === 'head') message = (await stream.next()).value;
  expect(JSON.parse(message!.data)).toMatchObject({
    id,
    address: '192.0.2.77',
    family: 'example-bot',
    why: [{ org: 'pl-access', rule: 'prefix', value: '192.0.2.0/24', decision: 'amber_concerned', allowed: true }],
  });
  await stream.return(undefined);
});

test('a source that hides itself has another name for every reader, and its addresses are taken out of what it gave', async () => {
  const hidden = await server.makeSource('honeypot-7', operator, { ownAddresses: ['198.51.100.0/24'] });
  const shown = await server.makeSource('open-sensor', operator, { showName: true, showAddresses: true });
  const given = { sensor: 'HoneyPot-7.example.org', note: 'seen at 198.51.100.9:80', dst: '203.0.113.1', kept: 'x' };
  const event = { address: '192.0.2.5', dstAddress: '203.0.113.1', given };
  const ends = await Promise.all(
    [poland, estonia].map(async (org) => (await org.get('/api/events?after=now')).headers.get('tocsin-cursor')!),
  );
  await server.publish([poland, estonia], hidden, [event]);
  await server.publish([poland, estonia], shown, [event]);
  const [pl, ee] = await Promise.all(
    [poland, estonia].map(async (org, n) => ndjson(await org.get(`/api/events?after=${ends[n]!}`))),
  );
  expect(pl![0]!.source).toMatch(/^source-[0-9a-f]{10}$/);
  expect(pl![0]!.source).not.toBe(ee![0]!.source);
  expect(pl![0]!.destination.address).toBeNull();
  expect(pl![0]!.given).toEqual({ sensor: '(hidden)', note: '(hidden)', dst: '(hidden)', kept: 'x' });
  expect(pl![1]).toMatchObject({ source: 'open-sensor', destination: { address: '203.0.113.1' }, given });

  const all = await ndjson(await operator.get(`/api/events?after=${ends[0]!}`));
  expect(all.map((each) => [each.source, each.given])).toEqual([
    ['honeypot-7', given],
    ['open-sensor', given],
  ]);
});

test('CSV has one header, and no cell that a spreadsheet would run', async () => {
  const end = (await estonia.get('/api/events?after=now')).headers.get('tocsin-cursor')!;
  await server.publish([estonia], source, [{ address: '192.0.2.9', domain: '=cmd|x' }]);
  const response = await estonia.get(`/api/events?after=${end}`, { accept: 'text/csv' });
  expect(response.headers.get('content-type')).toContain('text/csv');
  const lines = (await response.text()).split('\r\n');
  expect(lines[0]).toMatch(/^id,time,class,/);
  expect(lines).toHaveLength(3);
  expect(lines[1]).toContain(`,'=cmd|x,`);
});

test('cursors that were made up, or are of another log, are refused', async () => {
  expect(await (await poland.get('/api/events?after=abc')).json()).toMatchObject({ code: 'invalid_cursor' });
  const { formatCursor } = await import('../../src/sharing/index.ts');
  const gone = await poland.get(`/api/stream?after=${formatCursor({ epoch: 9, seq: 0 })}`);
  expect(gone.status).toBe(410);
  expect(await gone.json()).toMatchObject({ code: 'gone_cursor', resync: '/api/events' });
});

test('a token that is revoked ends its stream', async () => {
  const guest = await server.makeOrg('guest', 'partner');
  const stream = messages(await guest.get('/api/stream'));
  expect((await stream.next()).value).toMatchObject({ event: 'head' });
  await server.ownerPool.query('update token set revoked_at = now() where org = $1', [guest.id]);
  for await (const message of stream) expect(message.event).toBe('head');
  expect((await guest.get('/api/events')).status).toBe(401);
});

test('a suspended org gets nothing, and misses nothing once it is back', async () => {
  const cursor = (await estonia.get('/api/events?after=now')).headers.get('tocsin-cursor')!;
  const suspend = (enrolment: string) =>
    server.ownerPool.query('update org set enrolment = $2 where id = $1', [estonia.id, enrolment]);
  await suspend('suspended');
  const ids = await server.publish([estonia], source, [{ address: '192.0.2.3' }]);
  expect([401, 403]).toContain((await estonia.get(`/api/events?after=${cursor}`)).status);
  expect([401, 403]).toContain((await estonia.get(`/api/stream?after=${cursor}`)).status);
  await suspend('enrolled');
  await expect
    .poll(async () => (await estonia.get(`/api/events?after=${cursor}`)).status, { timeout: 20_000 })
    .toBe(200);
  expect((await readAll(estonia, 100, cursor)).ids).toEqual(ids);
});

test('a reader that does not read costs no memory, holds nobody up, and misses nothing', async () => {
  const slow = await server.makeOrg('slow', 'isp');
  const quick = await server.makeOrg('quick', 'isp');
  const accepted: Socket[] = [];
  server.app.server.on('connection', (socket: Socket) => accepted.push(socket));
  const { hostname, port } = new URL(server.url);
  const client = connect(Number(port), hostname);
  client.write(`GET /api/stream HTTP/1.1\r\nhost: ${hostname}\r\nauthorization: Bearer ${slow.token}\r\n\r\n`);
  let text = '';
  client.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  await expect.poll(() => text).toContain('event: head');
  client.pause();

  const reading = messages(await quick.get('/api/stream'));
  const padding = 'x'.repeat(8000);
  const total = 6000;
  let arrived = 0;
  for (let n = 0; n < total; n += 1500) {
    await server.publish(
      [slow, quick],
      source,
      Array.from({ length: 1500 }, () => ({ address: '192.0.2.44', given: { padding } })),
    );
    while (arrived < n + 1500) if ((await reading.next()).value?.event === 'event') arrived++;
  }
  await reading.return(undefined);
  // 48 MB went to the quick reader; of the slow one's, only a page or two wait in this process.
  expect(Math.max(...accepted.map((socket) => socket.writableLength))).toBeLessThan(12_000_000);

  client.resume();
  await expect.poll(() => text.match(/^event: event$/gm)?.length, { timeout: 30_000, interval: 200 }).toBe(total);
  client.destroy();
});
