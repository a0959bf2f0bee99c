import type { BodyOf } from '@tocsin/api';
import type { registryRoutes } from '@tocsin/api/routes/registry.ts';
import { normaliseDomain } from '../constituencies/constituency.ts';
import { formatPrefix, readCidr, type Prefix } from '../ip-data/prefix.ts';
import { warninglistKinds, type WarninglistKind } from '../pipeline-registry.ts';

export type WarninglistBody = BodyOf<typeof registryRoutes.putWarninglist>;

/** A warninglist as it is stored. */
export interface WarninglistEntries {
  /** Canonical prefixes. */
  readonly addresses: readonly string[];
  /** `example.org`: that name alone; `.example.org`: that name and every name below it. */
  readonly domains: readonly string[];
  /** Each as `text: reason`, in the order given. */
  readonly refused: readonly string[];
}

/** Wider networks would filter nearly everything. */
const widest = { 4: 4, 6: 7 } as const;

/** The kind that a list declares; a list of MISP declares none and counts as benign. Undefined for an unknown one. */
export function readWarninglistKind(kind: string | undefined): WarninglistKind | undefined {
  return kind === undefined ? 'benign' : warninglistKinds.find((known) => known === kind);
}

/**
 * The entries of a warninglist, ours or MISP's. MISP says by `type` how to match: `cidr` addresses, `string` exactly this
 * name, `hostname` and `substring` this name and those below it; `regex` is refused. Ours says it by the entry: an
 * address or prefix, a name, or a name with `.` or `*.` before it for all below.
 */
export function readWarninglist({ list, type }: Pick<WarninglistBody, 'list' | 'type'>): WarninglistEntries {
  const addresses = new Set<string>();
  const domains = new Set<string>();
  const refused: string[] = [];
  for (const text of list) {
    const entry = readEntry(text.trim(), type);
    if ('address' in entry) addresses.add(entry.address);
    else if ('domain' in entry) domains.add(entry.domain);
    else refused.push(`${text.slice(0, 300)}: ${entry.refusal}`);
  }
  return { addresses: [...addresses], domains: [...domains], refused };
}

type Entry = { readonly address: string } | { readonly domain: string } | { readonly refusal: string };

function readEntry(text: string, type: string | undefined): Entry {
  if (type === 'regex') return { refusal: 'patterns are not taken' };
  const prefix = readCidr(text);
  if (typeof prefix !== 'string') return readNetwork(prefix);
  if (type === 'cidr' || prefix === 'host_bits')
    return { refusal: prefix === 'host_bits' ? 'has bits set beyond its length' : 'is no address or prefix' };
  const below = /^\*?\./.test(text) || type === 'hostname' || type === 'substring';
  const name = normaliseDomain(text.replace(/^\*?\./, ''), 'any');
  if (name === undefined) return { refusal: 'is neither an address, a prefix nor a domain name' };
  return { domain: below ? `.${name}` : name };
}

function readNetwork(prefix: Prefix): Entry {
  return prefix.length < widest[prefix.version]
    ? { refusal: `is wider than /${widest[prefix.version]} and would filter nearly everything` }
    : { address: formatPrefix(prefix) };
}
