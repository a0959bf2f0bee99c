import { expect, test } from 'vitest';
import type { PipelineRegistry } from '#registry/index.ts';
import type { EventReason } from '#sharing/index.ts';
import { createRouteAgain, gains, mergeReasons, reachOf, reasonsGained, sieveOf } from './regrant.ts';

const org = (id: number, change: Partial<PipelineRegistry['orgs'][number]> = {}) => ({
  id,
  handle: `org-${id}`,
  kind: 'government' as const,
  nation: null,
  enrolment: 'enrolled' as const,
  ...change,
});
const registry: PipelineRegistry = {
  version: 1,
  validUntil: null,
  nations: [{ code: 'PL', enrolment: 'enrolled', domains: ['pl'] }],
  orgs: [org(1), org(2, { enrolment: 'invited' }), org(3, { kind: 'operator' }), org(4)],
  entries: [
    { org: 1, kind: 'prefix', value: '192.0.2.0/24', shared: false },
    { org: 1, kind: 'asn', value: '64500', shared: false },
    { org: 2, kind: 'asn', value: '64500', shared: false },
    { org: 3, kind: 'asn', value: '64500', shared: false },
    { org: 4, kind: 'nation', value: 'PL', shared: false },
  ],
  families: [],
  warninglists: [],
};
const source = { id: 7, handle: 's', org: 9, feed: 'tocsin', tlp: 'amber', distribution: 'concerned', recipients: [], ownAddresses: [] } as const; // prettier-ignore
const event = { source: 7, address: '192.0.2.1', asn: 64500, country: null, domain: null, sector: null };
const reason = (of: number, rule: EventReason['rule'], value: string, allowed = true): EventReason => ({
  org: of,
  rule,
  value,
  decision: allowed ? 'amber_concerned' : 'default_deny',
  allowed,
});

test('a stored event goes today where it would go if it came today', () => {
  const route = createRouteAgain(registry, [source]);
  const allowed = (change: object) => [...new Set(route({ ...event, ...change }).filter((each) => each.allowed).map((each) => each.org))]; // prettier-ignore
  expect(allowed({})).toEqual([1]);
  expect(allowed({ country: 'PL' })).toEqual([1, 4]);
  // A name places an event where no address does, as at its receipt.
  expect(allowed({ address: null, asn: null, domain: 'WWW.Example.PL.' })).toEqual([4]);
  expect(allowed({ source: 8 })).toEqual([]);
  expect(createRouteAgain(registry, [{ ...source, distribution: 'named' }])(event).some((each) => each.allowed)).toBe(false); // prettier-ignore
});

test('only who is wanted, allowed and not there yet gains', () => {
  const reasons = [reason(1, 'prefix', '192.0.2.0/24'), reason(2, 'asn', '64500', false), reason(4, 'nation', 'PL')];
  expect(reasonsGained(reasons, new Set([1, 2]), new Set())).toEqual([reasons[0]]);
  expect(reasonsGained(reasons, new Set([1, 4]), new Set([1]))).toEqual([reasons[2]]);
  expect(reasonsGained(reasons, new Set([2]), new Set())).toEqual([]);
});

test('merged reasons stand in the order of a route, and what holds now replaces what did', () => {
  const before = [reason(1, 'prefix', '192.0.2.0/24'), reason(4, 'nation', 'PL', false), reason(5, 'asn', '64500')];
  const gained = [reason(4, 'prefix', '192.0.2.0/28'), reason(4, 'nation', 'PL')];
  expect(mergeReasons(before, gained).map((each) => `${each.org} ${each.value} ${each.allowed}`)).toEqual([
    '4 192.0.2.0/28 true',
    '1 192.0.2.0/24 true',
    '5 64500 true',
    '4 PL true',
  ]);
});

test('an org reaches what it answers for while it is enrolled; the operator sees everything and gains nothing', () => {
  const reach = reachOf(registry);
  expect([...reach]).toEqual([
    [1, ['asn 64500', 'prefix 192.0.2.0/24']],
    [4, ['nation PL']],
  ]);
  const before = new Map([[1, ['asn 64500', 'sector energy']]]);
  expect([...gains(before, reach)]).toEqual([
    [1, ['prefix 192.0.2.0/24']],
    [4, ['nation PL']],
  ]);
  expect(gains(reach, reach).size).toBe(0);
});

test('a sieve lets through what entries can match', () => {
  const sieve = sieveOf(
    ['prefix 192.0.2.0/24', 'asn 64500', 'nation PL', 'suffix gov.example', 'sector energy'],
    registry.nations,
  );
  expect(sieve).toEqual({
    everyAddress: false,
    prefixes: ['192.0.2.0/24'],
    asns: [64500],
    countries: ['PL'],
    sectors: ['energy'],
    domains: ['%gov.example', '%.pl'],
  });
  const many = Array.from({ length: 101 }, (_, n) => `prefix 198.18.${n}.0/24`);
  expect(sieveOf(many, [])).toMatchObject({ everyAddress: true, prefixes: [] });
});
