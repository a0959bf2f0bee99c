import type { ConstituencyKind, Enrolment } from '@tocsin/api';
import type { PipelineEntry, PipelineOrg, PipelineRegistry } from '#registry/index.ts';
import { parsePrefix } from '#registry/ip-data/index.ts';
import { decideEventAudience, type EventMatch, type EventReason } from '#sharing/index.ts';
import type { SourceFacts } from './facts.ts';
import { createPrefixMatcher, type PrefixMatcher } from './prefix-matcher.ts';

/** What of an event decides where it goes. `address6` counts where `address4` is -1; both absent: no address. */
export interface Concern {
  address4: number;
  address6: Uint8Array | null;
  asn: number;
  country: string;
  /** The names that the event is about, lower case A-labels; '' where there is none. */
  domain: string;
  sector: string;
  /** Many customers share the address, by the prefixes and AS numbers that are registered as shared. */
  shared: boolean;
}

/** Where an event goes: the orgs that may have it, and every reason, the most specific first. */
export interface RouteFound {
  /** Canonical text of the reasons; equal keys are the same route. '' matched nobody. */
  readonly key: string;
  readonly reasons: readonly EventReason[];
  /** Ascending ids of the orgs that get it. */
  readonly audience: readonly number[];
}

export interface Router {
  /** Finds the route, and says in `concern.shared` whether many customers share the address. */
  route(concern: Concern): RouteFound;
}

/** Two capital letters as a number below 1,024; 0 for none. */
function countryNumber(code: string): number {
  return code === '' ? 0 : (code.charCodeAt(0) - 64) * 27 + code.charCodeAt(1) - 64;
}

/** The route of some reasons, the most specific first. */
export function routeOf(reasons: readonly EventReason[]): RouteFound {
  const key = JSON.stringify(
    reasons.map(({ org, rule, value, decision, allowed }) => [org, rule, value, decision, allowed]),
  );
  const audience = [...new Set(reasons.filter(({ allowed }) => allowed).map(({ org }) => org))].sort((a, b) => a - b);
  return { key, reasons, audience };
}

const nowhere: RouteFound = { key: '', reasons: [], audience: [] };
const none: readonly PipelineEntry[] = [];

function byValue<K>(
  entries: readonly PipelineEntry[],
  kind: ConstituencyKind,
  keyOf: (value: string) => K,
): Map<K, PipelineEntry[]> {
  const found = new Map<K, PipelineEntry[]>();
  for (const entry of entries) {
    if (entry.kind !== kind) continue;
    const key = keyOf(entry.value);
    const list = found.get(key);
    if (list === undefined) found.set(key, [entry]);
    else list.push(entry);
  }
  return found;
}

/** The registry in the form in which routes are looked up. Compiled once for all sources. */
export interface RoutingTables {
  readonly orgs: ReadonlyMap<number, PipelineOrg>;
  readonly nationEnrolment: ReadonlyMap<string, Enrolment>;
  readonly prefixes: PrefixMatcher<PipelineEntry>;
  readonly systems: ReadonlyMap<number, PipelineEntry[]>;
  readonly suffixes: ReadonlyMap<string, PipelineEntry[]>;
  readonly sectors: ReadonlyMap<string, PipelineEntry[]>;
  readonly nations: ReadonlyMap<string, PipelineEntry[]>;
  /** Country-code domain -> nation: a name may place an event where no address does. */
  readonly nationOfDomain: ReadonlyMap<string, string>;
}

export function compileRoutingTables(registry: PipelineRegistry): RoutingTables {
  return {
    orgs: new Map(registry.orgs.map((org) => [org.id, org])),
    nationEnrolment: new Map(registry.nations.map(({ code, enrolment }) => [code, enrolment])),
    prefixes: createPrefixMatcher(
      registry.entries.flatMap((entry) => {
        const prefix = entry.kind === 'prefix' ? parsePrefix(entry.value) : undefined;
        return prefix === undefined ? [] : [{ prefix, value: entry }];
      }),
    ),
    systems: byValue(registry.entries, 'asn', Number),
    suffixes: byValue(registry.entries, 'suffix', (value) => value),
    sectors: byValue(registry.entries, 'sector', (value) => value),
    nations: byValue(registry.entries, 'nation', (value) => value),
    nationOfDomain: new Map(
      registry.nations.flatMap(({ code, domains }) => domains.map((domain) => [domain, code] as const)),
    ),
  };
}

/**
 * A router for what one source sends. The order of specificity: prefix (longest first), AS number, domain suffix (longest
 * first), sector, nation. Events of equal matches share one computed route.
 */
export function createRouter(tables: RoutingTables, source: SourceFacts): Router {
  const { orgs, nationEnrolment, prefixes, systems, suffixes, sectors, nations, nationOfDomain } = tables;
  const routes = new Map<string, RouteFound>();
  // Cached per list of matching prefixes, which the matcher shares between all addresses of an interval.
  const byPrefixes = new Map<readonly PipelineEntry[], Map<number, RouteFound>>();

  function prefixesOf(concern: Concern): readonly PipelineEntry[] {
    if (concern.address4 >= 0) return prefixes.match4(concern.address4);
    return concern.address6 === null ? none : prefixes.match6(concern.address6);
  }

  function suffixesOf(domain: string): PipelineEntry[] {
    const found: PipelineEntry[] = [];
    if (suffixes.size === 0) return found;
    for (let rest = domain; rest !== '';) {
      const list = suffixes.get(rest);
      if (list !== undefined) found.push(...list);
      const dot = rest.indexOf('.');
      rest = dot < 0 ? '' : rest.slice(dot + 1);
    }
    return found;
  }

  function find(concern: Concern, covering: readonly PipelineEntry[]): RouteFound {
    const country =
      concern.country !== ''
        ? concern.country
        : (nationOfDomain.get(concern.domain.slice(concern.domain.lastIndexOf('.') + 1)) ?? '');
    const entries: readonly PipelineEntry[] = [
      ...covering,
      ...(systems.get(concern.asn) ?? none),
      ...suffixesOf(concern.domain),
      ...(sectors.get(concern.sector) ?? none),
      ...(nations.get(country) ?? none),
    ];
    if (entries.length === 0) return nowhere;
    const matches: EventMatch[] = entries.flatMap(({ org: id, kind, value }) => {
      const org = orgs.get(id);
      if (org === undefined) return [];
      const inForce = org.nation === null ? null : (nationEnrolment.get(org.nation) ?? null);
      return [{ org: id, kind: org.kind, enrolment: org.enrolment, nationEnrolment: inForce, rule: kind, value }];
    });
    // The time does not matter to events: they are released, without embargo or expiry.
    const route = routeOf(decideEventAudience(source, matches, new Date(0)));
    const known = routes.get(route.key);
    if (known !== undefined) return known;
    routes.set(route.key, route);
    return route;
  }

  return {
    route(concern) {
      const covering = prefixesOf(concern);
      concern.shared =
        covering.length > 0
          ? covering[0]?.shared === true
          : systems.get(concern.asn)?.some(({ shared }) => shared) === true;
      const named = concern.domain !== '' && (suffixes.size > 0 || concern.country === '');
      if (named || sectors.has(concern.sector)) return find(concern, covering);
      // What only the address decides, which is nearly everything, is cached by those of its facts that anybody asks for.
      const asn = systems.has(concern.asn) ? concern.asn : 0;
      const country = nations.has(concern.country) ? countryNumber(concern.country) : 0;
      if (asn === 0 && country === 0 && covering.length === 0) return nowhere;
      const key = asn * 1024 + country;
      let cache = byPrefixes.get(covering);
      if (cache === undefined) byPrefixes.set(covering, (cache = new Map<number, RouteFound>()));
      let found = cache.get(key);
      if (found === undefined) cache.set(key, (found = find(concern, covering)));
      return found;
    },
  };
}
