import { describe, expect, test } from 'vitest';
import { readWarninglist, readWarninglistKind } from './warninglist.ts';

describe('a warninglist', () => {
  test('of ours holds addresses and names; a dot before a name takes all below it', () =>
    expect(
      readWarninglist({
        list: [
          '192.0.2.1',
          '2001:DB8::/32',
          'Scan.Example',
          '.cdn.example',
          '*.cdn.example',
          '_dns.example',
          '-1.dsl.example',
        ],
      }),
    ).toEqual({
      addresses: ['192.0.2.1/32', '2001:db8::/32'],
      domains: ['scan.example', '.cdn.example', '_dns.example', '-1.dsl.example'],
      refused: [],
    }));

  test.each([
    ['string', 'example'],
    ['hostname', '.example'],
    ['substring', '.example'],
  ])('of MISP with type %s matches as MISP does', (type, expected) =>
    expect(readWarninglist({ list: ['example', '192.0.2.0/24'], type })).toEqual({
      addresses: ['192.0.2.0/24'],
      domains: [expected],
      refused: [],
    }),
  );

  test('says of each entry that it cannot take why', () => {
    expect(readWarninglist({ list: ['192.0.2.1/24', '0.0.0.0/0', 'a b'] }).refused).toEqual([
      '192.0.2.1/24: has bits set beyond its length',
      '0.0.0.0/0: is wider than /4 and would filter nearly everything',
      'a b: is neither an address, a prefix nor a domain name',
    ]);
    expect(readWarninglist({ list: ['scan.example'], type: 'cidr' }).refused).toEqual([
      'scan.example: is no address or prefix',
    ]);
    expect(readWarninglist({ list: ['/^a$/'], type: 'regex' }).refused).toEqual(['/^a$/: patterns are not taken']);
  });

  test('declares its kind; one of MISP counts as benign', () => {
    expect([undefined, 'scanner', 'nonsense'].map(readWarninglistKind)).toEqual(['benign', 'scanner', undefined]);
  });
});
