import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routes, type ApiError, type Client, type Receipt } from '@tocsin/api';
import { eventually, everything, feedSamples, ingestServer, readerOf, type IngestServer } from '../ingest-server.ts';
import { ndjson } from '../portions.ts';

let server: IngestServer;
let watched: string;
let reader: Client;
let readerToken: string;
beforeAll(async () => {
  watched = mkdtempSync(join(tmpdir(), 'tocsin-watched-'));
  server = await ingestServer({ TOCSIN_WATCH_DIR: watched });
  ({ client: reader, token: readerToken } = await server.addOrg('reader', everything));
  await server.addSource('sensor');
});
afterAll(async () => {
  await server.remove();
  rmSync(watched, { recursive: true });
});

let n = 0;
/** An event that nobody sent before. */
const fresh = (change: object = {}) => ({
  time: '2026-03-04T05:06:07Z',
  address: '192.0.2.1',
  class: 'infected-system' as const,
  family: 'mirai',
  url: `https://x.example.org/${++n}`,
  ...change,
});
const sum = ({ accepted, duplicate, filtered, quarantined }: Receipt): number =>
  accepted + duplicate + filtered + quarantined;
const refusal = (call: Promise<unknown>) =>
  call.then(
    () => 'no refusal',
    (error: unknown) => (error as ApiError).problem,
  );

describe.each([...new Set(feedSamples().map(({ feed }) => feed))])('feed %s', (feed) => {
  beforeAll(() => server.addSource(`feed-${feed}`, { feed }));

  test.each(feedSamples().filter((sample) => sample.feed === feed))(
    '$file: each record has an outcome, and what was accepted is at its reader',
    async ({ file, body, outcomes }) => {
      const read = await readerOf(reader);
      const { status, receipt } = await server.post(body, { source: `feed-${feed}`, query: { name: file } });
      expect(status).toBe(200);
      expect(receipt).toMatchObject({ feed, name: file, state: 'done', repeated: false, records: outcomes.length });
      expect(sum(receipt)).toBe(outcomes.length);
      const reasons = outcomes.flatMap(({ refused }) => refused ?? []);
      expect(receipt.quarantined).toBeGreaterThanOrEqual(reasons.length);
      for (const reason of reasons) expect(Object.keys(receipt.quarantinedBy)).toContain(reason);
      expect(Object.values(receipt.quarantinedBy).reduce((total, some) => total + some, 0)).toBe(receipt.quarantined);
      expect(Object.values(receipt.filteredBy).reduce((total, { count }) => total + count, 0)).toBe(receipt.filtered);

      // 2xx comes after the commit: whoever asks now gets the events.
      const events = await read();
      const { events: all } = await server.client.call(routes.searchEvents, {
        query: { source: `feed-${feed}`, limit: 1000 },
      });
      const routed = all.filter(({ id }) => events.some((event) => event.id === id));
      expect(routed.length).toBe(events.length);
      expect(all.length).toBeGreaterThanOrEqual(receipt.accepted);
      expect(events.every(({ why }) => why.some(({ allowed }) => allowed))).toBe(true);
      // Receipts stay, and the same body again is the same receipt.
      expect(await server.client.call(routes.batch, { params: { id: receipt.batch } })).toEqual(receipt);
      const again = await server.post(body, { source: `feed-${feed}`, query: { name: file } });
      expect(again.receipt).toEqual({ ...receipt, repeated: true });
      expect(await read()).toEqual([]);
    },
  );
});

test('an org gets the events of its networks, and none of another', async () => {
  const { client: other } = await server.addOrg('other', [{ kind: 'prefix', value: '198.51.100.0/24' }]);
  const [readAll, readOther] = await Promise.all([readerOf(reader), readerOf(other)]);
  await server.post(ndjson([fresh(), fresh({ address: '198.51.100.9' }), fresh({ address: '198.51.100.10' })]), {
    source: 'sensor',
  });
  expect((await readAll()).map(({ address }) => address).sort()).toEqual([
    '192.0.2.1',
    '198.51.100.10',
    '198.51.100.9',
  ]);
  expect((await readOther()).map(({ address }) => address).sort()).toEqual(['198.51.100.10', '198.51.100.9']);
});

test('duplicates are counted, in one body and in the next', async () => {
  const [a, b] = [fresh(), fresh()];
  expect((await server.post(ndjson([a, b, a]), { source: 'sensor' })).receipt).toMatchObject({
    records: 3,
    accepted: 2,
    duplicate: 1,
  });
  expect((await server.post(ndjson([b, a, fresh()]), { source: 'sensor' })).receipt).toMatchObject({
    records: 3,
    accepted: 1,
    duplicate: 2,
  });
});

test('the same idempotency key gives the first receipt for the same body, and a refusal for another', async () => {
  const headers = { 'idempotency-key': 'batch-1' };
  const body = ndjson([fresh(), fresh()]);
  const first = await server.post(body, { source: 'sensor', headers });
  const second = await server.post(body, { source: 'sensor', headers });
  expect(second.receipt).toEqual({ ...first.receipt, repeated: true });
  // What counts is what was sent, not how it was packed.
  const packed = await server.post(new Uint8Array(gzipSync(body)), { source: 'sensor', headers });
  expect(packed.receipt).toEqual(second.receipt);
  const read = await readerOf(reader);
  const other = await server.post(ndjson([fresh()]), { source: 'sensor', headers });
  expect(other.problem).toMatchObject({ status: 409, code: 'idempotency_key_reused' });
  expect((await server.post('', { source: 'sensor', headers })).problem.code).toBe('idempotency_key_reused');
  expect(await read()).toEqual([]);
  // The key of another source is another key.
  await server.addSource('another-sensor');
  expect((await server.post(ndjson([fresh()]), { source: 'another-sensor', headers })).receipt.accepted).toBe(1);
  const { problem } = await server.post('', { source: 'sensor', headers: { 'idempotency-key': 'with space' } });
  expect(problem).toMatchObject({ status: 400, code: 'bad_request' });
});

test('gzip and zstd are expanded, named or not; the receipt is of what is in them', async () => {
  const body = (): Buffer => Buffer.from(ndjson(Array.from({ length: 500 }, () => fresh())));
  for (const [compressed, encoding] of [
    [gzipSync(body()), 'gzip'],
    [zstdCompressSync(body()), 'zstd'],
    [gzipSync(body()), ''],
    [zstdCompressSync(body()), 'identity'],
  ] as const) {
    const { status, receipt } = await server.post(new Uint8Array(compressed), {
      source: 'sensor',
      headers: encoding === '' ? {} : { 'content-encoding': encoding },
    });
    expect([status, receipt.accepted]).toEqual([200, 500]);
  }
  // Several gzip members are one body (RFC 1952 section 2.2).
  const members = Buffer.concat([gzipSync(body()), gzipSync(body())]);
  expect((await server.post(new Uint8Array(members), { source: 'sensor' })).receipt.accepted).toBe(1000);
});

test('a refused record is listed, read, corrected and replayed; then it is an event like any other', async () => {
  await server.addSource('clumsy', { feed: 'shadowserver' });
  const read = await readerOf(reader);
  const body =
    'timestamp,ip,port,tag\n2026-03-04 00:00:01,192.0.2.300,1,quarantine-test\n2026-03-04 00:00:02,192.0.2.30,1,quarantine-test\n';
  const { receipt } = await server.post(body, { source: 'clumsy', query: { name: 'scan_test.csv' } });
  expect(receipt).toMatchObject({ records: 2, accepted: 1, quarantined: 1, quarantinedBy: { bad_address: 1 } });
  expect(await read()).toHaveLength(1);

  const { items, total, facets } = await server.client.call(routes.quarantine, {
    query: { source: 'clumsy', state: 'held' },
  });
  expect([total, items.length]).toEqual([1, 1]);
  expect(items[0]).toMatchObject({
    batch: receipt.batch,
    record: 1,
    line: 2,
    reason: 'bad_address',
    seen: 1,
    state: 'held',
    truncated: false,
  });
  expect(facets['reason']).toMatchObject([{ value: 'bad_address', count: 1 }]);
  const { id, raw } = await server.client.call(routes.quarantineItem, { params: { id: items[0]!.id } });
  expect(raw).toContain('192.0.2.300');

  // As it was it is refused again, and stays.
  const unchanged = await server.client.call(routes.replay, { params: { id }, body: {} });
  expect(unchanged).toMatchObject({ receipt: { records: 1, quarantined: 1 }, item: { state: 'held' } });
  const corrected = await server.client.call(routes.replay, {
    params: { id },
    body: { corrected: raw.replace('192.0.2.300', '192.0.2.31') },
  });
  expect(corrected).toMatchObject({
    receipt: { records: 1, accepted: 1, quarantined: 0 },
    item: { state: 'replayed' },
  });
  expect(corrected.item.replayBatch).toBe(corrected.receipt.batch);
  expect((await read()).map(({ address }) => address)).toEqual(['192.0.2.31']);
  expect(await refusal(server.client.call(routes.replay, { params: { id }, body: {} }))).toMatchObject({
    status: 409,
    code: 'conflict',
  });
});

test('records that are put aside can be taken back, and many replayed at once', async () => {
  await server.addSource('early');
  const ahead = new Date(Date.now() + 86_400_000).toISOString();
  await server.post(ndjson([fresh({ time: ahead }), fresh({ time: ahead }), 'no json at all']), { source: 'early' });
  const { items } = await server.client.call(routes.quarantine, { query: { source: 'early' } });
  const ids = items.map(({ id }) => id);
  expect(await server.client.call(routes.discard, { body: { ids } })).toEqual({ changed: 3 });
  expect(await server.client.call(routes.discard, { body: { ids, restore: true } })).toEqual({ changed: 3 });
  expect(await server.client.call(routes.replayMany, { body: { ids: [...ids, 999_999] } })).toEqual({
    accepted: 0,
    duplicate: 0,
    filtered: 0,
    quarantined: 3,
    skipped: 1,
  });
});

test('a change of the registry counts for the next event, without a restart', async () => {
  const { client: newcomer } = await server.addOrg('newcomer', []);
  const read = await readerOf(newcomer);
  const send = async () => {
    expect(
      (await server.post(ndjson([fresh({ address: '198.18.77.1' })]), { source: 'sensor' })).receipt.accepted,
    ).toBe(1);
    return (await read()).length;
  };
  expect(await send()).toBe(0);
  const entry = await server.client.call(routes.addConstituency, {
    params: { handle: 'newcomer' },
    body: { kind: 'prefix', value: '198.18.77.0/24', note: 'moved' },
  });
  expect(await send()).toBe(1);
  await server.client.call(routes.removeConstituency, { params: { handle: 'newcomer', id: entry.id } });
  expect(await send()).toBe(0);
});

test('a warninglist filters from the next event on, with samples on the receipt', async () => {
  const event = fresh({ address: '198.18.99.9' });
  await server.client.call(routes.putWarninglist, {
    params: { name: 'test-scanners' },
    body: { kind: 'scanner', list: ['198.18.99.0/24'] },
  });
  const { receipt } = await server.post(ndjson([event]), { source: 'sensor' });
  expect(receipt).toMatchObject({
    records: 1,
    filtered: 1,
    filteredBy: { scanner: { count: 1, samples: [{ record: 1, line: 1 }] } },
  });
});

test('a feed whose columns drift, or that comes empty, raises an alarm', async () => {
  await server.addSource('drifting', { feed: 'shadowserver' });
  const report = (columns: string, ...rows: string[]) =>
    server.post(`${[columns, ...rows].join('\n')}\n`, { source: 'drifting', query: { report: 'scan_test' } });
  const open = async () =>
    (await server.client.call(routes.alarms, { query: { open: true } })).filter(({ source }) => source === 'drifting');
  await report('timestamp,ip,tag', '2026-03-04 01:00:00,192.0.2.1,a');
  expect(await open()).toEqual([]);
  await report('timestamp,ip,label', '2026-03-04 01:00:01,192.0.2.1,a');
  expect(await open()).toMatchObject([{ kind: 'drift', detail: { added: ['label'], missing: ['tag'] } }]);
  await report('timestamp,ip,label');
  const [empty] = (await open()).filter(({ kind }) => kind === 'empty');
  expect(empty).toBeDefined();
  await report('timestamp,ip,label', '2026-03-04 01:00:02,192.0.2.1,a');
  expect((await open()).map(({ kind }) => kind)).toEqual(['drift']);
  for (const second of [4, 5]) await report('timestamp,ip,label', `2026-03-04 01:00:0${second},192.0.2.1,a`);
  // The same header alone, byte for byte, is news again: it says that its day gave nothing.
  expect((await report('timestamp,ip,label')).receipt).toMatchObject({ repeated: false, records: 0 });
  expect((await open()).map(({ kind }) => kind).sort()).toEqual(['drift', 'empty']);
  await report('timestamp,ip,label', '2026-03-04 01:00:03,192.0.2.1,a');
  const [drift] = await open();
  await server.client.call(routes.closeAlarm, { params: { id: drift!.id } });
  expect(await open()).toEqual([]);
});

test('files that appear in the folder of a source are taken, and set aside with their receipt', async () => {
  await server.addSource('drop-box', { feed: 'tocsin' });
  const folder = join(watched, 'drop-box');
  mkdirSync(folder, { recursive: true });
  const events = ndjson([fresh(), fresh()]);
  const beside = (path: string) =>
    eventually(path, () =>
      Promise.resolve(
        existsSync(path)
          ? ((JSON.parse(readFileSync(path, 'utf8') || 'null') as Receipt | null) ?? undefined)
          : undefined,
      ),
    );
  writeFileSync(join(folder, 'first.ndjson'), events);
  writeFileSync(
    join(folder, '2026-03-04-scan_test-example.csv.gz'),
    gzipSync('timestamp,ip,tag\n2026-03-04 03:00:00,192.0.2.40,a\n'),
  );
  expect(await beside(join(folder, '.done', 'first.ndjson.json'))).toMatchObject({
    source: 'drop-box',
    feed: 'tocsin',
    name: 'first.ndjson',
    accepted: 2,
    sentBy: 'watched folder',
  });
  expect(await beside(join(folder, '.done', '2026-03-04-scan_test-example.csv.gz.json'))).toMatchObject({
    feed: 'shadowserver',
    accepted: 1,
  });
  expect(existsSync(join(folder, 'first.ndjson'))).toBe(false);
  // The same file again, under another name, is the same receipt; what cannot be read is set aside with the reason.
  writeFileSync(join(folder, 'again.ndjson'), events);
  expect(await beside(join(folder, '.done', 'again.ndjson.json'))).toMatchObject({
    name: 'first.ndjson',
    repeated: true,
  });
  writeFileSync(join(folder, 'cut.ndjson.gz'), gzipSync(events).subarray(0, 40));
  expect(await beside(join(folder, '.failed', 'cut.ndjson.gz.json'))).toHaveProperty('error');
  const stranger = join(watched, 'stranger');
  mkdirSync(stranger);
  writeFileSync(join(stranger, 'x.ndjson'), events);
  expect(await beside(join(stranger, '.failed', 'x.ndjson.json'))).toHaveProperty('error');
});

test('nothing is taken from a source that is paused, by whatever way it comes', async () => {
  await server.addSource('resting', { feed: 'tocsin' });
  await server.post('not JSON\n', { source: 'resting' });
  const [item] = (await server.client.call(routes.quarantine, { query: { source: 'resting' } })).items;
  const set = (state: 'active' | 'paused') =>
    server.client.call(routes.changeSource, { params: { handle: 'resting' }, body: { state } });
  await set('paused');
  expect((await server.post(ndjson([fresh()]), { source: 'resting' })).problem).toMatchObject({
    status: 409,
    code: 'conflict',
    detail: 'The source resting is paused.',
  });
  const replayed = server.client.call(routes.replay, {
    params: { id: item!.id },
    body: { corrected: JSON.stringify(fresh()) },
  });
  await expect(replayed).rejects.toMatchObject({ problem: { code: 'conflict' } });
  expect(await server.client.call(routes.replayMany, { body: { ids: [item!.id] } })).toMatchObject({
    quarantined: 0,
    skipped: 1,
  });
  const folder = join(watched, 'resting');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'late.ndjson'), ndjson([fresh()]));
  const note = join(folder, '.failed', 'late.ndjson.json');
  await eventually(note, () => Promise.resolve(existsSync(note) ? true : undefined));
  expect(existsSync(join(folder, '.done'))).toBe(false);
});

test('who may not send is refused, and why', async () => {
  const { token: writer } = await server.addOrg('writer', [], ['events:write']);
  await server.addSource('of-writer', { org: 'writer' });
  await server.addSource('paused');
  await server.client.call(routes.changeSource, { params: { handle: 'paused' }, body: { state: 'paused' } });
  const body = ndjson([fresh()]);
  expect((await server.post(body, { source: 'of-writer', token: writer })).receipt).toMatchObject({
    accepted: 1,
    sentBy: 'writer: test',
  });
  expect((await server.post(body, { source: 'sensor', token: writer })).problem).toMatchObject({
    status: 404,
    code: 'unknown_source',
  });
  expect((await server.post(body, { source: 'nobody' })).problem).toMatchObject({ code: 'unknown_source' });
  expect((await server.post(body, { source: 'paused' })).problem).toMatchObject({ status: 409, code: 'conflict' });
  expect((await server.post(body, { source: 'sensor', token: readerToken })).problem.status).toBe(403);
  expect((await server.post(body, { source: 'sensor', token: 'nonsense' })).problem.status).toBe(401);
  expect((await server.post(body, { source: 'sensor', query: { feed: 'unheard-of' } })).problem).toMatchObject({
    code: 'unknown_feed',
  });
  // Receipts and refused records are seen by who runs the source.
  expect(await reader.call(routes.quarantine, {})).toMatchObject({ items: [], total: 0 });
  expect(await reader.call(routes.batches, {})).toMatchObject({ batches: [] });
});
