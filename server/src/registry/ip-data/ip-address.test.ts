import { isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { expect, test } from 'vitest';
import { formatIp, formatIpv4, formatIpv6, mappedIpv4, parseIp, parseIpv4, parseIpv6 } from './ip-address.ts';

const word = fc.integer({ min: 0, max: 0xffffffff });
/** Addresses with runs of zeros, where the forms differ. */
const bytes = fc
  .array(fc.oneof({ arbitrary: fc.constant(0), weight: 3 }, { arbitrary: fc.nat({ max: 0xffff }), weight: 2 }), {
    minLength: 8,
    maxLength: 8,
  })
  .map((groups) => Uint8Array.from(groups.flatMap((group) => [group >>> 8, group & 255])));

test.each([
  ['0.0.0.0', 0],
  ['192.0.2.1', 0xc0000201],
  ['255.255.255.255', 0xffffffff],
])('%s is an IPv4 address', (text, value) => {
  expect(parseIpv4(text)).toBe(value);
  expect(formatIpv4(value)).toBe(text);
});

test.each([
  '',
  '192',
  '192.0.2',
  '192.0.2.1.5',
  '192.0.2.',
  '.192.0.2',
  '192..0.2',
  '192.0.2.256',
  '192.0.02.1',
  '192.0.2.00',
  '0xc0.0.2.1',
  '192.0.2.1 ',
  ' 192.0.2.1',
  '192.0.2.1/8',
  '192.0.2.-4',
  '١٩٢.0.2.1',
  '3221225985',
])('%j is no IPv4 address', (text) => {
  expect(parseIpv4(text)).toBe(-1);
});

test('every IPv4 address survives its text', () => {
  fc.assert(
    fc.property(word, (value) => {
      const bytes = [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
      expect(parseIpv4(ipaddr.fromByteArray(bytes).toString())).toBe(value);
      expect(formatIpv4(value)).toBe(ipaddr.fromByteArray(bytes).toString());
    }),
  );
});

test.each([
  ['::', '::'],
  ['::1', '::1'],
  ['2001:db8::', '2001:db8::'],
  ['2001:DB8:0:0:8:800:200C:417A', '2001:db8::8:800:200c:417a'],
  ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'], // one zero group is not shortened
  ['2001:db8:0:1:0:0:0:1', '2001:db8:0:1::1'], // the longest run
  ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'], // the first of equal runs
  ['::13.1.68.3', '::d01:4403'],
  ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
  ['0:0:0:0:0:0:0:0', '::'],
])('%s is written %s (RFC 5952)', (text, canonical) => {
  const ip = parseIpv6(text);
  expect(ip && formatIpv6(ip)).toBe(canonical);
});

test.each([
  '',
  ':',
  ':::',
  '2001:db8:',
  ':2001:db8',
  '2001::db8::1',
  '2001:db8:0:0:0:0:1',
  '2001:db8:0:0:0:0:0:0:1',
  '2001:db8:1:1:1:1:1::1',
  '::2001:db8:1:1:1:1:1:1',
  '12001::',
  'g::',
  '2001:db8::1%eth0',
  '[2001:db8::1]',
  '2001:db8::1/64',
  '::192.0.2',
  '::192.0.02.1',
  '192.0.2.1::',
  '2001:db8:0:0:0:0:0:192.0.2.1',
  '::ffff:192.0.2.1:5',
  ' ::1',
  '::1 ',
])('%j is no IPv6 address', (text) => {
  expect(parseIpv6(text)).toBeUndefined();
});

test('the canonical text of IPv6 equals that of ipaddr.js, and gives the address back', () => {
  fc.assert(
    fc.property(bytes, (ip) => {
      fc.pre(mappedIpv4(ip) < 0);
      const text = formatIpv6(ip);
      expect(text).toBe((ipaddr.fromByteArray([...ip]) as ipaddr.IPv6).toRFC5952String());
      expect(parseIpv6(text)).toEqual(ip);
      expect(parseIpv6((ipaddr.fromByteArray([...ip]) as ipaddr.IPv6).toNormalizedString().toUpperCase())).toEqual(ip);
    }),
  );
});

test('any text near an address is one exactly where Node says so', () => {
  const near = fc
    .array(fc.constantFrom('0', '1', '9', '10', '255', '256', 'f', 'FFFF', '00', ':', '::', '.', ':', '.', 'g'), {
      maxLength: 17,
    })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(near, (text) => {
      expect(parseIpv4(text) >= 0).toBe(isIPv4(text));
      expect(parseIpv6(text) !== undefined).toBe(isIPv6(text));
    }),
    { numRuns: 5000 },
  );
});

test('IPv4-mapped addresses are IPv4, in either form', () => {
  expect(parseIp('::ffff:192.0.2.1')).toEqual({ version: 4, value: 0xc0000201 });
  expect(parseIp('::FFFF:C000:0201')).toEqual({ version: 4, value: 0xc0000201 });
  expect(parseIp('::192.0.2.1')?.version).toBe(6); // the deprecated compatible form is something else
  expect(formatIpv6(Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 192, 0, 2, 1]))).toBe('::ffff:192.0.2.1');
});

test('an address of either version survives its text', () => {
  const ip = fc.oneof(
    word.map((value) => ({ version: 4 as const, value })),
    bytes.filter((b) => mappedIpv4(b) < 0).map((b) => ({ version: 6 as const, bytes: b })),
  );
  fc.assert(
    fc.property(ip, (value) => {
      expect(parseIp(formatIp(value))).toEqual(value);
    }),
  );
});
