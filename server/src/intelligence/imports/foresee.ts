import { tlpOf } from '@tocsin/stix';
import { describeObject } from '../objects/describe.ts';
import type { StoredObject } from '../objects/outcome.ts';
import type { ReadItem } from './read-item.ts';
import type { ForeseenItem } from './store.ts';
import { harmlessKeys } from './warninglists.ts';

/** What items look for that a list of harmless things may hold, each once. */
export function keysOf(items: readonly ReadItem[]): {
  readonly addresses: readonly string[];
  readonly names: readonly string[];
} {
  const addresses = new Set<string>();
  const names = new Set<string>();
  for (const { object } of items) {
    if (object === undefined) continue;
    const keys = harmlessKeys(object.value);
    for (const key of keys.addresses) addresses.add(key);
    for (const key of keys.names) names.add(key);
  }
  return { addresses: [...addresses], names: [...names] };
}

/** Items with what would become of them: `outcomes` of those that are objects, in their order. */
export function foresee(
  items: readonly ReadItem[],
  outcomes: readonly StoredObject[],
  harmless: ReadonlyMap<string, readonly string[]>,
): ForeseenItem[] {
  const next = outcomes.values();
  return items.map((item): ForeseenItem => {
    if (item.object === undefined)
      return { ...item, outcome: 'invalid', version: null, type: null, name: null, tlp: null, warninglists: [] };
    const { value } = item.object;
    const { outcome = 'stored', version = null } = next.next().value ?? {};
    const { addresses, names } = harmlessKeys(value);
    const { type, name } = describeObject(value);
    return {
      ...item,
      outcome: outcome === 'stored' ? 'new' : outcome,
      version,
      type,
      name: name.slice(0, 200).replaceAll('\0', '␀'),
      tlp: tlpOf(value) ?? null,
      warninglists: [...new Set([...addresses, ...names].flatMap((key) => harmless.get(key) ?? []))],
    };
  });
}
