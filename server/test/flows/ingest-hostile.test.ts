import { readFileSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { createGzip, constants, createZstdCompress, gzipSync } from 'node:zlib';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { routes } from '@tocsin/api';
import { withConnection } from '../../src/kernel/connection.ts';
import { eventually, ingestServer, type Answer, type Body, type IngestServer } from '../ingest-server.ts';
import { ndjson } from '../portions.ts';

const MiB = 1024 ** 2;
const GiB = 1024 ** 3;
/** Far below what any of the bodies here would need if it were held; what an idle server needs, and the same once more. */
const memoryLimit = 500 * MiB;

let server: IngestServer;
beforeAll(async () => {
  server = await ingestServer({ TOCSIN_INGEST_WINDOW: '1000', TOCSIN_SENDER_MIN_BYTES_PER_S: '100000' });
  for (const [handle, feed] of [
    ['good', 'tocsin'],
    ['bad', 'tocsin'],
    ['table', 'shadowserver'],
  ] as const)
    await server.addSource(handle, { feed });
});
afterAll(() => server.remove());

let n = 0;
const fresh = () => ({
  time: '2026-03-04T05:06:07Z',
  address: '192.0.2.1',
  class: 'infected-system' as const,
  url: `https://x.example.org/${++n}`,
});
const good = async (): Promise<Answer> => server.post(ndjson([fresh()]), { source: 'good' });
const residentBytes = (): number =>
  Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${server.pid}/status`, 'latin1'))?.[1]) * 1024;

/** Does something hostile while another sensor sends without pause; gives what came of it, and the most memory that was used. */
async function beside<T>(hostile: () => Promise<T>): Promise<{ result: T; peak: number; served: number }> {
  let going = true as boolean;
  let peak = 0;
  let served = 0;
  const sending = (async () => {
    do {
      const { status, receipt } = await good();
      expect([status, receipt.accepted]).toEqual([200, 1]);
      served++;
      peak = Math.max(peak, residentBytes());
    } while (going);
  })();
  try {
    return {
      result: await hostile(),
      get peak() {
        return peak;
      },
      get served() {
        return served;
      },
    };
  } finally {
    going = false;
    await sending;
  }
}

/** A stream of so many bytes, never in memory at once. */
function endless(bytes: number, piece: Buffer, before = '', after = ''): Readable {
  return Readable.from(
    (function* () {
      yield Buffer.from(before);
      for (let left = bytes; left > 0; left -= piece.length) yield piece;
      yield Buffer.from(after);
    })(),
  );
}
const web = (stream: Readable): Body => Readable.toWeb(stream) as ReadableStream<Uint8Array>;

test('a line of a gigabyte is one refused record, and what stands around it is taken', async () => {
  const line = endless(GiB, Buffer.alloc(MiB, 'x'), ndjson([fresh()]), `\n${ndjson([fresh()])}`);
  const { result, peak, served } = await beside(() => server.post(web(line), { source: 'bad' }));
  expect(result.receipt).toMatchObject({
    records: 3,
    accepted: 2,
    quarantined: 1,
    quarantinedBy: { record_too_long: 1 },
  });
  expect(peak).toBeLessThan(memoryLimit);
  expect(served).toBeGreaterThan(0);
  const { items } = await server.client.call(routes.quarantine, { query: { batch: result.receipt.batch } });
  expect(items[0]).toMatchObject({ reason: 'record_too_long', truncated: true, record: 2 });
  expect(items[0]!.raw.length).toBeLessThanOrEqual(64 * 1024);
});

test.each([
  ['gzip', () => createGzip({ level: 9 })],
  ['zstd', () => createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 3 } })],
] as const)('a %s bomb is refused, and expands to little of what it holds', async (encoding, compress) => {
  const bomb = (await endless(512 * MiB, Buffer.alloc(MiB, ' '))
    .pipe(compress())
    .toArray()) as Buffer[];
  const body = new Uint8Array(Buffer.concat(bomb));
  expect(body.length).toBeLessThan(2 * MiB);
  const { result, peak } = await beside(() =>
    server.post(body, { source: 'bad', headers: { 'content-encoding': encoding } }),
  );
  expect(result.problem).toMatchObject({ status: 413, code: 'decompression_bomb' });
  expect(peak).toBeLessThan(memoryLimit);
});

test('a compressed body that ends too early is refused; what stood before is kept, and is a duplicate when it comes whole', async () => {
  const events = Array.from({ length: 2_000 }, fresh);
  const whole = gzipSync(ndjson(events));
  const { problem } = await server.post(new Uint8Array(whole.subarray(0, whole.length / 2)), {
    source: 'bad',
    headers: { 'content-encoding': 'gzip' },
  });
  expect(problem).toMatchObject({ status: 400, code: 'truncated_body' });
  const { receipt } = await server.post(new Uint8Array(whole), {
    source: 'bad',
    headers: { 'content-encoding': 'gzip' },
  });
  expect(receipt.accepted + receipt.duplicate).toBe(2_000);
});

test('what is no gzip although it is called so, and an encoding that nobody knows, are refused', async () => {
  expect(
    (await server.post(ndjson([fresh()]), { source: 'bad', headers: { 'content-encoding': 'gzip' } })).problem,
  ).toMatchObject({ status: 400 });
  expect(
    (await server.post(ndjson([fresh()]), { source: 'bad', headers: { 'content-encoding': 'br' } })).problem,
  ).toMatchObject({ status: 415, code: 'unsupported_encoding' });
});

test('a refusal leaves the connection fit for the next request', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const post = (body: Uint8Array, encoding: string): Promise<[status: number | undefined, reused: boolean]> =>
    new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${server.token}`,
        'content-type': 'application/octet-stream',
        'content-length': body.length,
        'content-encoding': encoding,
      };
      const sending = httpRequest(`${server.url}/api/events?source=bad`, { agent, method: 'POST', headers });
      sending.on('response', (response) =>
        response.resume().on('end', () => resolve([response.statusCode, sending.reusedSocket])),
      );
      sending.on('error', reject);
      sending.end(body);
    });
  const blank = gzipSync(Buffer.alloc(400 * MiB, ' '));
  expect(await post(blank, 'gzip')).toEqual([413, false]);
  expect(await post(Buffer.alloc(MiB, 'x'), 'br')).toEqual([415, true]);
  expect(await post(Buffer.from(ndjson([fresh()])), 'identity')).toEqual([200, true]);
  agent.destroy();
});

test('NUL bytes, Latin-1 and halves of characters are refused record by record', async () => {
  const line = (family: Buffer): Buffer =>
    Buffer.concat([
      Buffer.from(
        `{"time":"2026-03-04T05:06:07Z","address":"192.0.2.1","url":"https://x.example.org/${++n}","family":"`,
      ),
      family,
      Buffer.from('"}\n'),
    ]);
  const body = Buffer.concat([
    line(Buffer.from('fine')),
    line(Buffer.from([0])),
    line(Buffer.from([0x63, 0xe9])),
    line(Buffer.from([0xc3])),
    line(Buffer.from('łódź')),
  ]);
  const { receipt } = await server.post(new Uint8Array(body), { source: 'bad' });
  expect(receipt).toMatchObject({ records: 5, accepted: 2, quarantined: 3 });
  expect(Object.keys(receipt.quarantinedBy).sort()).toEqual(['bad_encoding', 'nul_byte']);
  const { items } = await server.client.call(routes.quarantine, { query: { batch: receipt.batch } });
  expect(items.map(({ record }) => record).sort()).toEqual([2, 3, 4]);
});

test.each(['utf16le', 'utf16be'] as const)('a body in %s is refused as a whole', async (encoding) => {
  const text = Buffer.from(`\ufeff${ndjson([fresh(), fresh()])}`, 'utf16le');
  const { receipt } = await server.post(new Uint8Array(encoding === 'utf16le' ? text : text.swap16()), {
    source: 'bad',
  });
  expect(receipt).toMatchObject({ records: 1, quarantined: 1, quarantinedBy: { wrong_encoding: 1 } });
});

test('ten thousand columns are refused, in the header and in a row', async () => {
  const many = Array.from({ length: 10_000 }, (_, index) => `c${index}`).join(',');
  const header = await server.post(`timestamp,ip,${many}\n2026-03-04 00:00:00,192.0.2.1,${many}\n`, {
    source: 'table',
  });
  expect(header.receipt.quarantined).toBeGreaterThan(0);
  expect(header.receipt.accepted).toBe(0);
  expect(Object.keys(header.receipt.quarantinedBy)).toContain('too_many_columns');
  const row = await server.post(
    `timestamp,ip,tag\n2026-03-04 00:00:00,192.0.2.1,${many}\n2026-03-04 00:00:01,192.0.2.1,x\n`,
    { source: 'table' },
  );
  expect(row.receipt).toMatchObject({ records: 2, accepted: 1, quarantinedBy: { too_many_columns: 1 } });
});

test('deep nesting, broken quotes and formats of another kind each have a reason', async () => {
  const deep = `{"time":"2026-03-04T05:06:07Z","address":"192.0.2.1","extra":${'['.repeat(50_000)}${']'.repeat(50_000)}}\n`;
  expect((await server.post(deep + ndjson([fresh()]), { source: 'bad' })).receipt).toMatchObject({
    records: 2,
    accepted: 1,
    quarantined: 1,
  });
  const open = await server.post(
    'timestamp,ip,tag\n2026-03-04 00:00:03,192.0.2.1,"never closed\n2026-03-04 00:00:04,192.0.2.1,x\n',
    { source: 'table' },
  );
  expect(open.receipt.quarantined).toBeGreaterThan(0);
  const html = await server.post('<!doctype html><html><body>Bad gateway</body></html>', { source: 'table' });
  expect(html.receipt).toMatchObject({ accepted: 0, records: 1, quarantined: 1 });
  expect((await server.post('', { source: 'bad' })).receipt).toMatchObject({ records: 0 });
});

test('a sender that is too slow is cut off, and others are served meanwhile', async () => {
  const slow = () =>
    new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
      const sending = httpRequest(`${server.url}/api/events?source=bad`, {
        method: 'POST',
        headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/x-ndjson' },
      });
      // A byte a second: alive, and of no use.
      const drip = setInterval(() => sending.write(' '), 1_000);
      sending.write(ndjson([fresh()]));
      sending.on('response', (response) => {
        clearInterval(drip);
        const chunks: Buffer[] = [];
        response
          .on('data', (chunk: Buffer) => chunks.push(chunk))
          .on('end', () => resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString() }));
      });
      sending.on('error', (error) => {
        clearInterval(drip);
        reject(error);
      });
    });
  const { result, served } = await beside(slow);
  expect(result.status).toBe(408);
  expect(JSON.parse(result.text)).toMatchObject({ code: 'slow_sender' });
  expect(served).toBeGreaterThan(3);
});

test('a connection that breaks in the middle fails its batch, which can be sent again under the same key', async () => {
  const events = Array.from({ length: 50 }, fresh);
  const body = ndjson(events);
  const { hostname, port } = new URL(server.url);
  await new Promise<void>((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(
        `POST /api/events?source=bad HTTP/1.1\r\nhost: ${hostname}:${port}\r\nauthorization: Bearer ${server.token}\r\ncontent-type: application/x-ndjson\r\nidempotency-key: broken\r\ncontent-length: ${body.length}\r\n\r\n${body.slice(0, body.length / 2)}`,
      );
      setImmediate(() => socket.destroy());
    });
    socket.on('close', () => resolve()).on('error', reject);
  });
  const answer = await eventually('the broken batch gives its key back', async () => {
    const again = await server.post(body, { source: 'bad', headers: { 'idempotency-key': 'broken' } });
    return again.status === 200 ? again : undefined;
  });
  expect(answer.receipt.accepted + answer.receipt.duplicate).toBe(50);
});

test('events that arrive faster than they are stored are refused with 429 until there is room', async () => {
  const burst = (): Promise<Answer> => server.post(ndjson(Array.from({ length: 1_500 }, fresh)), { source: 'good' });
  await good();
  const { waiting, refused } = await withConnection(server.databaseUrl('postgres'), 'tocsin test', async (client) => {
    // Nothing can be stored while this lock is held.
    await client.query('begin');
    await client.query('lock table event in exclusive mode');
    const first = burst();
    await eventually('the window is full', async () => ((await inFlight()) >= 1_000 ? true : undefined));
    const second = await burst();
    await client.query('rollback');
    return { waiting: first, refused: second };
  });
  expect(refused.problem).toMatchObject({ status: 429, code: 'busy' });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await waiting).receipt).toMatchObject({ accepted: 1_500 });
  expect((await burst()).status).toBe(200);
});

async function inFlight(): Promise<number> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return Number(/^tocsin_ingest_records_in_flight (\d+)/m.exec(text)?.[1] ?? 0);
}
