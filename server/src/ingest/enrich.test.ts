import { expect, test } from 'vitest';
import { parseIpv4, parseIpv6Into } from '#registry/ip-data/index.ts';
import { drillSnapshot } from '../registry/ip-data/drill-snapshot.ts';
import { countryCode, createEnricher, createMethodNames, type Enriched } from './enrich.ts';
import { emptyGiven, type Given } from './given.ts';
import type { Concern } from './router.ts';

const withSnapshot = createEnricher(drillSnapshot());
const without = createEnricher(null);

function enrich(enricher: typeof without, address: string, given: Partial<Given> = {}): Concern & Enriched {
  const bytes = new Uint8Array(16);
  const six = parseIpv6Into(address, bytes);
  const concern: Concern = {
    address4: parseIpv4(address),
    address6: six ? bytes : null,
    asn: 64_509,
    country: 'XX',
    domain: '',
    sector: '',
    shared: false,
  };
  const out: Enriched = { prefixLength: 3, asnMethod: 'left', countryMethod: 'left' };
  enricher({ ...emptyGiven(), ...given }, concern, out);
  return { ...concern, ...out };
}

test('the snapshot tells AS number, country and prefix, and by which method', () => {
  const found = { asn: 64_521, country: 'AT', prefixLength: 22, asnMethod: 'drill-plan', countryMethod: 'drill-plan' };
  expect(enrich(withSnapshot, '198.18.0.1')).toMatchObject(found);
  expect(enrich(withSnapshot, '198.18.0.1', { asn: 64_501, country: 'DE' })).toMatchObject(found);
  expect(enrich(withSnapshot, '2001:db8:101::1')).toMatchObject({ ...found, prefixLength: 48 });
});

test('where the snapshot knows nothing, the source is believed', () => {
  const said = { asn: 64_500, country: 'PL', asnMethod: 'source', countryMethod: 'source', prefixLength: -1 };
  expect(enrich(withSnapshot, '198.51.100.130', { asn: 64_500, country: 'pl' })).toMatchObject(said);
  expect(enrich(without, '198.18.0.1', { asn: 64_500, country: 'PL' })).toMatchObject(said);
  expect(enrich(withSnapshot, '', { asn: 64_500, country: 'PL' })).toMatchObject(said);
});

test('nothing of the record before is left over', () => {
  expect(enrich(without, '192.0.2.1')).toMatchObject({
    asn: 0,
    country: '',
    prefixLength: -1,
    asnMethod: '',
    countryMethod: '',
  });
  for (const asn of [-1, 0, 4_294_967_296]) expect(enrich(without, '192.0.2.1', { asn }).asn).toBe(0);
});

test.each([
  ['PL', 'PL'],
  ['pl', 'PL'],
  ['UK', 'GB'],
  ['EL', 'GR'],
  ['ZZ', ''],
  ['XX', ''],
  ['XK', 'XK'],
  ['POL', ''],
  ['P1', ''],
  ['', ''],
])('country %j is %j', (given, code) => {
  expect(countryCode(given)).toBe(code);
});

test('equal methods are described once', () => {
  const name = createMethodNames(7);
  const enriched = { prefixLength: 22, asnMethod: 'drill-plan', countryMethod: 'source' };
  const described = name(enriched, 'alias');
  expect(described).toMatchObject({
    snapshot: 7,
    methods: { asn: 'drill-plan', country: 'source', prefix: 'snapshot', family: 'alias' },
  });
  expect(name({ ...enriched, prefixLength: 24 }, 'alias')).toBe(described);
  expect(name({ ...enriched, countryMethod: '' }, 'alias').key).not.toBe(described.key);
  // What used no snapshot does not name one.
  expect(name({ prefixLength: -1, asnMethod: 'source', countryMethod: '' }, '')).toMatchObject({
    snapshot: null,
    methods: { asn: 'source' },
  });
});
