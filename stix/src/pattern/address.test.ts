import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSubnet, parseNetwork } from './address.ts';

const shown = (text: string): string | undefined => {
  const network = parseNetwork(text);
  return network && `${Buffer.from(network.bytes).toString('hex')}/${network.length}`;
};

test.each([
  ['192.0.2.7', 'c0000207/32'],
  ['192.0.2.7/24', 'c0000200/24'],
  ['255.255.255.255/31', 'fffffffe/31'],
  ['192.0.2.7/0', '00000000/0'],
  ['::', `${'0'.repeat(32)}/128`],
  ['2001:DB8::7', '20010db8000000000000000000000007/128'],
  ['2001:db8:0:1:2:3:4:5', '20010db8000000010002000300040005/128'],
  ['2001:db8:ffff::/33', '20010db8800000000000000000000000/33'],
  ['ff02::', 'ff020000000000000000000000000000/128'],
  ['::ffff:192.0.2.7', '00000000000000000000ffffc0000207/128'],
  ['::ffff:192.0.2.7/104', '00000000000000000000ffffc0000000/104'],
])('%s is %s', (text, expected) => {
  expect(shown(text)).toBe(expected);
});

test.each([
  ...[
    '',
    '/',
    '/24',
    '192.0.2',
    '192.0.2.0.1',
    '192.0.2.256',
    '192.0.2.01',
    '192.0.2.7/',
    '192.0.2.7/33',
    '192.0.2.7/024',
  ],
  ...[
    '192.0.2.7/24/24',
    ' 192.0.2.7',
    '192.0.2.7 ',
    '-1.0.2.7',
    '1e1.0.2.7',
    '192.0.2.7/+8',
    '0x7f.0.0.1',
    '3221225991',
  ],
  ...[
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8',
    '12345::',
    'g::',
    '::/129',
    '::%1',
  ],
  ...['192.0.2.7::', '::192.0.2.7:1', '::1.2.3', '1:2:3:4:5:6:7:192.0.2.7', ':1:2:3:4:5:6:7', '1:2:3:4:5:6:7:'],
  '1'.repeat(1_000_000),
  ':'.repeat(1_000_000),
])('%s is no address', (text) => {
  expect(parseNetwork(text)).toBeUndefined();
});

test('a network contains another where it is no longer and their first bits agree', () => {
  const network = fc.oneof(
    fc.tuple(fc.ipV4(), fc.nat(32)),
    fc.tuple(fc.ipV6(), fc.nat(128)),
    fc.tuple(fc.constantFrom('192.0.2.0', '192.0.2.128', '::'), fc.integer({ min: 0, max: 32 })),
  );
  const bits = (bytes: Uint8Array, length: number): string =>
    Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0'))
      .join('')
      .slice(0, length);
  fc.assert(
    fc.property(network, network, ([a, aLength], [b, bLength]) => {
      const [inner, outer] = [parseNetwork(`${a}/${aLength}`)!, parseNetwork(`${b}/${bLength}`)!];
      const agrees = bits(inner.bytes, outer.length) === bits(outer.bytes, outer.length);
      const expected = inner.bytes.length === outer.bytes.length && inner.length >= outer.length && agrees;
      expect(isSubnet(inner, outer)).toBe(expected);
      expect(isSubnet(inner, inner)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});
