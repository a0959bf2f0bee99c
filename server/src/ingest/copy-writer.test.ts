import { once } from 'node:events';
import fc from 'fast-check';
import { from as copyFrom } from 'pg-copy-streams';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../test/database.ts';
import { parseIpv6Into } from '#registry/ip-data/index.ts';
import { copyHeader, copyTrailer, createCopyWriter, type CopyWriter } from './copy-writer.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase({ empty: true });
});
afterAll(() => database.close());

const columns = {
  int4: 'int4',
  int8: 'int8',
  at: 'timestamptz',
  day: 'date',
  id: 'uuid',
  words: 'text',
  ip: 'inet',
  net: 'cidr',
  given: 'json',
} as const;
type Column = keyof typeof columns;
type Row = Partial<Record<Column, (write: CopyWriter) => void>>;
const names = Object.keys(columns) as Column[];

/** What PostgreSQL makes of the rows, as text; every column that a row leaves out is NULL. */
async function roundTrip(rows: readonly Row[], write = createCopyWriter()): Promise<Record<Column, string | null>[]> {
  const client = await database.ownerPool.connect();
  try {
    await client.query(
      `create temp table sample (n serial, ${Object.entries(columns)
        .map((column) => column.join(' '))
        .join(', ')})`,
    );
    const stream = client.query(copyFrom(`copy sample (${names.join(', ')}) from stdin (format binary)`));
    const finished = once(stream, 'finish');
    for (const row of rows) {
      write.row(names.length);
      for (const name of names) (row[name] ?? ((to: CopyWriter) => to.nothing()))(write);
    }
    stream.write(copyHeader);
    stream.write(write.take());
    stream.end(copyTrailer);
    await finished;
    const texts = names.map((name) =>
      name === 'at'
        ? `to_char(at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS BC') as at`
        : `${name}::text as ${name}`,
    );
    const { rows: found } = await client.query<Record<Column, string | null>>(
      `select ${texts.join(', ')} from sample order by n`,
    );
    await client.query('drop table sample');
    return found;
  } finally {
    client.release();
  }
}

const bytes6 = (text: string): Uint8Array => {
  const bytes = new Uint8Array(16);
  parseIpv6Into(text, bytes);
  return bytes;
};
const none = { int4: null, int8: null, at: null, day: null, id: null, words: null, ip: null, net: null, given: null };

test('every type of column arrives as it was written, and nothing as NULL', async () => {
  const id = Uint8Array.from({ length: 20 }, (_, index) => index * 13);
  const rows = await roundTrip([
    {},
    {
      int4: (to) => to.int4(2_147_483_647),
      int8: (to) => to.int8(Number.MAX_SAFE_INTEGER),
      words: (to) => to.text(''),
      given: (to) => to.text('{"a":1}'),
    },
    { int4: (to) => to.int4(-1), int8: (to) => to.int8(-4_294_967_297), id: (to) => to.uuid(id, 2) },
    {
      at: (to) => to.timestamp(Date.UTC(2026, 2, 4, 5, 6, 7, 89)),
      day: (to) => to.date(Date.UTC(2026, 2, 4) / 86_400_000),
    },
    { at: (to) => to.timestamp(-1), day: (to) => to.date(-1) },
    { at: (to) => to.timestamp(Date.UTC(1900, 0, 1)), day: (to) => to.date(Date.UTC(1900, 0, 1) / 86_400_000) },
    { ip: (to) => to.inet4(0xc000_02ff), net: (to) => to.cidr4(0xc000_02ff, 25) },
    { ip: (to) => to.inet4(0xffff_ffff), net: (to) => to.cidr4(0xffff_ffff, 0) },
    { ip: (to) => to.inet6(bytes6('2001:db8:ffff::1')), net: (to) => to.cidr6(bytes6('2001:db8:ffff::1'), 33) },
    { net: (to) => to.cidr6(bytes6('2001:db8::1'), 128) },
    { net: (to) => to.cidr6(bytes6('2001:db8::1'), 0) },
  ]);
  expect(rows).toEqual([
    none,
    { ...none, int4: '2147483647', int8: '9007199254740991', words: '', given: '{"a":1}' },
    { ...none, int4: '-1', int8: '-4294967297', id: '1a273441-4e5b-6875-828f-9ca9b6c3d0dd' },
    { ...none, at: '2026-03-04 05:06:07.089 AD', day: '2026-03-04' },
    { ...none, at: '1969-12-31 23:59:59.999 AD', day: '1969-12-31' },
    { ...none, at: '1900-01-01 00:00:00.000 AD', day: '1900-01-01' },
    { ...none, ip: '192.0.2.255/32', net: '192.0.2.128/25' },
    { ...none, ip: '255.255.255.255/32', net: '0.0.0.0/0' },
    { ...none, ip: '2001:db8:ffff::1/128', net: '2001:db8:8000::/33' },
    { ...none, net: '2001:db8::1/128' },
    { ...none, net: '::/0' },
  ]);
});

test('texts of every script, length and half a surrogate arrive, the last as U+FFFD', async () => {
  const texts = [
    'Łódź',
    'ΑΘΗΝΑ',
    '日本',
    '🔔',
    'x'.repeat(24),
    'x'.repeat(25),
    `${'x'.repeat(23)}é`,
    'y'.repeat(100_000),
    'tab\tand\nline',
    '\\N',
    'half \ud83d',
    '\ude00',
  ];
  const rows = await roundTrip(texts.map((text) => ({ words: (to) => to.text(text) })));
  expect(rows.map(({ words }) => words)).toEqual(texts.map((text) => text.toWellFormed()));
});

test('a buffer that grows keeps what is in it, and begins anew when taken', async () => {
  const write = createCopyWriter(8);
  for (const round of ['a', 'b']) {
    const rows = await roundTrip(
      [{ words: (to) => to.text(round.repeat(5_000)), int4: (to) => to.int4(1) }, { words: (to) => to.text(round) }],
      write,
    );
    expect(rows.map(({ words }) => words)).toEqual([round.repeat(5_000), round]);
    expect(write.size).toBe(0);
  }
});

test('whatever is written comes back', async () => {
  const row = fc.record({
    words: fc.string({ unit: 'binary', maxLength: 60 }).map((text) => text.replaceAll('\0', '')),
    number: fc.integer({ min: -2_147_483_648, max: 2_147_483_647 }),
    large: fc.maxSafeInteger(),
    // Microseconds are exact as far as a double counts them; events of the far future are refused before.
    time: fc.integer({ min: Date.UTC(1800, 0, 1), max: Date.UTC(2200, 0, 1) }),
    address: fc.integer({ min: 0, max: 0xffff_ffff }),
    bits: fc.integer({ min: 0, max: 32 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 40 }), async (rows) => {
      const found = await roundTrip(
        rows.map(({ words, number, large, time, address, bits }) => ({
          words: (to) => to.text(words),
          int4: (to) => to.int4(number),
          int8: (to) => to.int8(large),
          at: (to) => to.timestamp(time),
          ip: (to) => to.inet4(address),
          net: (to) => to.cidr4(address, bits),
        })),
      );
      expect(found.map(({ words, int4, int8, at, ip }) => ({ words, int4, int8, at, ip }))).toEqual(
        rows.map(({ words, number, large, time, address }) => ({
          words: words.toWellFormed(),
          int4: String(number),
          int8: String(large),
          at: `${new Date(time).toISOString().slice(0, -1).replace('T', ' ')} AD`,
          ip: `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}/32`,
        })),
      );
    }),
    { numRuns: 40 },
  );
});
