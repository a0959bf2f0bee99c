import { nameOf, referencesOf, type JsonObject, type JsonValue } from '@tocsin/stix';
import { indicatorsOf, parsePattern } from '@tocsin/stix/pattern/index.ts';
import type { ConcernSubject } from '#sharing/index.ts';
import { listedVersion } from './instant.ts';

/** What is stored of an object besides its body. */
export interface Description {
  readonly id: string;
  readonly type: string;
  readonly version: string;
  readonly instant: string;
  readonly specVersion: string;
  readonly name: string;
  readonly revoked: boolean;
  readonly granular: boolean;
  /** Property and UUID of each object that it refers to, its markings left out: those are looked up by nobody. */
  readonly references: readonly { readonly name: string; readonly target: string }[];
}

const text = (value: JsonValue | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
const uuidOf = (id: string): string => id.slice(id.indexOf('--') + 2);
const isMarking = /(^|\.)(object_marking_refs|marking_ref)$/;

export function describeObject(value: JsonObject): Description {
  const references = new Map<string, { name: string; target: string }>();
  for (const { property, id } of referencesOf(value)) {
    if (!isMarking.test(property)) references.set(`${property} ${id}`, { name: property, target: uuidOf(id) });
  }
  return {
    id: text(value['id']) ?? '',
    type: text(value['type']) ?? '',
    ...listedVersion(value),
    specVersion: text(value['spec_version']) ?? '2.1',
    name: nameOf(value).slice(0, 500),
    revoked: value['revoked'] === true,
    granular: value['granular_markings'] !== undefined,
    references: [...references.values()],
  };
}

/** Properties of observables, by path in a pattern: what of a constituency they name. */
const named: Readonly<Record<string, 'addresses' | 'domains' | 'urls' | 'mails' | 'asns'>> = {
  'ipv4-addr:value': 'addresses',
  'ipv6-addr:value': 'addresses',
  'domain-name:value': 'domains',
  'url:value': 'urls',
  'email-addr:value': 'mails',
  'autonomous-system:number': 'asns',
};

/** What an object names that somebody's constituency may hold: observables, the values that an indicator looks for, places, sectors. */
export function concernSubject(value: JsonObject): ConcernSubject {
  const found = { addresses: [] as string[], asns: [] as number[], domains: [] as string[] };
  const take = (path: string, item: string): void => {
    const kind = named[path];
    if (kind === 'addresses' || kind === 'domains') found[kind].push(item);
    else if (kind === 'mails') found.domains.push(item.slice(item.lastIndexOf('@') + 1));
    else if (kind === 'asns') found.asns.push(Number(item));
    else if (kind === 'urls') takeHost(item, found);
  };
  const type = text(value['type']) ?? '';
  take(`${type}:value`, text(value['value']) ?? '');
  if (type === 'autonomous-system') take('autonomous-system:number', JSON.stringify(value['number']));
  if (type === 'indicator' && value['pattern_type'] === 'stix') {
    const parsed = parsePattern(text(value['pattern']) ?? '');
    if (parsed.ok) for (const { path, value: wanted } of indicatorsOf(parsed.pattern).equalities) take(path, wanted);
  }
  const sectors = Array.isArray(value['sectors']) ? value['sectors'].filter((item) => typeof item === 'string') : [];
  const country = type === 'location' ? text(value['country'])?.toUpperCase() : undefined;
  return { ...found, sectors, nations: country === undefined ? [] : [country] };
}

function takeHost(url: string, into: { addresses: string[]; domains: string[] }): void {
  const host = URL.parse(url)?.hostname.replace(/^\[|\]$/g, '');
  if (host === undefined || host === '') return;
  into.addresses.push(host);
  into.domains.push(host);
}
