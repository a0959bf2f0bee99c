import { expect, test } from 'vitest';
import { parseIpv4, parseIpv6Into } from '#registry/ip-data/index.ts';
import type { PipelineEntry, PipelineOrg, PipelineRegistry } from '#registry/index.ts';
import { effectiveEntries } from '#registry/index.ts';
import { sourceFacts } from '../../test/portions.ts';
import type { SourceFacts } from './facts.ts';
import { compileRoutingTables, createRouter, type Concern } from './router.ts';

const org = (
  id: number,
  kind: PipelineOrg['kind'] = 'government',
  nation: string | null = null,
  enrolment: PipelineOrg['enrolment'] = 'enrolled',
): PipelineOrg => ({ id, handle: `org-${id}`, kind, nation, enrolment });
const entry = (of: number, kind: PipelineEntry['kind'], value: string, shared = false): PipelineEntry => ({
  org: of,
  kind,
  value,
  shared,
});

function router(registry: Partial<PipelineRegistry>, source: Partial<SourceFacts> = {}) {
  const nations = [
    { code: 'PL', enrolment: 'enrolled' as const, domains: ['pl'] },
    { code: 'GR', enrolment: 'enrolled' as const, domains: ['gr', 'xn--qxam'] },
  ];
  const all = {
    version: 1,
    validUntil: null,
    nations,
    orgs: [],
    entries: [],
    families: [],
    warninglists: [],
    ...registry,
  };
  return createRouter(compileRoutingTables(all), sourceFacts({ org: 99, ...source }));
}

function concern(given: Partial<Omit<Concern, 'address4' | 'address6'>> & { address?: string }): Concern {
  const { address = '', ...rest } = given;
  const bytes = new Uint8Array(16);
  const six = parseIpv6Into(address, bytes);
  return {
    address4: parseIpv4(address),
    address6: six ? bytes : null,
    asn: 0,
    country: '',
    domain: '',
    sector: '',
    shared: false,
    ...rest,
  };
}

const orgs = [1, 2, 3, 4, 5, 6, 7].map((id) => org(id));
const everything = [
  entry(1, 'nation', 'PL'),
  entry(2, 'sector', 'energy'),
  entry(3, 'suffix', 'example.org'),
  entry(4, 'suffix', 'grid.example.org'),
  entry(5, 'asn', '64500'),
  entry(6, 'prefix', '192.0.2.0/24'),
  entry(7, 'prefix', '192.0.2.0/25'),
  entry(6, 'prefix', '2001:db8::/32'),
];

test('every org that matches gets it; reasons stand from the most specific to the least', () => {
  const { route } = router({ orgs, entries: everything });
  const found = route(
    concern({ address: '192.0.2.1', asn: 64_500, country: 'PL', domain: 'a.grid.example.org', sector: 'energy' }),
  );
  expect(found.audience).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(found.reasons.map(({ org: id, rule, value, allowed }) => [id, rule, value, allowed])).toEqual([
    [7, 'prefix', '192.0.2.0/25', true],
    [6, 'prefix', '192.0.2.0/24', true],
    [5, 'asn', '64500', true],
    [4, 'suffix', 'grid.example.org', true],
    [3, 'suffix', 'example.org', true],
    [2, 'sector', 'energy', true],
    [1, 'nation', 'PL', true],
  ]);
});

test('IPv6 addresses route by IPv6 prefixes', () => {
  const { route } = router({ orgs, entries: everything });
  expect(route(concern({ address: '2001:db8::1' })).audience).toEqual([6]);
  expect(route(concern({ address: '2001:db9::1' })).audience).toEqual([]);
});

test('a suffix ends at a dot', () => {
  const { route } = router({ orgs, entries: everything });
  expect(route(concern({ domain: 'example.org' })).audience).toEqual([3]);
  expect(route(concern({ domain: 'badexample.org' })).audience).toEqual([]);
  expect(route(concern({ domain: 'org' })).audience).toEqual([]);
});

test('a country-code domain places an event that no address does', () => {
  const { route } = router({ orgs: [org(1), org(2)], entries: [entry(1, 'nation', 'PL'), entry(2, 'nation', 'GR')] });
  expect(route(concern({ domain: 'shop.example.pl' })).audience).toEqual([1]);
  expect(route(concern({ domain: 'shop.xn--qxam' })).audience).toEqual([2]);
  expect(route(concern({ domain: 'shop.example.pl', country: 'GR', address: '192.0.2.1' })).audience).toEqual([2]);
  expect(route(concern({ domain: 'shop.example.org' })).audience).toEqual([]);
});

test('what matches nobody has the empty route', () => {
  const { route } = router({ orgs, entries: everything });
  expect(route(concern({ address: '203.0.113.1', country: 'DE' }))).toEqual({ key: '', reasons: [], audience: [] });
});

test('manual overrides arrive as the entries in force', () => {
  let id = 0;
  const row = (of: number, layer: 'automatic' | 'manual', value: string, effect: 'include' | 'exclude') => ({
    id: ++id,
    org: of,
    layer,
    kind: 'prefix' as const,
    value,
    effect,
    shared: false,
    expiresAt: null,
  });
  const now = new Date('2026-03-01T00:00:00Z');
  const automatic = [row(1, 'automatic', '192.0.2.0/24', 'include'), row(2, 'automatic', '198.51.100.0/24', 'include')];
  const moved = [
    ...automatic,
    row(1, 'manual', '192.0.2.0/24', 'exclude'),
    row(2, 'manual', '192.0.2.0/24', 'include'),
  ];
  const route = (rows: typeof automatic, address: string) =>
    router({
      orgs,
      entries: effectiveEntries(rows, now).map(({ org: of, kind, value, shared }) => entry(of, kind, value, shared)),
    }).route(concern({ address }));
  expect(route(automatic, '192.0.2.1').audience).toEqual([1]);
  expect(route(moved, '192.0.2.1').audience).toEqual([2]);
  expect(route(moved, '198.51.100.1').audience).toEqual([2]);
});

test('refused matches stay as reasons, outside of the audience', () => {
  const registry = {
    orgs: [org(1, 'government', 'PL'), org(2, 'government', null, 'suspended'), org(3, 'partner')],
    entries: [1, 2, 3].map((id) => entry(id, 'prefix', '192.0.2.0/24')),
  };
  const { audience, reasons } = router(registry).route(concern({ address: '192.0.2.1' }));
  expect(audience).toEqual([1]);
  expect(reasons.map(({ org: id, allowed, decision }) => [id, allowed, decision])).toEqual([
    [1, true, 'amber_concerned'],
    [2, false, 'suspended'],
    [3, false, 'default_deny'],
  ]);
  expect(router(registry, { distribution: 'named' }).route(concern({ address: '192.0.2.1' })).audience).toEqual([]);
  expect(
    router(registry, { distribution: 'named', recipients: [3] }).route(concern({ address: '192.0.2.1' })).audience,
  ).toEqual([3]);
});

test('a provider is allowed by its network and not by its nation', () => {
  const registry = { orgs: [org(1, 'isp', 'PL')], entries: [entry(1, 'nation', 'PL'), entry(1, 'asn', '64500')] };
  expect(router(registry).route(concern({ address: '192.0.2.1', country: 'PL' })).audience).toEqual([]);
  expect(router(registry).route(concern({ address: '192.0.2.1', country: 'PL', asn: 64_500 })).audience).toEqual([1]);
});

test('an entry of an org that is gone is passed over', () => {
  expect(router({ orgs: [], entries: everything }).route(concern({ address: '192.0.2.1' })).audience).toEqual([]);
});

test('equal matches are the same route, whatever the address', () => {
  const { route } = router({ orgs, entries: everything });
  expect(route(concern({ address: '192.0.2.1', country: 'PL' }))).toBe(
    route(concern({ address: '192.0.2.2', country: 'PL' })),
  );
  expect(route(concern({ address: '192.0.2.1', country: 'PL' })).key).not.toBe(
    route(concern({ address: '192.0.2.1' })).key,
  );
  expect(route(concern({ address: '192.0.2.1', asn: 64_500 })).key).not.toBe(
    route(concern({ address: '192.0.2.1', asn: 64_501 })).key,
  );
});

test('the most specific entry says whether an address is shared; its prefixes speak before its AS number', () => {
  const { route } = router({
    orgs,
    entries: [
      entry(1, 'prefix', '192.0.2.0/24', true),
      entry(1, 'prefix', '192.0.2.128/25'),
      entry(2, 'asn', '64500', true),
      entry(1, 'nation', 'PL'),
    ],
  });
  const isShared = (event: Concern): boolean => {
    route(event);
    return event.shared;
  };
  expect(isShared(concern({ address: '192.0.2.1' }))).toBe(true);
  expect(isShared(concern({ address: '192.0.2.129' }))).toBe(false);
  expect(isShared(concern({ address: '192.0.2.129', asn: 64_500 }))).toBe(false);
  expect(isShared(concern({ address: '203.0.113.1', asn: 64_500 }))).toBe(true);
  expect(isShared(concern({ address: '203.0.113.1', asn: 64_501, country: 'PL' }))).toBe(false);
});
