import { clearHostBits, mask4, parseIp, parsePrefix, type IpAddress } from '#registry/ip-data/index.ts';
import { normaliseDomain, type PipelineEntry, type PipelineNation } from '#registry/index.ts';
import type { Concern, ConcernRule, OrgId } from './facts.ts';

/** What an object names that a constituency may hold. */
export interface ConcernSubject {
  readonly addresses: readonly string[];
  readonly asns: readonly number[];
  readonly domains: readonly string[];
  readonly sectors: readonly string[];
  readonly nations: readonly string[];
}

/** AS number and country of an address by the IP data in use; undefined where it knows neither. */
export type Locate = (address: IpAddress) => { readonly asn: number; readonly country: string } | undefined;

/** The constituencies in force, in the form in which objects are looked up. */
export interface ConcernTables {
  /** By `rule value`: the orgs whose constituency has that entry. */
  readonly orgs: ReadonlyMap<string, readonly OrgId[]>;
  /** Lengths of the prefixes that anybody answers for, by version. */
  readonly lengths: Readonly<Record<4 | 6, readonly number[]>>;
  readonly nationOfDomain: ReadonlyMap<string, string>;
}

export function compileConcernTables(
  entries: readonly Pick<PipelineEntry, 'org' | 'kind' | 'value'>[],
  nations: readonly Pick<PipelineNation, 'code' | 'domains'>[],
): ConcernTables {
  const orgs = new Map<string, OrgId[]>();
  const lengths = { 4: new Set<number>(), 6: new Set<number>() };
  for (const { org, kind, value } of entries) {
    const prefix = kind === 'prefix' ? parsePrefix(value) : undefined;
    if (prefix !== undefined) lengths[prefix.version].add(prefix.length);
    const key = prefix === undefined ? `${kind} ${value}` : prefixKey(prefix.version, prefix.base, prefix.length);
    const known = orgs.get(key);
    if (known === undefined) orgs.set(key, [org]);
    else if (!known.includes(org)) known.push(org);
  }
  return {
    orgs,
    lengths: { 4: [...lengths[4]], 6: [...lengths[6]] },
    nationOfDomain: new Map(nations.flatMap(({ code, domains }) => domains.map((domain) => [domain, code] as const))),
  };
}

/** Not the canonical text of a prefix: that takes ten times as long to write, and nobody but this file reads it. */
function prefixKey(version: 4 | 6, base: number | Uint8Array, length: number): string {
  const network = typeof base === 'number' ? base.toString(16) : Buffer.from(base).toString('hex');
  return `prefix ${version}:${network}/${length}`;
}

/** The entries of constituencies that a subject falls into, sorted, as `rule value`: what a release keeps of it. */
export function matchConcerns(tables: ConcernTables, subject: ConcernSubject, locate?: Locate): string[] {
  const found = new Set<string>();
  const meet = (rule: ConcernRule, value: string): void => {
    const key = `${rule} ${value}`;
    if (tables.orgs.has(key)) found.add(key);
  };
  for (const text of subject.addresses) {
    const address = parseIp(text.replace(/\/\d+$/, ''));
    if (address === undefined) continue;
    for (const key of coveringKeys(tables, address)) found.add(key);
    const place = locate?.(address);
    if (place !== undefined && place.asn > 0) meet('asn', String(place.asn));
    if (place !== undefined && place.country !== '') meet('nation', place.country);
  }
  for (const asn of subject.asns) meet('asn', String(asn));
  for (const domain of subject.domains) {
    const name = normaliseDomain(domain, 'any');
    if (name === undefined) continue;
    for (let rest = name; rest !== ''; rest = rest.includes('.') ? rest.slice(rest.indexOf('.') + 1) : '')
      meet('suffix', rest);
    meet('nation', tables.nationOfDomain.get(name.slice(name.lastIndexOf('.') + 1)) ?? '');
  }
  for (const sector of subject.sectors) meet('sector', sector);
  for (const nation of subject.nations) meet('nation', nation);
  return [...found].sort();
}

function coveringKeys(tables: ConcernTables, address: IpAddress): string[] {
  const keys =
    address.version === 4
      ? tables.lengths[4].map((length) => prefixKey(4, (address.value & mask4(length)) >>> 0, length))
      : tables.lengths[6].map((length) => {
          const base = address.bytes.slice();
          clearHostBits(base, length);
          return prefixKey(6, base, length);
        });
  return keys.filter((key) => tables.orgs.has(key));
}

/** The orgs behind matched entries, and by which kind of entry each is concerned. */
export function concernsOf(tables: ConcernTables, matched: readonly string[]): Concern[] {
  return matched.flatMap((key) => {
    const rule = key.slice(0, key.indexOf(' ')) as ConcernRule;
    return (tables.orgs.get(key) ?? []).map((org) => ({ org, rule }));
  });
}

/** An entry as an analyst writes it (`prefix 192.0.2.0/24`, `asn 64500`, `nation PL`), as a subject to match. */
export function subjectOf(wanted: readonly string[]): ConcernSubject {
  const of = (rule: ConcernRule): string[] =>
    wanted.filter((entry) => entry.startsWith(`${rule} `)).map((entry) => entry.slice(rule.length + 1));
  return {
    addresses: of('prefix'),
    asns: of('asn').map(Number),
    domains: of('suffix'),
    sectors: of('sector'),
    nations: of('nation'),
  };
}
