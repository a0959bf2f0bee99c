import fc from 'fast-check';
import { expect, test } from 'vitest';
import { imageProblem } from './check-image.ts';
import { addRecord, createCompilation, finishCompilation } from './compile.ts';
import type { InputRecord } from './inputs/record.ts';
import { formatIp, parseIp, wordAt, type IpAddress } from './ip-address.ts';
import { formatPrefix, parsePrefix, prefixContains, type Prefix } from './prefix.ts';
import { openSnapshot, type IpSnapshot } from './snapshot.ts';

const ASN = { asn: 'prefix-to-as', country: null } as const;

function compileAsns(entries: readonly { prefix: Prefix; asn: number }[]): IpSnapshot {
  const compilation = createCompilation();
  for (const { prefix, asn } of entries)
    addRecord(compilation, ASN, { prefixes: [prefix], asns: [asn], country: '', name: '' });
  const image = finishCompilation(compilation, { name: 'test', builtAt: '2026-01-01T00:00:00Z', inputs: [] });
  expect(imageProblem(image)).toBeUndefined();
  return openSnapshot(image);
}

/** The longest of the prefixes that contain the address; of equal ones the last. */
function scan(
  entries: readonly { prefix: Prefix; asn: number }[],
  ip: IpAddress,
): { prefix: Prefix; asn: number } | undefined {
  let best: { prefix: Prefix; asn: number } | undefined;
  for (const entry of entries)
    if (prefixContains(entry.prefix, ip) && entry.prefix.length >= (best?.prefix.length ?? 0)) best = entry;
  return best;
}

function neighbours(prefix: Prefix): IpAddress[] {
  const bits = prefix.version === 4 ? 32n : 128n;
  const base =
    prefix.version === 4
      ? BigInt(prefix.base)
      : [0, 4, 8, 12].reduce((sum, at) => (sum << 32n) | BigInt(wordAt(prefix.base, at)), 0n);
  const end = base + (1n << (bits - BigInt(prefix.length)));
  return [base - 1n, base, base + 1n, end - 1n, end].map((value) => {
    const wrapped = BigInt.asUintN(Number(bits), value);
    if (prefix.version === 4) return { version: 4, value: Number(wrapped) };
    return {
      version: 6,
      bytes: Uint8Array.from({ length: 16 }, (_, index) => Number((wrapped >> BigInt(120 - index * 8)) & 255n)),
    };
  });
}

function expectSame(snapshot: IpSnapshot, entries: readonly { prefix: Prefix; asn: number }[], ip: IpAddress): void {
  const wanted = scan(entries, ip);
  const row = snapshot.lookup(ip);
  const found = row < 0 ? undefined : [snapshot.asn(row), snapshot.prefixText(row), snapshot.prefixLength(row)];
  expect(found, formatIp(ip)).toEqual(wanted && [wanted.asn, formatPrefix(wanted.prefix), wanted.prefix.length]);
}

// Few bits vary, so that prefixes nest, touch and repeat.
const prefix4 = fc
  .tuple(fc.integer({ min: 0, max: 0xffffffff }), fc.integer({ min: 1, max: 32 }), fc.boolean())
  .map(([bits, length, dense]) => {
    const address = dense ? (0xc6120000 | (bits & 0x1ff)) >>> 0 : bits;
    return parsePrefix(`${formatIp({ version: 4, value: address })}/${dense ? 20 + (length % 13) : length}`, 'clear')!;
  });
const prefix6 = fc
  .tuple(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.integer({ min: 1, max: 128 }), fc.nat({ max: 2 }))
  .map(([random, length, kind]) => {
    const bytes =
      kind === 0
        ? random
        : Uint8Array.from([
            0x20,
            0x01,
            0x0d,
            0xb8,
            0,
            0,
            ...(kind === 1 ? [random[6]!, 0, 0, 0, 0, 0, 0, 0, 0, random[15]! & 7] : random.slice(6)),
          ]);
    return parsePrefix(`${formatIp({ version: 6, bytes })}/${kind === 1 ? 40 + (length % 89) : length}`, 'clear')!;
  });
const entries = (prefix: fc.Arbitrary<Prefix>) =>
  fc.array(fc.record({ prefix, asn: fc.integer({ min: 64_512, max: 64_515 }) }), { maxLength: 40 });
const anyIp4 = fc.integer({ min: 0, max: 0xffffffff }).map((value) => ({ version: 4 as const, value }));
const anyIp6 = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => ({ version: 6 as const, bytes }));

test.each([
  ['IPv4', entries(prefix4), anyIp4],
  ['IPv6', entries(prefix6.filter(({ version }) => version === 6)), anyIp6],
] as const)('%s: a lookup finds what a scan for the longest prefix finds', (_, table, anyIp) => {
  fc.assert(
    fc.property(table, fc.array(anyIp as fc.Arbitrary<IpAddress>, { maxLength: 10 }), (list, addresses) => {
      const snapshot = compileAsns(list);
      for (const ip of [...addresses, ...list.flatMap(({ prefix }) => neighbours(prefix))])
        expectSame(snapshot, list, ip);
    }),
    { numRuns: 60 },
  );
});

test('the ends of the address space belong to their prefixes', () => {
  const list = [
    '0.0.0.0/8',
    '0.0.0.0/32',
    '240.0.0.0/4',
    '255.255.255.255',
    '::/16',
    '::/128',
    'ff00::/8',
    'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
  ].map((text, index) => ({
    prefix: parsePrefix(text)!,
    asn: 64_512 + index,
  }));
  const snapshot = compileAsns(list);
  for (const ip of list.flatMap(({ prefix }) => neighbours(prefix))) expectSame(snapshot, list, ip);
});

test('an empty table knows nothing', () => {
  const snapshot = compileAsns([]);
  expect([
    snapshot.lookup4(0),
    snapshot.lookup4(0xffffffff),
    snapshot.lookup6(new Uint8Array(16)),
    snapshot.lookup6(new Uint8Array(16).fill(255)),
  ]).toEqual([-1, -1, -1, -1]);
  expect([snapshot.rows4, snapshot.rows6]).toEqual([1, 1]);
});

const RECORD: InputRecord = { prefixes: [], asns: [], country: '', name: '' };
const look = (snapshot: IpSnapshot, text: string) => {
  const row = snapshot.lookup(parseIp(text)!);
  return row < 0
    ? null
    : {
        asn: snapshot.asn(row),
        country: snapshot.country(row),
        prefix: snapshot.prefixText(row),
        ...{ by: snapshot.method(row) },
      };
};
const prefixes = (...texts: string[]): Prefix[] => texts.map((text) => parsePrefix(text)!);

test('AS number and country come each from the strongest method that covers the address', () => {
  const compilation = createCompilation();
  const add = addRecord.bind(null, compilation);
  add(
    { asn: null, country: 'country-prefix' },
    { ...RECORD, prefixes: prefixes('198.18.0.0/16', '2001:db8::/32'), country: 'AT' },
  );
  add(
    { asn: null, country: 'rir-delegated' },
    { ...RECORD, prefixes: prefixes('198.18.0.0/24', '198.19.0.0/16'), country: 'DE' },
  );
  add({ asn: null, country: 'rir-delegated' }, { ...RECORD, country: 'FR', registered: [64_512, 64_520] });
  add(
    { asn: 'prefix-to-as', country: 'as-registration' },
    {
      ...RECORD,
      prefixes: prefixes('198.18.0.0/17', '203.0.113.0/24'),
      asns: [64_512],
      country: '',
      name: 'Example One',
    },
  );
  add(
    { asn: 'operator-csv', country: 'operator-csv' },
    { ...RECORD, prefixes: prefixes('198.18.2.0/23'), asns: [64_600], country: '' },
  );
  add(
    { asn: 'operator-csv', country: 'operator-csv' },
    { ...RECORD, prefixes: prefixes('198.18.3.0/24'), country: 'NL' },
  );
  const snapshot = openSnapshot(
    finishCompilation(compilation, { name: 'test', builtAt: '2026-01-01T00:00:00Z', inputs: [] }),
  );

  // A weaker method does not win by a longer prefix.
  expect(look(snapshot, '198.18.0.1')).toEqual({
    asn: 64_512,
    country: 'AT',
    prefix: '198.18.0.0/17',
    by: { asn: 'prefix-to-as', country: 'country-prefix' },
  });
  expect(look(snapshot, '198.18.2.1')).toMatchObject({
    asn: 64_600,
    country: 'AT',
    prefix: '198.18.2.0/23',
    by: { asn: 'operator-csv' },
  });
  expect(look(snapshot, '198.18.3.1')).toEqual({
    asn: 64_600,
    country: 'NL',
    prefix: '198.18.2.0/23',
    by: { asn: 'operator-csv', country: 'operator-csv' },
  });
  expect(look(snapshot, '198.18.128.1')).toEqual({
    asn: 0,
    country: 'AT',
    prefix: '198.18.0.0/16',
    by: { asn: null, country: 'country-prefix' },
  });
  expect(look(snapshot, '198.19.0.1')).toMatchObject({ asn: 0, country: 'DE', by: { country: 'rir-delegated' } });
  expect(look(snapshot, '203.0.113.1')).toEqual({
    asn: 64_512,
    country: 'FR',
    prefix: '203.0.113.0/24',
    by: { asn: 'prefix-to-as', country: 'as-registration' },
  });
  expect(look(snapshot, '2001:db8:1::1')).toMatchObject({ country: 'AT', prefix: '2001:db8::/32' });
  expect(look(snapshot, '192.0.2.1')).toBeNull();
  expect([...snapshot.systems()].slice(0, 2)).toEqual([
    { asn: 64_512, name: 'Example One', country: 'FR' },
    { asn: 64_513, name: '', country: 'FR' },
  ]);
});

test('a prefix with several origins keeps them all, the first one first', () => {
  const compilation = createCompilation();
  addRecord(compilation, ASN, {
    ...RECORD,
    prefixes: prefixes('198.51.100.0/24', '2001:db8:1::/48'),
    asns: [64_514, 64_512],
  });
  addRecord(compilation, ASN, { ...RECORD, prefixes: prefixes('203.0.113.0/24'), asns: [64_513] });
  const image = finishCompilation(compilation, { name: 'test', builtAt: '2026-01-01T00:00:00Z', inputs: [] });
  expect(imageProblem(image)).toBeUndefined();
  const snapshot = openSnapshot(image);
  const origins = (text: string) => snapshot.origins(snapshot.lookup(parseIp(text)!));
  expect(['198.51.100.1', '2001:db8:1::1', '203.0.113.1', '192.0.2.1'].map(origins)).toEqual([
    [64_514, 64_512],
    [64_514, 64_512],
    [64_513],
    [],
  ]);
  expect(snapshot.asn(snapshot.lookup(parseIp('198.51.100.1')!))).toBe(64_514);
});

test('of equal prefixes the last one counts, and the report says that one was replaced', () => {
  const [prefix] = prefixes('198.51.100.0/24');
  const snapshot = compileAsns([
    { prefix: prefix!, asn: 64_512 },
    { prefix: prefix!, asn: 64_512 },
    { prefix: prefix!, asn: 64_513 },
  ]);
  expect(look(snapshot, '198.51.100.7')?.asn).toBe(64_513);
  expect(snapshot.replaced).toBe(1);
});

test('the same records give the same bytes', () => {
  const list = prefixes('198.18.0.0/15', '198.51.100.0/24').map((prefix) => ({ prefix, asn: 64_512 }));
  expect(new Uint8Array(compileAsns(list).image)).toEqual(new Uint8Array(compileAsns(list).image));
});
