import { isList, isObject, type JsonObject, type JsonValue } from '@tocsin/stix';
import { indicatorsOf, parsePattern } from '@tocsin/stix/pattern/index.ts';
import { canonicalValue, hostOf } from './canonical.ts';

/** A value that an object names or looks for, in canonical form. */
export interface ObjectValue {
  readonly value: string;
  /** False: part of a value, such as the host of a URL. */
  readonly exact: boolean;
}

/** Properties of observables that hold what one would look up. */
const naming = new Set([
  'value',
  'name',
  'key',
  'number',
  'serial_number',
  'subject',
  'account_login',
  'cpe',
  'message_id',
]);
/** Most values of one object: a pattern of a hundred thousand belongs into a list of its own. */
const mostValues = 20_000;
/** Shorter ones are words, not indicators. */
const shortest = 3;

/**
 * What somebody who holds one value would want to be told this object by: of observables their values and hashes, of
 * indicators what the pattern looks for, of everything the identifiers that others know it by (CVE, ATT&CK).
 */
export function valuesOf(object: JsonObject): ObjectValue[] {
  const found = new Map<string, boolean>();
  const add = (given: JsonValue | undefined): void => {
    if (typeof given !== 'string' || found.size >= mostValues) return;
    const value = canonicalValue(given);
    if (value.length < shortest) return;
    found.set(value, true);
    const host = hostOf(value);
    if (host !== undefined && !found.has(host)) found.set(host, false);
  };
  const type = object['type'];
  if (type === 'indicator') {
    const pattern = object['pattern'];
    const parsed = object['pattern_type'] === 'stix' && typeof pattern === 'string' ? parsePattern(pattern) : undefined;
    if (parsed?.ok === true) for (const { value } of indicatorsOf(parsed.pattern).equalities) add(value);
  } else if (object['created'] === undefined) {
    // Without `created` it is an observable (STIX 2.1 section 3.2).
    for (const [name, value] of Object.entries(object)) {
      if (name === 'number' && type === 'autonomous-system') add(`AS${JSON.stringify(value)}`);
      else if (name === 'hashes' && isObject(value)) for (const hash of Object.values(value)) add(hash);
      else if (naming.has(name)) add(value);
    }
  } else if (type === 'vulnerability') add(object['name']);
  for (const id of externalIds(object)) add(id);
  return [...found].map(([value, exact]) => ({ value, exact }));
}

/** Identifiers under which the world knows an object: `CVE-2026-0001`, `T1059.001`, `G0007`. */
export function externalIds(object: JsonObject): string[] {
  const references = object['external_references'];
  if (!isList(references)) return [];
  return references.flatMap((reference) => {
    const id = isObject(reference) ? reference['external_id'] : undefined;
    return typeof id === 'string' && id.length <= 200 ? [id] : [];
  });
}
