import { describe, expect, test } from 'vitest';
import {
  addressesIn,
  asnsIn,
  asnsInTable,
  isNobodysAddress,
  isNobodysAsn,
  isNobodysName,
  namesIn,
  quotedIn,
} from './example-data.ts';
import { lineOf, textFiles, type TextFile } from './tracked-files.ts';

/** Where something that could be somebody's is meant as such. Each with the reason; an entry that covers nothing any more fails. */
interface Allowance {
  file: RegExp;
  what: RegExp;
  reason: string;
}

const allowances: Allowance[] = [
  { file: /^stix\/src\//, what: /^[67]\.\d\.\d\.\d$/, reason: 'sections of STIX 2.1' },
  {
    file: /ingest\/filter\.test|kernel\/outbound\/.*\.test/,
    what: /^(::ffff:)?(9\.9\.9\.9|9\.9\.8\.[09])$|^2620:fe::fe$/,
    reason: 'that a public address passes needs one: a public resolver, and its neighbours',
  },
  {
    file: /ingest\/(prefix-matcher|router)\.test/,
    what: /^(192\.0\.3\.0|2001:db9::1?)$/,
    reason: 'just outside a documentation block',
  },
  {
    file: /scenario\/src\/formats\/ndjson/,
    what: /^(feed\.name|source\.geolocation\.cc|(source|destination)\.ip)$/,
    reason: 'names of IntelMQ fields',
  },
  { file: /ip-data\/ip-address\.test/, what: /13\.1\.68\.3$/, reason: 'the example in RFC 4291 section 2.2' },
  {
    file: /kernel\/outbound\/special-addresses/,
    what: /^2\.5\.5\.1$|^2000::$|^fec0::1$|^(172\.32|100\.128)\.0\.1$/,
    reason: 'a section of RFC 4291, blocks of its table, and what lies just outside private ones',
  },
  {
    file: /kernel\/outbound\//,
    what: /^168\.63\.129\.16$/,
    reason: 'the metadata address of a cloud, which is refused',
  },
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
const cited = [
  'rfc-editor.org',
  'ietf.org',
  'iana.org',
  'first.org',
  'oasis-open.org',
  'ripe.net',
  'w3.org',
  'spdx.org',
  'apache.org',
  'github.com',
  'github.io',
  'nodejs.org',
  'postgresql.org',
  'keepachangelog.com',
  'semver.org',
  'mozilla.org',
  'creativecommons.org',
  'naturalearthdata.com',
  'europa.eu',
  'shadowserver.org',
  'json-schema.org',
  'debian.org',
  'sil.org',
  'abuse.ch',
  'intelmq.org',
  'readthedocs.io',
  'xarf.org',
  'team-cymru.com',
  'caida.org',
  'maxmind.com',
  'fastify.dev',
  'standardwebhooks.com',
];
const isCited = (name: string): boolean => cited.some((site) => name === site || name.endsWith(`.${site}`));

const read = textFiles((file) => !/^(test\/example-data|LICENSE$)/.test(file) && !/\.svg$/.test(file));
/** The story, and whatever is data and not code. */
const samples = read
  .filter(
    ({ path }) =>
      /^scenario\/src\//.test(path) ||
      (/^(vectors|server|cli)\//.test(path) && /\.(csv|tsv|json|ndjson|jsonl|txt|psv|xml|eml)$/.test(path)),
  )
  .filter(({ path }) => !/(package|tsconfig)\.json$/.test(path));

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
    const reserved = (literal: string): boolean => isNobodysAsn(Number(literal));
    expect(strangers(read, asnsIn, reserved)).toEqual([]);
    expect(
      strangers(
        samples.filter(({ path }) => !path.endsWith('json')),
        asnsInTable,
        reserved,
      ),
    ).toEqual([]);
  });

  test('names in URLs and mail addresses', () => {
    const reserved = (name: string): boolean => isNobodysName(name) || isCited(name);
    expect(strangers(read, (text) => namesIn(text, false), reserved)).toEqual([]);
  });

  test('every name in samples and in the story', () => {
    expect(samples.length).toBeGreaterThan(0);
    const data = samples.map(({ path, text }) => ({ path, text: path.endsWith('.ts') ? quotedIn(text) : text }));
    expect(strangers(data, (text) => namesIn(text, true), isNobodysName)).toEqual([]);
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
  expect(asnsInTable('# a\n"ip","asn","x"\n"192.0.2.1","3320","9"\n').map(({ text: found }) => found)).toEqual([
    '3320',
  ]);
  expect(namesIn(text, false).map(({ text: found }) => found)).toEqual(['bund.de', 'bund.de']);
  expect(namesIn(text, true).map(({ text: found }) => found)).toContain('dns.quad9.net');
  expect(
    isNobodysAddress('198.51.100.7') && isNobodysAddress('2001:db8::1') && isNobodysName('sensor.example.org'),
  ).toBe(true);
});
