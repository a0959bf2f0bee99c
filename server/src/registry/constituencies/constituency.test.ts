import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { constituencyKinds } from '@tocsin/api';
import { normaliseValue } from './constituency.ts';

const nations = new Set(['PL', 'XK']);
const normalise = (kind: Parameters<typeof normaliseValue>[0], value: string) => {
  const result = normaliseValue(kind, value, nations);
  return 'value' in result ? result.value : `refused: ${result.refusal}`;
};

describe('the canonical value', () => {
  test.each([
    ['nation', ' pl ', 'PL'],
    ['nation', 'XK', 'XK'],
    ['asn', 'AS64500', '64500'],
    ['asn', 'as 64500', 'refused: "as 64500" is no AS number (0 to 4294967295)'],
    ['asn', '0064500', '64500'],
    ['asn', '4294967294', '4294967294'],
    ['asn', '4294967296', 'refused: "4294967296" is no AS number (0 to 4294967295)'],
    ['asn', '-1', 'refused: "-1" is no AS number (0 to 4294967295)'],
    ['asn', '1e3', 'refused: "1e3" is no AS number (0 to 4294967295)'],
    ['asn', '0', "refused: AS 0 is reserved and no network's"],
    ['asn', '23456', "refused: AS 23456 is reserved and no network's"],
    ['asn', '65535', "refused: AS 65535 is reserved and no network's"],
    ['prefix', '192.0.2.0/24', '192.0.2.0/24'],
    ['prefix', '192.0.2.7', '192.0.2.7/32'],
    ['prefix', '2001:DB8:0::/48', '2001:db8::/48'],
    ['prefix', '192.0.2.1/24', 'refused: "192.0.2.1/24" has bits set beyond its length; the network is 192.0.2.0/24'],
    ['prefix', '0.0.0.0/0', 'refused: "0.0.0.0/0" is wider than /8, the widest taken for IPv4'],
    ['prefix', '::/0', 'refused: "::/0" is wider than /16, the widest taken for IPv6'],
    ['prefix', '192.0.2.0/33', 'refused: "192.0.2.0/33" is no address or prefix'],
    ['suffix', '.GOV.Example.', 'gov.example'],
    ['suffix', '*.gov.example', 'gov.example'],
    ['suffix', 'müller.example', 'xn--mller-kva.example'],
    ['suffix', 'укр', 'xn--j1amh'],
    ['suffix', '192.0.2.1', 'refused: "192.0.2.1" is no domain name'],
    ['suffix', 'a_b.example', 'refused: "a_b.example" is no domain name'],
    ['suffix', 'gov..example', 'refused: "gov..example" is no domain name'],
    ['suffix', '', 'refused: "" is no domain name'],
    ['sector', 'Energy', 'energy'],
    ['sector', 'drinking water', 'drinking-water'],
    ['sector', 'PUBLIC_ADMINISTRATION', 'public-administration'],
  ] as const)('%s "%s" gives %s', (kind, given, expected) => expect(normalise(kind, given)).toBe(expected));

  test.each([
    ['nation', 'US'],
    ['sector', 'gambling'],
    ['suffix', 'http://gov.example/'],
    ['suffix', `${'a'.repeat(64)}.example`],
  ] as const)('%s "%s" is refused', (kind, given) => expect(normalise(kind, given)).toMatch(/^refused: /));

  test('is its own canonical value, whatever is given', () => {
    const text = fc.oneof(fc.string(), fc.ipV4(), fc.ipV6(), fc.domain(), fc.nat().map(String));
    fc.assert(
      fc.property(fc.constantFrom(...constituencyKinds), text, (kind, given) => {
        const once = normaliseValue(kind, given, nations);
        if ('value' in once) expect(normaliseValue(kind, once.value, nations)).toEqual(once);
      }),
    );
  });
});
