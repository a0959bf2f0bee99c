import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ndjson, pipelineFacts, portionMaker, sourceFacts } from '../../test/portions.ts';
import { flags } from './event-columns.ts';
import type { Portion } from './portion.ts';
import { patchPortion } from './portion.ts';

const now = Date.UTC(2026, 2, 20, 12);
const org = { id: 5, handle: 'org-5', kind: 'isp' as const, nation: null, enrolment: 'enrolled' as const };
const facts = pipelineFacts({
  orgs: [org],
  entries: [
    { org: 5, kind: 'prefix', value: '192.0.2.0/24', shared: false },
    { org: 5, kind: 'prefix', value: '198.51.100.0/24', shared: true },
  ],
  families: [{ id: 300_000, name: 'mirai', aliases: [] }],
  warninglists: [{ name: 'scanners', kind: 'scanner', addresses: ['203.0.113.0/24'], domains: [] }],
});
const event = {
  time: '2026-03-20T10:00:00Z',
  address: '192.0.2.1',
  class: 'infected-system' as const,
  family: 'mirai',
  port: 4000,
};

const read = (records: Parameters<typeof ndjson>[0], source = sourceFacts()): Portion =>
  portionMaker(facts)(ndjson(records), { id: 7, now, source })!;

/** The fields of each row of binary COPY, undefined where NULL. */
function rowsOf({ rows }: Portion): (Buffer | undefined)[][] {
  const bytes = Buffer.from(rows);
  const found: (Buffer | undefined)[][] = [];
  for (let at = 0; at < bytes.length;) {
    const count = bytes.readInt16BE(at);
    at += 2;
    found.push(
      Array.from({ length: count }, () => {
        const length = bytes.readInt32BE(at);
        at += 4 + Math.max(0, length);
        return length < 0 ? undefined : bytes.subarray(at - length, at);
      }),
    );
  }
  return found;
}
const column = {
  day: 0,
  id: 1,
  portion: 3,
  source: 4,
  audience: 5,
  route: 6,
  enrichment: 7,
  family: 8,
  flags: 9,
  port: 10,
  host: 13,
  class: 14,
  sector: 18,
  address: 19,
  dst: 21,
  domain: 22,
  given: 24,
};
const int = (row: (Buffer | undefined)[], at: number) => row[at]!.readInt32BE();

test('each record has one outcome', () => {
  const record = fc.constantFrom<unknown>(
    event,
    { ...event, url: 'https://x.example.org/1' },
    { ...event, time: '2020-01-01T00:00:00Z' },
    { ...event, address: '10.0.0.1' },
    { ...event, address: '203.0.113.9' },
    { ...event, time: 'never' },
    { ...event, address: 'nobody' },
    { ...event, port: 70_000 },
    { time: event.time },
    'no json',
    { ...event, time: '2027-01-01T00:00:00Z' },
  );
  fc.assert(
    fc.property(fc.array(record, { minLength: 1, maxLength: 40 }), (records) => {
      const { count, repeated, held, filtered } = read(records as (typeof event)[]);
      const dropped = Object.values(filtered).reduce((sum, { count: some }) => sum + some, 0);
      expect(count + repeated + held.length + dropped).toBe(records.length);
      const places = [
        ...held.map(({ record: n }) => n),
        ...Object.values(filtered).flatMap(({ samples }) => samples.map(({ record: n }) => n)),
      ];
      expect(new Set(places).size).toBe(places.length);
      expect(places.every((n) => n >= 1 && n <= records.length)).toBe(true);
    }),
  );
});

test('rows say what the record gave and what is known of it', () => {
  const portion = read([event]);
  expect(portion).toMatchObject({
    id: 7,
    count: 1,
    days: ['2026-03-20'],
    latest: Date.UTC(2026, 2, 20, 10),
    held: [],
    filtered: {},
  });
  const [row] = rowsOf(portion);
  expect(row).toHaveLength(25);
  expect(row![column.portion]!.readBigInt64BE()).toBe(7n);
  expect([int(row!, column.source), int(row!, column.family), int(row!, column.flags), int(row!, column.port)]).toEqual(
    [1, 300_000, 0, 4000],
  );
  expect(row![column.class]!.toString()).toBe('infected-system');
  expect(row![column.host]!.subarray(13).readUIntBE(0, 3) & 0xf_ffff).toBe(300_000);
});

test('ids that are not known yet are patched in: family, host, route, audience, enrichment', () => {
  const other = { ...event, family: 'Newcomer', address: '192.0.2.2' };
  const portion = read([other, { ...other, url: 'https://x.example.org/2' }, event]);
  expect(portion.families.items).toEqual(['newcomer']);
  expect(portion.routes.items).toHaveLength(1);
  expect(portion.routes.items[0]).toMatchObject({ audience: [5] });
  patchPortion(portion, { family: () => 0x5_4321, route: () => ({ id: 77, audience: 66 }), enrichment: () => 55 });
  const rows = rowsOf(portion);
  expect(
    rows.map((row) => [
      int(row, column.audience),
      int(row, column.route),
      int(row, column.enrichment),
      int(row, column.family),
    ]),
  ).toEqual([
    [66, 77, 55, 0x5_4321],
    [66, 77, 55, 0x5_4321],
    [66, 77, 55, 300_000],
  ]);
  expect(rows.map((row) => row[column.host]!.subarray(13).readUIntBE(0, 3) & 0xf_ffff)).toEqual([
    0x5_4321, 0x5_4321, 300_000,
  ]);
  // The rest of the host is untouched.
  expect(rows[0]![column.host]!.toString('hex').slice(0, 8)).toBe('c0000202');
});

test('shared addresses and missing ports are flagged; mere observations open no host', () => {
  const { port: _, ...without } = event;
  const rows = rowsOf(
    read([
      { ...event, address: '198.51.100.1' },
      { ...without, address: '198.51.100.1' },
      { ...event, protocol: 'udp' },
      { time: event.time, domain: 'login.example.org' },
    ]),
  );
  expect(rows.map((row) => int(row, column.flags))).toEqual([
    flags.shared,
    flags.shared | flags.portMissing,
    flags.observation,
    flags.observation,
  ]);
  expect(rows.map((row) => row[column.host] === undefined)).toEqual([false, false, true, true]);
});

test('the same record has the same id in every portion, and another source makes another event', () => {
  const id = (source = sourceFacts()) => rowsOf(read([event], source))[0]![column.id]!.toString('hex');
  expect(id()).toBe(id());
  expect(id(sourceFacts({ handle: 'other' }))).not.toBe(id());
  expect(id(sourceFacts({ id: 9, tlp: 'green' }))).toBe(id());
});

test('a destination that is no address, or no port, is kept among the given fields', () => {
  const [row, six] = rowsOf(
    read([
      { ...event, destination: { address: 'sink.example.org', port: 80 } },
      { ...event, destination: { address: '2001:db8::9' } },
    ]),
  );
  expect(row![column.dst]).toBeUndefined();
  expect(JSON.parse(row![column.given]!.toString())).toMatchObject({ 'destination.address': 'sink.example.org' });
  expect(six![column.dst]).toHaveLength(20);
});

test('a name is stored as it is looked for; where it was given otherwise, that is kept beside', () => {
  const rows = rowsOf(
    read([
      { ...event, domain: 'Login.Example.ORG.' },
      { ...event, domain: 'login.example.org', extra: { note: 1 } },
      { ...event, domain: 'no name' },
      { ...event, domain: '', hostname: 'H1.example.net' },
      { time: event.time, url: 'https://Пример.укр/x' },
    ]),
  );
  const given = (at: number): unknown => JSON.parse(rows[at]![column.given]?.toString() ?? 'null');
  expect(rows.map((row) => row[column.domain]!.toString())).toEqual([
    'login.example.org',
    'login.example.org',
    'no name',
    'h1.example.net',
    'xn--e1afmkfd.xn--j1amh',
  ]);
  expect(given(0)).toMatchObject({ 'event.domain': 'Login.Example.ORG.' });
  expect(given(1)).toEqual({ family: 'mirai', note: 1 });
  expect(given(2)).toEqual({ family: 'mirai' });
  expect(given(3)).toMatchObject({ hostname: 'H1.example.net' });
  // The URL itself says how the name was written.
  expect(given(4)).toBeNull();
});

test('a sector is stored by the word of the registry; the word of the source is kept beside', () => {
  const [row, unknown] = rowsOf(
    read([
      { ...event, sector: 'Public Administration' },
      { ...event, sector: 'Retail Trade' },
    ]),
  );
  expect(row![column.sector]!.toString()).toBe('public-administration');
  expect(JSON.parse(row![column.given]!.toString())).toMatchObject({ sector: 'Public Administration' });
  expect(unknown![column.sector]).toBeUndefined();
  expect(JSON.parse(unknown![column.given]!.toString())).toMatchObject({ sector: 'Retail Trade' });
});

test('what is older than the days that are kept is filtered, to the day', () => {
  const maker = portionMaker(pipelineFacts({}, 2));
  const at = (time: string) => maker(ndjson([{ ...event, time }]), { now })!;
  expect(at('2026-03-18T00:00:00Z').count).toBe(1);
  expect(at('2026-03-17T23:59:59.999Z').filtered).toMatchObject({ too_old: { count: 1 } });
});

test('samples of what was filtered are few and short; NUL characters in them are shown as U+FFFD', () => {
  const old = { ...event, time: '2020-01-01T00:00:00Z', extra: { note: 'x'.repeat(2_000) } };
  const { filtered } = read(Array.from({ length: 10 }, () => old));
  expect(filtered.too_old!.count).toBe(10);
  expect(filtered.too_old!.samples.map(({ record }) => record)).toEqual([1, 2, 3]);
  expect(filtered.too_old!.samples[0]!.raw).toHaveLength(512);
});

test('a table row is held with the header that it needs', () => {
  const body = 'timestamp,ip,port,tag\n2026-03-20 10:00:00,nobody,1,x\n2026-03-20 10:00:00,192.0.2.1,1,x\n';
  const portion = portionMaker(facts)(body, { now, feed: 'shadowserver' })!;
  expect(portion.count).toBe(1);
  expect(
    portion.held.map(({ record, line, reason, raw, header }) => [
      record,
      line,
      reason,
      Buffer.from(raw).toString().trim(),
      Buffer.from(header!).toString().trim(),
    ]),
  ).toEqual([[1, 2, 'bad_address', '2026-03-20 10:00:00,nobody,1,x', 'timestamp,ip,port,tag']]);
});

test('a refused record keeps its own bytes while the rest of the body is read', () => {
  const padding = { pad: 'x'.repeat(400) };
  const records = Array.from({ length: 4_000 }, (_, n) => ({
    ...event,
    ...padding,
    port: n % 100 === 0 ? 70_000 + n : n,
  }));
  const { held } = read(records);
  expect(held.map(({ raw }) => Buffer.from(raw).toString())).toEqual(
    records.filter(({ port }) => port > 65_535).map((record) => JSON.stringify(record)),
  );
});
