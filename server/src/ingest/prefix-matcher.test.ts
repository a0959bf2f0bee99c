import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clearHostBits, mask4, parseIpv6Into, parsePrefix, type Prefix } from '#registry/ip-data/index.ts';
import { createPrefixMatcher } from './prefix-matcher.ts';

const entries = (...texts: string[]) => texts.map((text) => ({ prefix: parsePrefix(text)!, value: text }));
const ip4 = (text: string): number => text.split('.').reduce((value, part) => value * 256 + Number(part), 0);
const ip6 = (text: string): Uint8Array => {
  const bytes = new Uint8Array(16);
  parseIpv6Into(text, bytes);
  return bytes;
};

test('the most specific comes first; what covers nothing gives nothing', () => {
  const { match4, match6 } = createPrefixMatcher(
    entries('0.0.0.0/0', '192.0.2.0/24', '192.0.2.128/25', '192.0.2.255/32', '2001:db8::/32', '2001:db8:1::/48'),
  );
  expect(match4(ip4('192.0.2.255'))).toEqual(['192.0.2.255/32', '192.0.2.128/25', '192.0.2.0/24', '0.0.0.0/0']);
  expect(match4(ip4('192.0.2.1'))).toEqual(['192.0.2.0/24', '0.0.0.0/0']);
  expect(match4(ip4('192.0.3.0'))).toEqual(['0.0.0.0/0']);
  expect(match4(0)).toEqual(['0.0.0.0/0']);
  expect(match4(0xffff_ffff)).toEqual(['0.0.0.0/0']);
  expect(match6(ip6('2001:db8:1::1'))).toEqual(['2001:db8:1::/48', '2001:db8::/32']);
  expect(match6(ip6('2001:db9::'))).toEqual([]);
});

test('an empty matcher, and one of a single version, match nothing else', () => {
  const none = createPrefixMatcher<string>([]);
  expect([none.match4(0), none.match4(0xffff_ffff), none.match6(ip6('::')), none.match6(ip6('ffff::'))]).toEqual([
    [],
    [],
    [],
    [],
  ]);
  expect(createPrefixMatcher(entries('0.0.0.0/0')).match6(ip6('2001:db8::1'))).toEqual([]);
  expect(createPrefixMatcher(entries('::/0')).match4(ip4('192.0.2.1'))).toEqual([]);
  expect(createPrefixMatcher(entries('255.255.255.255/32')).match4(0xffff_ffff)).toEqual(['255.255.255.255/32']);
  expect(
    createPrefixMatcher(entries('ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128')).match6(new Uint8Array(16).fill(255)),
  ).toHaveLength(1);
});

test('look-ups in one interval share one list, so that routes can be cached by it', () => {
  const { match4 } = createPrefixMatcher(entries('192.0.2.0/24'));
  expect(match4(ip4('192.0.2.1'))).toBe(match4(ip4('192.0.2.254')));
});

// Few distinct bits, so that prefixes nest and repeat.
const address4 = fc
  .array(fc.constantFrom(0, 1, 128, 255), { minLength: 4, maxLength: 4 })
  .map(([a, b, c, d]) => ip4(`${a}.${b}.${c}.${d}`));
const prefix4: fc.Arbitrary<Prefix> = fc
  .tuple(address4, fc.integer({ min: 0, max: 32 }))
  .map(([address, length]) => ({ version: 4, base: (address & mask4(length)) >>> 0, length }));
const address6 = fc
  .array(fc.constantFrom(0, 1, 128, 255), { minLength: 16, maxLength: 16 })
  .map((bytes) => Uint8Array.from(bytes));
const prefix6: fc.Arbitrary<Prefix> = fc.tuple(address6, fc.integer({ min: 0, max: 128 })).map(([bytes, length]) => {
  const base = bytes.slice();
  clearHostBits(base, length);
  return { version: 6, base, length };
});

/** What a look at every prefix finds: longest first, equal ones in the order given. */
function scan(prefixes: readonly Prefix[], covers: (prefix: Prefix) => boolean): number[] {
  return prefixes
    .map((prefix, index) => ({ prefix, index }))
    .filter(({ prefix }) => covers(prefix))
    .sort((a, b) => b.prefix.length - a.prefix.length || a.index - b.index)
    .map(({ index }) => index);
}

test('finds what a scan of all prefixes finds', () => {
  fc.assert(
    fc.property(
      fc.array(prefix4, { maxLength: 20 }),
      fc.array(prefix6, { maxLength: 20 }),
      fc.array(address4, { minLength: 1, maxLength: 8 }),
      fc.array(address6, { minLength: 1, maxLength: 8 }),
      (four, six, addresses4, addresses6) => {
        const all = [...four, ...six];
        const matcher = createPrefixMatcher(all.map((prefix, value) => ({ prefix, value })));
        for (const address of [...addresses4, 0, 0xffff_ffff]) {
          expect(matcher.match4(address)).toEqual(
            scan(all, (prefix) => prefix.version === 4 && (address & mask4(prefix.length)) >>> 0 === prefix.base),
          );
        }
        for (const address of addresses6) {
          expect(matcher.match6(address)).toEqual(
            scan(all, (prefix) => {
              if (prefix.version !== 6) return false;
              const base = address.slice();
              clearHostBits(base, prefix.length);
              return Buffer.compare(base, prefix.base) === 0;
            }),
          );
        }
      },
    ),
    { numRuns: 300 },
  );
});
