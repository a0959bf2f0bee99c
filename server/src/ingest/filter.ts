import type { PipelineWarninglist } from '#registry/index.ts';
import { parsePrefix, reservedKind4, reservedKind6, type ReservedKind } from '#registry/ip-data/index.ts';
import type { SourceFacts } from './facts.ts';
import { createPrefixMatcher, type PrefixMatcher } from './prefix-matcher.ts';
import type { Concern } from './router.ts';

/** Why a sound record is no finding for anybody. The sentences are what screens and receipts show. */
export const filterReasons = {
  too_old: 'The event is older than events are kept here.',
  private_address: 'The address is private: nobody outside that network can act on it.',
  reserved_address: 'The address is reserved and belongs to no host on the public Internet.',
  self_traffic: "The address is the sensor's own.",
  scanner: 'The address belongs to a known scanner.',
  researcher: 'The address or name belongs to a known researcher.',
  sinkhole: 'The address or name belongs to a known sinkhole.',
  resolver: 'The address or name belongs to a public resolver.',
  benign: 'The address or name is on a list of harmless infrastructure.',
} as const;
export type FilterReason = keyof typeof filterReasons;

const privateKinds: ReadonlySet<ReservedKind> = new Set<ReservedKind>(['private', 'loopback', 'link_local', 'shared']);
/** What is no host even in a drill, which plays on documentation and benchmarking ranges. */
const neverHosts: ReadonlySet<ReservedKind> = new Set<ReservedKind>([
  'unspecified',
  'this_network',
  'private',
  'loopback',
  'link_local',
  'multicast',
  'broadcast',
  'discard',
]);

/** Decides whether a record is filtered; null lets it pass. */
export type Filter = (concern: Concern) => FilterReason | null;

/** The warninglists in the form in which they are looked up. Compiled once for all sources. */
export interface WarningTables {
  readonly addresses: PrefixMatcher<FilterReason>;
  readonly domains: ReadonlyMap<string, FilterReason>;
}

const prefixesOf = (texts: readonly string[]) => texts.flatMap((text) => parsePrefix(text) ?? []);

export function compileWarningTables(lists: readonly PipelineWarninglist[]): WarningTables {
  return {
    addresses: createPrefixMatcher(
      lists.flatMap(({ kind, addresses }) => prefixesOf(addresses).map((prefix) => ({ prefix, value: kind }))),
    ),
    domains: new Map(lists.flatMap(({ kind, domains }) => domains.map((domain) => [domain, kind] as const))),
  };
}

/** A filter for what one source sends. In a drill reserved ranges count as public, but for what is never a host. */
export function createFilter(
  { addresses: listed, domains }: WarningTables,
  source: SourceFacts,
  drill: boolean,
): Filter {
  const own = createPrefixMatcher(prefixesOf(source.ownAddresses).map((prefix) => ({ prefix, value: true })));

  function ofAddress({ address4, address6 }: Concern): FilterReason | null {
    const reserved = address4 >= 0 ? reservedKind4(address4) : address6 === null ? null : reservedKind6(address6);
    if (reserved !== null && (!drill || neverHosts.has(reserved))) {
      return privateKinds.has(reserved) ? 'private_address' : 'reserved_address';
    }
    const hits = <T>(matcher: PrefixMatcher<T>): readonly T[] =>
      address4 >= 0 ? matcher.match4(address4) : address6 === null ? [] : matcher.match6(address6);
    if (hits(own).length > 0) return 'self_traffic';
    return hits(listed)[0] ?? null;
  }

  return (concern) => {
    if (concern.address4 >= 0 || concern.address6 !== null) {
      const reason = ofAddress(concern);
      if (reason !== null) return reason;
    }
    return concern.domain === '' || domains.size === 0 ? null : listedDomain(domains, concern.domain);
  };
}

/** A listed name counts alone; one that begins with a dot also counts for every name below it. */
function listedDomain(index: WarningTables['domains'], domain: string): FilterReason | null {
  const exact = index.get(domain) ?? index.get(`.${domain}`);
  if (exact !== undefined) return exact;
  for (let dot = domain.indexOf('.'); dot >= 0; dot = domain.indexOf('.', dot + 1)) {
    const below = index.get(domain.slice(dot));
    if (below !== undefined) return below;
  }
  return null;
}
