import { expect, test } from 'vitest';
import { isTallied, readCriteria } from './criteria.ts';

test.each([
  ['192.0.2.7', { network: '192.0.2.7' }],
  ['192.0.2.7/24', { network: '192.0.2.0/24' }],
  ['2001:DB8::/32', { network: '2001:db8::/32' }],
  ['AS64500', { asns: [64500] }],
  ['as 64500', { asns: [64500] }],
  ['Mail.Example.org.', { domain: 'mail.example.org' }],
  ['Пример.укр', { domain: 'xn--e1afmkfd.xn--j1amh' }],
  ['mail[.]example[.]org', { domain: 'mail.example.org' }],
  ['hxxps://mail[.]example[.]org/gate?x', { domain: 'mail.example.org' }],
  ['http://192.0.2.7:8080/gate', { network: '192.0.2.7' }],
  ['192.0.2[.]7', { network: '192.0.2.7' }],
  ['192.0.2[.]0/24', { network: '192.0.2.0/24' }],
  ['2001:db8:[:]1', { network: '2001:db8::1' }],
  ['192.0.2.7:8080', { network: '192.0.2.7', ports: [8080] }],
  ['[2001:db8::1]:443', { network: '2001:db8::1', ports: [443] }],
  ['*.example.org', { domain: 'example.org' }],
  ['Example Bot', { families: ['Example Bot'] }],
  ['example', { families: ['example'] }],
])('the search field takes %s', (q, expected) => {
  expect(readCriteria({ q })).toMatchObject(expected);
});

test('lists are split, countries are upper case, and what only tallies need not be counted by hand is known', () => {
  const tallied = readCriteria({
    family: 'a, b,,',
    country: 'pl,none',
    class: 'c2-server',
    from: '2026-01-01T00:00:00Z',
  });
  expect(tallied).toMatchObject({ families: ['a', 'b'], countries: ['PL', 'none'], classes: ['c2-server'] });
  expect(isTallied(tallied)).toBe(true);
  for (const filter of [{ asn: '64500' }, { port: '80' }, { domain: 'x' }, { address: '192.0.2.1' }, { source: 's' }]) {
    expect(isTallied(readCriteria(filter))).toBe(false);
  }
});

test.each([
  [{ address: 'example' }],
  [{ address: '1' }],
  [{ from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' }],
])('%o is refused', (filter) => {
  expect(() => readCriteria(filter)).toThrow(expect.objectContaining({ code: 'validation_failed' }));
});
