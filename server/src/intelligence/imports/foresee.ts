import { tlpOf } from '@tocsin/stix';
import { describeObject } from '../objects/describe.ts';
import type { StoredObject } from '../objects/outcome.ts';
import { warningsOf } from '../search/found.ts';
import type { Warned } from '../warninglists/warned.ts';
import type { ReadItem } from './read-item.ts';
import type { ForeseenItem } from './store.ts';

/** Items with what would become of them: `outcomes` of those that are objects, in their order. */
export function foresee(items: readonly ReadItem[], outcomes: readonly StoredObject[], warned: Warned): ForeseenItem[] {
  const next = outcomes.values();
  return items.map((item): ForeseenItem => {
    if (item.object === undefined)
      return { ...item, outcome: 'invalid', version: null, type: null, name: null, tlp: null, warninglists: [] };
    const { value } = item.object;
    const { outcome = 'stored', version = null } = next.next().value ?? {};
    const { type, name } = describeObject(value);
    return {
      ...item,
      outcome: outcome === 'stored' ? 'new' : outcome,
      version,
      type,
      name: name.slice(0, 200).replaceAll('\0', '␀'),
      tlp: tlpOf(value) ?? null,
      warninglists: warningsOf(value, warned),
    };
  });
}
