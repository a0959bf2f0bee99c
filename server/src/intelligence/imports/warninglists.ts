import type { JsonObject } from '@tocsin/stix';
import { concernSubject } from '../objects/describe.ts';

/** What of an indicator a list of harmless things may hold: addresses, and names with those above them as lists write them. */
export function harmlessKeys(value: JsonObject): {
  readonly addresses: readonly string[];
  readonly names: readonly string[];
} {
  if (value['type'] !== 'indicator') return { addresses: [], names: [] };
  const { addresses, domains } = concernSubject(value);
  return {
    addresses: addresses.filter((address) => /^[0-9.]+$|:/.test(address)),
    names: [...new Set(domains)].flatMap((host) => withParents(host.toLowerCase())),
  };
}

function withParents(host: string): string[] {
  const labels = host.split('.');
  return [host, ...labels.map((_, index) => `.${labels.slice(index).join('.')}`)];
}
