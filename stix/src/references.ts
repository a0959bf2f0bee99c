import { isList, isObject, own, type JsonObject, type JsonValue } from './json/json.ts';
import { typeOfId } from './uuid.ts';

/** A reference from one object to another. */
export interface Reference {
  /** The property that holds it, such as `created_by_ref`; inside other properties with their names before it. */
  readonly property: string;
  readonly id: string;
}

/**
 * The objects that an object names in properties ending in `_ref` and `_refs` (section 3.1), custom ones and those of extensions
 * included, in the order of the object. Nested values are followed to a depth of 64.
 */
export function referencesOf(object: JsonObject): readonly Reference[] {
  const found: Reference[] = [];
  follow(object, '', 64, found);
  return found;
}

function follow(value: JsonObject, before: string, depth: number, found: Reference[]): void {
  if (depth <= 0) return;
  for (const [key, part] of Object.entries(value)) {
    const property = before === '' ? key : `${before}.${key}`;
    if (key.endsWith('_ref')) add(part, property, found);
    else if (key.endsWith('_refs') && isList(part)) for (const item of part) add(item, property, found);
    if (isObject(part)) follow(part, property, depth - 1, found);
    else if (isList(part)) for (const item of part) if (isObject(item)) follow(item, property, depth - 1, found);
  }
}

function add(value: JsonValue, property: string, found: Reference[]): void {
  if (typeof value === 'string' && typeOfId(value) !== undefined) found.push({ property, id: value });
}

/** Every marking that an object names, for the whole or for parts. */
export function markingRefs(object: JsonObject): readonly string[] {
  const whole = own(object, 'object_marking_refs');
  const parts = own(object, 'granular_markings');
  const all = [
    ...(isList(whole) ? whole : []),
    ...(isList(parts) ? parts.map((part) => (isObject(part) ? own(part, 'marking_ref') : undefined)) : []),
  ];
  return [...new Set(all.filter((ref) => typeof ref === 'string'))];
}
