import type { ConstituencyKind } from '@tocsin/api';
import { enrolmentInForce } from '#auth/index.ts';
import type { PipelineEntry, PipelineRegistry } from '#registry/index.ts';
import { parseIp } from '#registry/ip-data/index.ts';
import type { EventReason } from '#sharing/index.ts';
import { domainName } from '../check.ts';
import type { SourceFacts } from '../facts.ts';
import { compileRoutingTables, createRouter, type Concern, type Router } from '../router.ts';

/** What of a stored event decides where it goes. */
export interface StoredConcern {
  readonly source: number;
  readonly address: string | null;
  readonly asn: number | null;
  readonly country: string | null;
  readonly domain: string | null;
  readonly sector: string | null;
}

/** The reasons for which an event that is stored would go to whom today, the most specific first. */
export type RouteAgain = (event: StoredConcern) => readonly EventReason[];

/** Routes stored events by the registry as it is now; an event of a source that is not among `sources` goes nowhere. */
export function createRouteAgain(registry: PipelineRegistry, sources: readonly SourceFacts[]): RouteAgain {
  const tables = compileRoutingTables(registry);
  const facts = new Map(sources.map((source) => [source.id, source]));
  const routers = new Map<number, Router>();
  return (event) => {
    const source = facts.get(event.source);
    if (source === undefined) return [];
    const router = routers.get(source.id) ?? createRouter(tables, source);
    routers.set(source.id, router);
    return router.route(concernOf(event)).reasons;
  };
}

function concernOf({ address, asn, country, domain, sector }: StoredConcern): Concern {
  const ip = address === null ? undefined : parseIp(address);
  return {
    address4: ip?.version === 4 ? ip.value : -1,
    address6: ip?.version === 6 ? ip.bytes : null,
    asn: asn ?? 0,
    country: country ?? '',
    domain: domain === null ? '' : domainName(domain),
    sector: sector ?? '',
    shared: false,
  };
}

/** The reasons of some orgs: of those among `wanted` whom a reason allows, and who are not members already. */
export function reasonsGained(
  reasons: readonly EventReason[],
  wanted: ReadonlySet<number>,
  members: ReadonlySet<number>,
): EventReason[] {
  const gaining = new Set(
    reasons.filter(({ org, allowed }) => allowed && wanted.has(org) && !members.has(org)).map(({ org }) => org),
  );
  return gaining.size === 0 ? [] : reasons.filter(({ org }) => gaining.has(org));
}

/** The most specific first. */
const specificity: readonly ConstituencyKind[] = ['prefix', 'asn', 'suffix', 'sector', 'nation'];

const rankWithin = ({ rule, value }: EventReason): number => {
  if (rule === 'prefix') return -Number(value.slice(value.indexOf('/') + 1));
  return rule === 'suffix' ? -value.length : 0;
};

/** The reasons of a route and those that were gained since, the most specific first. */
export function mergeReasons(before: readonly EventReason[], gained: readonly EventReason[]): EventReason[] {
  const gaining = new Set(gained.map(({ org }) => org));
  // Where an org was matched and refused before, what holds now stands in its place.
  return [...before.filter(({ org }) => !gaining.has(org)), ...gained].sort(
    (a, b) => specificity.indexOf(a.rule) - specificity.indexOf(b.rule) || rankWithin(a) - rankWithin(b),
  );
}

/** What each enrolled org answers for, as sorted texts: `asn 64500`. The operator sees everything and gains nothing. */
export function reachOf(registry: PipelineRegistry): Map<number, string[]> {
  const nations = new Map(registry.nations.map(({ code, enrolment }) => [code, enrolment]));
  const reach = new Map<number, string[]>();
  for (const { id, kind, nation, enrolment } of registry.orgs) {
    const inForce = enrolmentInForce(kind, enrolment, nation === null ? null : (nations.get(nation) ?? null));
    if (inForce === 'enrolled' && kind !== 'operator') reach.set(id, []);
  }
  for (const { org, kind, value } of registry.entries) reach.get(org)?.push(`${kind} ${value}`);
  for (const [org, entries] of reach) {
    if (entries.length === 0) reach.delete(org);
    else entries.sort();
  }
  return reach;
}

/** What each org gained between two states of its reach; orgs that gained nothing are left out. */
export function gains(
  before: ReadonlyMap<number, readonly string[]>,
  now: ReadonlyMap<number, readonly string[]>,
): Map<number, string[]> {
  const gained = new Map<number, string[]>();
  for (const [org, entries] of now) {
    const known = new Set(before.get(org));
    const added = entries.filter((entry) => !known.has(entry));
    if (added.length > 0) gained.set(org, added);
  }
  return gained;
}

/** Beyond so many networks it is quicker to route every event than to compare each with all of them. */
const mostPrefixes = 100;

/** What an event must have at least for one of some entries to match it: lists for SQL. */
export interface Sieve {
  readonly everyAddress: boolean;
  readonly prefixes: readonly string[];
  readonly asns: readonly number[];
  readonly countries: readonly string[];
  readonly sectors: readonly string[];
  /** For LIKE: `%gov.example`. */
  readonly domains: readonly string[];
}

/** A sieve that lets everything through that these entries (`prefix 192.0.2.0/24`) match, and not much else. */
export function sieveOf(entries: readonly string[], nations: PipelineRegistry['nations']): Sieve {
  const of = (kind: PipelineEntry['kind']): string[] =>
    entries.flatMap((entry) => (entry.startsWith(`${kind} `) ? [entry.slice(kind.length + 1)] : []));
  const prefixes = of('prefix');
  const countries = of('nation');
  const topLevel = nations.filter(({ code }) => countries.includes(code)).flatMap(({ domains }) => domains);
  return {
    everyAddress: prefixes.length > mostPrefixes,
    prefixes: prefixes.length > mostPrefixes ? [] : prefixes,
    asns: of('asn').map(Number),
    countries,
    sectors: of('sector'),
    domains: [...of('suffix'), ...topLevel.map((domain) => `.${domain}`)].map((end) => `%${end}`),
  };
}
