import fc from 'fast-check';
import { Reader, type Response } from 'maxmind';
import { expect, test } from 'vitest';
import { formatIp } from '../ip-address.ts';
import { formatPrefix, parsePrefix, type Prefix } from '../prefix.ts';
import { looksLikeMmdb, mmdbNetworks, openMmdb } from './mmdb-tree.ts';
import { readMmdbValue } from './mmdb-value.ts';
import { mmdbRecords } from './operator-mmdb.ts';

// A small writer of the format, so that the test rests on no database of others.

type Value = string | number | boolean | { double: number } | Value[] | { [key: string]: Value };

function control(type: number, size: number): number[] {
  const short = size < 29 ? size : size < 285 ? 29 : 30;
  const rest = short === 29 ? [size - 29] : short === 30 ? [(size - 285) >>> 8, (size - 285) & 255] : [];
  return type > 7 ? [short, type - 7, ...rest] : [(type << 5) | short, ...rest];
}

function encode(value: Value): number[] {
  if (typeof value === 'string') return [...control(2, Buffer.byteLength(value)), ...Buffer.from(value)];
  if (typeof value === 'boolean') return control(14, value ? 1 : 0);
  if (typeof value === 'number') {
    const bytes = [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).slice(Math.clz32(value) >>> 3);
    return [...control(6, bytes.length), ...bytes];
  }
  if (Array.isArray(value)) return [...control(11, value.length), ...value.flatMap(encode)];
  if ('double' in value) {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleBE(value.double as number);
    return [...control(3, 8), ...bytes];
  }
  return [
    ...control(7, Object.keys(value).length),
    ...Object.entries(value).flatMap(([key, member]) => [...encode(key), ...encode(member)]),
  ];
}

type Node = [Node | number | null, Node | number | null];

interface WriteOptions {
  version: 4 | 6;
  recordSize: 24 | 28 | 32;
  /** Paths (as bits) that lead to the node of IPv4, as in the databases of MaxMind. */
  aliases?: string[];
}

/** Bits of a prefix as they lie in a tree of the given version: IPv4 stands at ::/96 in one of IPv6. */
function bitsOf(prefix: Prefix, version: 4 | 6): string {
  const bytes = prefix.version === 4 ? [24, 16, 8, 0].map((shift) => (prefix.base >>> shift) & 255) : [...prefix.base];
  const bits = bytes
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('')
    .slice(0, prefix.length);
  return version === 6 && prefix.version === 4 ? '0'.repeat(96) + bits : bits;
}

/** Prefixes must not nest: a leaf of the tree has no children. */
function writeMmdb(entries: [Prefix, Value][], { version, recordSize, aliases = [] }: WriteOptions): Buffer {
  const data: number[] = [];
  const root: Node = [null, null];
  const nodeAt = (bits: string): Node => {
    let node = root;
    for (const bit of bits) node = (node[Number(bit)] ??= [null, null]) as Node;
    return node;
  };
  for (const [prefix, value] of entries) {
    const bits = bitsOf(prefix, version);
    nodeAt(bits.slice(0, -1))[Number(bits.at(-1))] = data.length;
    data.push(...encode(value));
  }
  for (const alias of aliases) nodeAt(alias.slice(0, -1))[Number(alias.at(-1))] = nodeAt('0'.repeat(96));
  const nodes: Node[] = [];
  const places = new Map<Node, number>();
  const number = (node: Node): void => {
    if (places.has(node)) return;
    places.set(node, nodes.push(node) - 1);
    for (const child of node) if (Array.isArray(child)) number(child);
  };
  number(root);
  const record = (child: Node[number]): number =>
    child === null ? nodes.length : Array.isArray(child) ? places.get(child)! : nodes.length + 16 + child;
  const tree = nodes.flatMap(([left, right]) => {
    const [l, r] = [record(left), record(right)];
    if (recordSize === 24) return [l >>> 16, l >>> 8, l, r >>> 16, r >>> 8, r];
    if (recordSize === 28) return [l >>> 16, l >>> 8, l, ((l >>> 24) << 4) | (r >>> 24), r >>> 16, r >>> 8, r];
    return [l >>> 24, l >>> 16, l >>> 8, l, r >>> 24, r >>> 16, r >>> 8, r];
  });
  const metadata = encode({
    node_count: nodes.length,
    record_size: recordSize,
    ip_version: version,
    database_type: 'Example-ASN',
    build_epoch: 1_700_000_000,
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    languages: ['en'],
    description: { en: 'made by a test' },
  });
  return Buffer.concat([
    Uint8Array.from(tree),
    new Uint8Array(16),
    Uint8Array.from(data),
    Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1'),
    Uint8Array.from(metadata),
  ]);
}

/** Prefixes that do not nest. */
const disjoint = (arbitrary: fc.Arbitrary<Prefix>) =>
  fc.array(arbitrary, { maxLength: 25 }).map((list) => {
    const kept: Prefix[] = [];
    for (const prefix of list) {
      const bits = bitsOf(prefix, 6);
      if (!kept.some((other) => bits.startsWith(bitsOf(other, 6)) || bitsOf(other, 6).startsWith(bits)))
        kept.push(prefix);
    }
    return kept;
  });
const prefix4 = fc
  .tuple(fc.integer({ min: 0, max: 0xffffffff }), fc.integer({ min: 1, max: 32 }))
  .map(([value, length]) => parsePrefix(`${formatIp({ version: 4, value })}/${length}`, 'clear')!);
const prefix6 = fc
  .tuple(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.integer({ min: 4, max: 128 }))
  .map(([bytes, length]) => {
    bytes[0] = 0x20 | (bytes[0]! & 15);
    return parsePrefix(`${formatIp({ version: 6, bytes })}/${length}`, 'clear')!;
  });
const MAPPED = '0'.repeat(80) + '1'.repeat(16);
const SIX_TO_FOUR = '0010000000000010';

test.each([24, 28, 32] as const)(
  'the walk lists every network once, at %i bits, as the reader of maxmind sees them',
  (recordSize) => {
    fc.assert(
      fc.property(disjoint(prefix4), disjoint(prefix6), fc.boolean(), (four, six, aliased) => {
        const entries = [...four, ...six].map((prefix, index): [Prefix, Value] => [
          prefix,
          { autonomous_system_number: 64_512 + index },
        ]);
        const hasRoom = !six.some(
          (prefix) => SIX_TO_FOUR.startsWith(bitsOf(prefix, 6)) || bitsOf(prefix, 6).startsWith(SIX_TO_FOUR),
        );
        const file = writeMmdb(entries, {
          version: 6,
          recordSize,
          aliases: aliased && hasRoom && four.length > 0 ? [MAPPED, SIX_TO_FOUR] : [],
        });
        const mmdb = openMmdb(file);
        const walked = [...mmdbNetworks(mmdb)].map(({ prefix, at }) => [
          formatPrefix(prefix),
          readMmdbValue(mmdb.data, at),
        ]);
        expect(Object.fromEntries(walked)).toEqual(
          Object.fromEntries(entries.map(([prefix, value]) => [formatPrefix(prefix), value])),
        );
        expect(walked).toHaveLength(entries.length);
        const oracle = new Reader<Response>(file);
        for (const [prefix, value] of entries) {
          const address =
            prefix.version === 4
              ? formatIp({ version: 4, value: prefix.base })
              : formatIp({ version: 6, bytes: prefix.base });
          expect(oracle.get(address)).toEqual(value);
        }
      }),
      { numRuns: 40 },
    );
  },
);

test('a database of IPv4 alone', () => {
  const entries: [Prefix, Value][] = ['192.0.2.0/24', '198.51.100.0/25', '203.0.113.7/32'].map((text) => [
    parsePrefix(text)!,
    { country: { iso_code: 'AT' } },
  ]);
  const walked = [...mmdbNetworks(openMmdb(writeMmdb(entries, { version: 4, recordSize: 28 })))];
  expect(walked.map(({ prefix }) => formatPrefix(prefix))).toEqual([
    '192.0.2.0/24',
    '198.51.100.0/25',
    '203.0.113.7/32',
  ]);
});

test('records: the layouts of the usual databases, and what is wrong with others', () => {
  const values: Value[] = [
    { autonomous_system_number: 64_500, autonomous_system_organization: 'Example One' },
    {
      country: { iso_code: 'DE', names: { en: 'x'.repeat(300) } },
      location: { latitude: { double: 48.2 } },
      traits: { autonomous_system_number: 64_501 },
    },
    { asn: 'AS64502', as_name: 'Example Two', country: 'FR' },
    { registered_country: { iso_code: 'IT' }, is_anycast: true },
    { city: 'nowhere' },
    { country: { iso_code: 'D3' } },
    { asn: 'AS' },
  ];
  const entries = values.map((value, index): [Prefix, Value] => [parsePrefix(`192.0.2.${index * 16}/28`)!, value]);
  const told = [...mmdbRecords(openMmdb(writeMmdb(entries, { version: 6, recordSize: 24 })))].map((outcome) =>
    typeof outcome === 'string'
      ? outcome
      : [outcome.prefixes.map(formatPrefix).join(), outcome.asns.join(), outcome.country, outcome.name],
  );
  expect(told).toEqual([
    ['192.0.2.0/28', '64500', '', 'Example One'],
    ['192.0.2.16/28', '64501', 'DE', ''],
    ['192.0.2.32/28', '64502', 'FR', 'Example Two'],
    ['192.0.2.48/28', '', 'IT', ''],
    'no_value',
    'bad_country',
    'bad_asn',
  ]);
});

test('pointers are followed, in all four sizes', () => {
  const section = Buffer.alloc(600_000);
  section.set(encode('here'), 9);
  section.set(encode('far'), 2050);
  section.set(encode('farther'), 526_400);
  section.set(encode([]), 0);
  section.set([0b00100_000, 9], 20); // 11 bits
  section.set([0b00101_000, 0, 2], 30); // 19 bits, counted from 2048
  section.set([0b00110_000, 0, 0, 64], 40); // 27 bits, counted from 526336
  section.set([0b00111_000, 0, 0, 0, 9], 50); // 32 bits
  expect([20, 30, 40, 50].map((at) => readMmdbValue(section, at))).toEqual(['here', 'far', 'farther', 'here']);
});

test('broken files end in an error, never in a loop', () => {
  const entries: [Prefix, Value][] = ['192.0.2.0/24', '198.51.100.0/24'].map((text) => [
    parsePrefix(text)!,
    { asn: 64_500 },
  ]);
  const file = writeMmdb(entries, { version: 4, recordSize: 24 });
  expect(looksLikeMmdb(file)).toBe(true);
  expect(looksLikeMmdb(Buffer.from('192.0.2.0/24\t64500'))).toBe(false);
  expect(() => openMmdb(file.subarray(0, 100))).toThrow('metadata');
  expect(() => openMmdb(file.subarray(80))).toThrow('search tree is cut short');

  const looping = Buffer.from(file);
  looping.fill(0, 0, 6); // the root is its own child, on both sides
  expect(() => [...mmdbRecords(openMmdb(looping))]).toThrow('loop');

  const circular = Buffer.from([0b00100_000, 0]); // a pointer to itself
  expect(() => readMmdbValue(circular, 0)).toThrow('nested too deeply');
  expect(() => readMmdbValue(Buffer.from(control(2, 28)), 0)).toThrow('cut short');

  const nowhere = Buffer.from(file);
  nowhere.fill(
    0xff,
    file.lastIndexOf('\xab\xcd\xefMaxMind.com', undefined, 'latin1') - 30,
    file.lastIndexOf('\xab\xcd\xefMaxMind.com', undefined, 'latin1'),
  );
  expect([...mmdbRecords(openMmdb(nowhere))]).toContain('bad_data');
});

test('random damage never hangs and never crashes', () => {
  const entries: [Prefix, Value][] = ['192.0.2.0/24', '198.51.100.0/24', '2001:db8::/32'].map((text) => [
    parsePrefix(text)!,
    { asn: 64_500, country: { iso_code: 'AT' } },
  ]);
  const file = writeMmdb(entries, { version: 6, recordSize: 24 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat({ max: file.length - 1 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 8 }),
      (damage) => {
        const broken = Buffer.from(file);
        for (const [at, byte] of damage) broken[at] = byte;
        try {
          for (const outcome of mmdbRecords(openMmdb(broken))) expect(outcome).toBeDefined();
        } catch (error) {
          expect((error as Error).constructor.name).toBe('MmdbError');
        }
      },
    ),
    { numRuns: 500 },
  );
});
