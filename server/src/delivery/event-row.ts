import type { EventOut, RouteReason } from '@tocsin/api';
import { taxonomyOf } from '@tocsin/api/rsit.ts';
import { inNetworks } from '#kernel/http/edge.ts';
import { decide, type Cleared } from '#sharing/index.ts';
import { hideGiven } from './hide-given.ts';
import { pseudonymOf } from './pseudonym.ts';
import type { Reader } from './reader.ts';
import { noteRoute } from './shown.ts';

/** An event as it is stored. Times are Dates, networks text, `given` parsed. */
export interface EventRow {
  readonly day: string;
  readonly id: string;
  readonly time: Date;
  readonly portion: number;
  readonly source: number;
  readonly route: number;
  readonly enrichment: number;
  readonly family: number | null;
  readonly flags: number;
  readonly port: number | null;
  readonly dstPort: number | null;
  readonly asn: number | null;
  readonly host: string | null;
  readonly class: string;
  readonly country: string | null;
  readonly protocol: string | null;
  readonly severity: string | null;
  readonly sector: string | null;
  readonly address: string | null;
  readonly prefix: string | null;
  readonly dstAddress: string | null;
  readonly domain: string | null;
  readonly url: string | null;
  readonly given: unknown;
}

/** The columns of an EventRow, of a table or subquery `e`. */
export const eventColumns = `e.day, e.id, e.time, e.portion, e.source, e.route, e.enrichment, e.family, e.flags, e.port,
  e.dst_port as "dstPort", e.asn, e.host, e.class, e.country, e.protocol, e.severity, e.sector, e.address, e.prefix,
  e.dst_address as "dstAddress", e.domain, e.url, e.given::json as given`;

/** What a reader may learn of a source is decided by the source. */
export interface SourceFacts {
  readonly id: number;
  readonly handle: string;
  readonly name: string;
  readonly org: number;
  readonly tlp: string;
  readonly reliability: string;
  readonly showName: boolean;
  readonly showAddresses: boolean;
  readonly ownAddresses: readonly string[];
}

/** Why a route leads to an org, with the org's row id. */
export interface RouteReasonRow extends RouteReason {
  readonly orgId: number;
}

/** Everything that stands in an event's row as a number, by that number. */
export interface Names {
  readonly sources: ReadonlyMap<number, SourceFacts>;
  readonly families: ReadonlyMap<number, string>;
  readonly systems: ReadonlyMap<number, string | null>;
  readonly enrichments: ReadonlyMap<
    number,
    { readonly snapshot: string | null; readonly methods: Record<string, string> }
  >;
  readonly pseudonymKey: string;
}

/** Reasons that the reader may see, by route. */
export type Reasons = ReadonlyMap<number, readonly RouteReasonRow[]>;

const portMissing = 2;

/** Events as `reader` may have them now; what the sharing rule refuses is left out. */
export function clearEvents<R extends EventRow>(
  rows: readonly R[],
  names: Names,
  reasons: Reasons,
  reader: Reader,
  now: Date,
): { row: R; event: Cleared<EventOut> }[] {
  return rows.flatMap((row) => {
    const why = reasons.get(row.route) ?? [];
    const routed = why.map(({ orgId, decision, allowed }) => ({ org: orgId, decision, allowed }));
    const decision = decide({ facts: { routed }, body: eventOut(row, names, why, reader) }, reader.viewer, now);
    return decision.allow ? [{ row, event: noteRoute(decision.cleared, row.route) }] : [];
  });
}

const networksBySource = new WeakMap<SourceFacts, (address: string) => boolean>();

/** Whether an address is of a sensor of the source; made once for each reading of its row. */
function ownNetworks(source: SourceFacts | undefined): (address: string) => boolean {
  if (source === undefined) return () => false;
  const known = networksBySource.get(source) ?? inNetworks(source.ownAddresses);
  networksBySource.set(source, known);
  return known;
}

/** An event as its reader gets it: the source's name and addresses only as far as the source shows them. */
export function eventOut(row: EventRow, names: Names, why: readonly RouteReasonRow[], reader: Reader): EventOut {
  const source = names.sources.get(row.source);
  const own = reader.seesAll || source?.org === reader.org;
  const showName = own || source?.showName === true;
  const showAddresses = own || source?.showAddresses === true;
  const enrichment = names.enrichments.get(row.enrichment);
  return {
    id: row.id,
    time: row.time.toISOString(),
    class: row.class,
    taxonomy: taxonomyOf(row.class),
    family: row.family === null ? null : (names.families.get(row.family) ?? null),
    severity: row.severity,
    address: row.address,
    port: row.port,
    protocol: row.protocol,
    portMissing: (row.flags & portMissing) !== 0,
    asn: row.asn,
    asName: row.asn === null ? null : (names.systems.get(row.asn) ?? null),
    prefix: row.prefix,
    country: row.country,
    sector: row.sector,
    domain: row.domain,
    url: row.url,
    destination: { address: showAddresses ? row.dstAddress : null, port: row.dstPort },
    source: showName && source !== undefined ? source.handle : pseudonymOf(names.pseudonymKey, row.source, reader.org),
    reliability: source?.reliability ?? 'F',
    tlp: source?.tlp ?? 'amber+strict',
    host: row.host,
    given: hideGiven(row.given, {
      names: showName || source === undefined ? [] : [source.handle, source.name],
      ...(!showAddresses && { isOwn: (address: string) => address === row.dstAddress || ownNetworks(source)(address) }),
    }),
    enrichment: { snapshot: enrichment?.snapshot ?? null, methods: enrichment?.methods ?? {} },
    why: why.map(({ orgId: _, ...reason }) => reason),
  };
}
