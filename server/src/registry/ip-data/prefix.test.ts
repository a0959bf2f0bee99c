import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { expect, test } from 'vitest';
import { rangeToPrefixes, rangeToPrefixes4 } from './address-range.ts';
import { formatIp, parseIp } from './ip-address.ts';
import { formatPrefix, parsePrefix, prefixContains, readCidr } from './prefix.ts';

test.each([
  ['192.0.2.0/24', '192.0.2.0/24'],
  ['192.0.2.1', '192.0.2.1/32'],
  ['0.0.0.0/0', '0.0.0.0/0'],
  ['2001:DB8::/32', '2001:db8::/32'],
  ['::/0', '::/0'],
  ['2001:db8::1', '2001:db8::1/128'],
  ['::ffff:192.0.2.0/120', '192.0.2.0/24'],
])('%s is %s', (text, canonical) => {
  const prefix = parsePrefix(text);
  expect(prefix && formatPrefix(prefix)).toBe(canonical);
});

test.each(['192.0.2.1/24', '2001:db8::1/32', '128.0.0.0/0', '::ffff:192.0.2.1/120'])(
  '%s has host bits: refused, unless they are to be cleared',
  (text) => {
    expect(readCidr(text)).toBe('host_bits');
    expect(parsePrefix(text, 'clear')).toBeDefined();
  },
);

test.each([
  '',
  '/',
  '192.0.2.0/',
  '/24',
  '192.0.2.0/33',
  '192.0.2.0/-1',
  '192.0.2.0/024',
  '192.0.2.0/24/1',
  '2001:db8::/129',
  '192.0.2/24',
  '192.0.2.0/ 24',
])('%j is no prefix', (text) => {
  expect(readCidr(text)).toBe('bad_prefix');
});

const address = fc.oneof(
  fc.integer({ min: 0, max: 0xffffffff }).map((value) => formatIp({ version: 4, value })),
  fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => formatIp({ version: 6, bytes })),
);

test('a prefix contains what ipaddr.js says', () => {
  fc.assert(
    fc.property(address, address, fc.nat({ max: 128 }), fc.nat({ max: 128 }), (base, other, bits, shared) => {
      const length = base.includes(':') ? bits : bits % 33;
      const prefix = parsePrefix(`${base}/${length}`, 'clear');
      // An address that shares its first bits with the base, else nearly all would lie outside.
      const bytes = [...ipaddr.parse(base).toByteArray()];
      const tail = ipaddr.parse(other).toByteArray();
      const near = bytes.map((byte, index) => {
        const mask = shared >= index * 8 + 8 ? 255 : shared <= index * 8 ? 0 : (0xff00 >>> (shared - index * 8)) & 255;
        return (byte & mask) | ((tail[index % tail.length] ?? 0) & ~mask & 255);
      });
      const ip = ipaddr.fromByteArray(near);
      const parsed = parseIp(ip.toString());
      expect(prefix && parsed && prefixContains(prefix, parsed)).toBe(ip.match(ipaddr.parse(base), length));
    }),
  );
});

test('a range becomes the fewest prefixes that cover exactly it', () => {
  const ends = fc
    .tuple(fc.integer({ min: 0, max: 0xffffffff }), fc.nat({ max: 5000 }))
    .map(([first, count]) => [first, Math.min(first + count, 0xffffffff)] as const);
  fc.assert(
    fc.property(ends, ([first, last]) => {
      const prefixes = rangeToPrefixes4(first, last);
      let next = first;
      for (const prefix of prefixes) {
        expect(prefix.base).toBe(next);
        next += 2 ** (32 - prefix.length);
      }
      expect(next).toBe(last + 1);
      // Fewest: no two neighbours of one size form a larger prefix.
      prefixes.forEach((prefix, index) => {
        const before = prefixes[index - 1];
        if (before?.version === 4 && prefix.version === 4 && before.length === prefix.length)
          expect(before.base % 2 ** (33 - before.length)).not.toBe(0);
      });
    }),
  );
});

test('ranges of IPv6 split as those of IPv4 do', () => {
  fc.assert(
    fc.property(fc.nat({ max: 0xffff }), fc.nat({ max: 0xffff }), (a, b) => {
      const [first, last] = a < b ? [a, b] : [b, a];
      const six = rangeToPrefixes(
        parseIp(`2001:db8::${first.toString(16)}`)!,
        parseIp(`2001:db8::${last.toString(16)}`)!,
      );
      const four = rangeToPrefixes4(first, last);
      expect(six?.map(({ length }) => length)).toEqual(four.map(({ length }) => length + 96));
    }),
  );
});

test('the whole space is one prefix; a range backwards or across versions is none', () => {
  expect(rangeToPrefixes(parseIp('0.0.0.0')!, parseIp('255.255.255.255')!)?.map(formatPrefix)).toEqual(['0.0.0.0/0']);
  expect(
    rangeToPrefixes(parseIp('::')!, parseIp('ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff')!)?.map(formatPrefix),
  ).toEqual(['::/0']);
  expect(rangeToPrefixes(parseIp('192.0.2.2')!, parseIp('192.0.2.1')!)).toBeUndefined();
  expect(rangeToPrefixes(parseIp('192.0.2.2')!, parseIp('2001:db8::')!)).toBeUndefined();
});
