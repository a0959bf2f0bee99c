import { describe, expect, test } from 'vitest';
import { addressesIn, asnsIn, isNobodysAddress, isNobodysAsn, isNobodysName, namesIn } from './example-data.ts';
import { lineOf, textFiles, type TextFile } from './tracked-files.ts';

/** Where something that could be somebody's is meant as such. Each with the reason; an entry that covers nothing any more fails. */
interface Allowance {
  file: RegExp;
  what: RegExp;
  reason: string;
}

const allowances: Allowance[] = [
  { file: /ip-data\/ip-address\.test/, what: /13\.1\.68\.3$/, reason: 'the example in RFC 4291 section 2.2' },
  { file: /ip-data\/prefix\.test/, what: /^128\.0\.0\.0$/, reason: 'half of the address space' },
  { file: /ip-data\/ip-address/, what: /^2\.5\.5\.2$/, reason: 'a section of RFC 4291' },
  {
    file: /\/ip-data\/|bench\/ip-lookup/,
    what: /^2000::$|^2a00::$/,
    reason: 'the global unicast block itself, and one that RIPE hands out from',
  },
  {
    file: /ip-data\/special-purpose/,
    what: /^112$/,
    reason: 'AS112, an anycast sink (RFC 7534), is in the special-purpose table',
  },
];

/** Sites that texts and comments cite: standards bodies, specifications, the projects that we build on. */
const cited =
  /^((www|docs|datatracker|oasis-open)\.)?(rfc-editor\.org|ietf\.org|iana\.org|first\.org|oasis-open\.org|ripe\.net|w3\.org|spdx\.org|apache\.org|github\.com|github\.io|nodejs\.org|postgresql\.org|keepachangelog\.com|semver\.org|mozilla\.org|creativecommons\.org|naturalearthdata\.com|enisa\.europa\.eu|eur-lex\.europa\.eu|shadowserver\.org|schemastore\.org|json-schema\.org|debian\.org|scripts\.sil\.org)$/;

const read = textFiles((file) => !/^(test\/example-data|LICENSE$)/.test(file) && !/\.svg$/.test(file));
const samples = read.filter(({ path }) => /^(vectors|scenario)\/|\/samples?\//.test(path));

describe('example data comes only from reserved ranges', () => {
  const used = new Set<Allowance>();

  const strangers = (
    files: TextFile[],
    find: (text: string) => { text: string; index: number }[],
    reserved: (literal: string) => boolean,
  ): string[] =>
    files.flatMap(({ path, text }) =>
      find(text)
        .filter(({ text: literal }) => {
          if (reserved(literal)) return false;
          const allowance = allowances.find(({ file, what }) => file.test(path) && what.test(literal));
          if (allowance !== undefined) used.add(allowance);
          return allowance === undefined;
        })
        .map(({ text: literal, index }) => `${path}:${lineOf(text, index)}: ${literal}`),
    );

  test('addresses', () => {
    expect(strangers(read, addressesIn, isNobodysAddress)).toEqual([]);
  });

  test('AS numbers', () => {
    expect(strangers(read, asnsIn, (literal) => isNobodysAsn(Number(literal)))).toEqual([]);
  });

  test('names in URLs and mail addresses', () => {
    const reserved = (name: string): boolean => isNobodysName(name) || cited.test(name);
    expect(strangers(read, (text) => namesIn(text, false), reserved)).toEqual([]);
  });

  test('every name in samples and in the story', () => {
    expect(samples.length).toBeGreaterThan(0);
    expect(strangers(samples, (text) => namesIn(text, true), isNobodysName)).toEqual([]);
  });

  test('no allowance outlives its need', () => {
    expect(allowances.filter((allowance) => !used.has(allowance))).toEqual([]);
  });
});

test('the search itself finds what is somebody’s', () => {
  const text = 'dns 9.9.9.9, 2620:fe::9 and AS3320; see https://bund.de/ or write to x@bund.de, or ask dns.quad9.net';
  expect(addressesIn(text).map(({ text: found }) => found)).toEqual(['9.9.9.9', '2620:fe::9']);
  expect(addressesIn(text).some(({ text: found }) => isNobodysAddress(found))).toBe(false);
  expect(asnsIn(text).map(({ text: found }) => found)).toEqual(['3320']);
  expect(namesIn(text, false).map(({ text: found }) => found)).toEqual(['bund.de', 'bund.de']);
  expect(namesIn(text, true).map(({ text: found }) => found)).toContain('dns.quad9.net');
  expect(
    isNobodysAddress('198.51.100.7') && isNobodysAddress('2001:db8::1') && isNobodysName('sensor.example.org'),
  ).toBe(true);
});
