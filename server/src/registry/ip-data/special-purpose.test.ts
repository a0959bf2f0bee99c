import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { expect, test } from 'vitest';
import { parseIp } from './ip-address.ts';
import { reservedKind, reservedKind6, type ReservedKind } from './special-purpose.ts';

/** The IANA special-purpose registries as a table, and the global unicast blocks in them (null). The most specific line counts. */
const blocks: [string, ReservedKind | null][] = [
  ['0.0.0.0/8', 'this_network'],
  ['0.0.0.0/32', 'unspecified'],
  ['10.0.0.0/8', 'private'],
  ['100.64.0.0/10', 'shared'],
  ['127.0.0.0/8', 'loopback'],
  ['169.254.0.0/16', 'link_local'],
  ['172.16.0.0/12', 'private'],
  ['192.0.0.0/24', 'protocol'],
  ['192.0.0.9/32', null],
  ['192.0.0.10/32', null],
  ['192.0.2.0/24', 'documentation'],
  ['192.31.196.0/24', null],
  ['192.52.193.0/24', null],
  ['192.88.99.0/24', 'reserved'],
  ['192.168.0.0/16', 'private'],
  ['192.175.48.0/24', null],
  ['198.18.0.0/15', 'benchmarking'],
  ['198.51.100.0/24', 'documentation'],
  ['203.0.113.0/24', 'documentation'],
  ['224.0.0.0/4', 'multicast'],
  ['240.0.0.0/4', 'reserved'],
  ['255.255.255.255/32', 'broadcast'],
  ['::/0', 'reserved'], // not given out
  ['::/128', 'unspecified'],
  ['::1/128', 'loopback'],
  ['64:ff9b::/96', 'translation'],
  ['64:ff9b:1::/48', 'translation'],
  ['100::/64', 'discard'],
  ['100:0:0:1::/64', 'protocol'],
  ['2000::/3', null],
  ['2001::/23', 'protocol'],
  ['2001::/32', 'tunnel'],
  ['2001:1::1/128', null],
  ['2001:1::2/128', null],
  ['2001:1::3/128', null],
  ['2001:2::/48', 'benchmarking'],
  ['2001:3::/32', null],
  ['2001:4:112::/48', null],
  ['2001:20::/28', null],
  ['2001:30::/28', null],
  ['2001:db8::/32', 'documentation'],
  ['2002::/16', 'tunnel'],
  ['2620:4f:8000::/48', null],
  ['3fff::/20', 'documentation'],
  ['5f00::/16', 'protocol'],
  ['fc00::/7', 'private'],
  ['fe80::/10', 'link_local'],
  ['ff00::/8', 'multicast'],
];

type Address = ipaddr.IPv4 | ipaddr.IPv6;
const parsed = blocks.map(([cidr, kind]) => ({ block: ipaddr.parseCIDR(cidr), kind, cidr }));

/** What the table says, found the slow way. */
function expected(address: Address): ReservedKind | null {
  const matching = parsed
    .filter(({ block: [base] }) => base.kind() === address.kind())
    .filter(({ block }) => address.match(block));
  return matching.sort((a, b) => b.block[1] - a.block[1])[0]?.kind ?? null;
}

/** First and last address of a block, and the two just outside it. */
function edges([base, bits]: [Address, number]): Address[] {
  const first = base.toByteArray();
  const width = BigInt(first.length * 8);
  const start = first.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const size = 1n << (width - BigInt(bits));
  return [start - 1n, start, start + size - 1n, start + size].map((value) => {
    const wrapped = BigInt.asUintN(Number(width), value);
    return ipaddr.fromByteArray(first.map((_, index) => Number((wrapped >> (width - 8n * BigInt(index + 1))) & 255n)));
  });
}

function kindOf(address: Address): ReservedKind | null | undefined {
  const ip = parseIp(address.toString());
  return ip && reservedKind(ip);
}

test.each(parsed)('$cidr: $kind, from its first address to its last', ({ block }) => {
  for (const address of edges(block)) expect(kindOf(address), address.toString()).toBe(expected(address));
});

test('any other address is what the table says', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ minLength: 4, maxLength: 4 }),
    fc.uint8Array({ minLength: 16, maxLength: 16 }),
  );
  fc.assert(
    fc.property(bytes, fc.constantFrom(...parsed), fc.boolean(), (tail, { block: [base] }, near) => {
      const head = base.toByteArray();
      const mixed =
        near && head.length === tail.length
          ? [...tail].map((byte, index) => (index < head.length / 2 ? (head[index] ?? 0) : byte))
          : [...tail];
      const address = ipaddr.fromByteArray(mixed);
      if (address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress()) return;
      expect(kindOf(address), address.toString()).toBe(expected(address));
    }),
  );
});

test('a mapped address is what its IPv4 address is, and never public in its mapped form', () => {
  const mapped = (...tail: number[]): Uint8Array => Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, ...tail]);
  expect(kindOf(ipaddr.parse('::ffff:10.0.0.1'))).toBe('private');
  expect(reservedKind6(mapped(10, 0, 0, 1))).toBe('private');
  expect(reservedKind6(mapped(192, 0, 1, 1))).toBe('translation');
});
