import { isList, isObject, own, type JsonObject, type JsonValue } from './json/json.ts';

/** A TAXII 2.1 envelope (section 3.7): empty lists and a `more` of false may be left out. */
export interface Envelope {
  readonly more?: boolean;
  readonly next?: string;
  readonly objects?: readonly JsonObject[];
}

/** The objects of a bundle, of a TAXII envelope, of a list, or a single object itself. `undefined` for what is none of these. */
export function objectsOf(value: JsonValue): readonly JsonValue[] | undefined {
  if (isList(value)) return value;
  if (!isObject(value)) return undefined;
  const type = own(value, 'type');
  if (type !== undefined && type !== 'bundle') return [value];
  const objects = own(value, 'objects');
  if (objects === undefined) return type === 'bundle' || own(value, 'more') !== undefined ? [] : undefined;
  return isList(objects) ? objects : undefined;
}

/** A bundle of objects; one without objects has no list of them (section 2.12). `uuid` is of any version. */
export function bundleOf(uuid: string, objects: readonly JsonObject[]): JsonObject {
  return { type: 'bundle', id: `bundle--${uuid}`, ...(objects.length === 0 ? {} : { objects }) };
}

/** An envelope; what is empty is left out. `next` is sent whenever there is more. */
export function envelopeOf(objects: readonly JsonObject[], next?: string): Envelope {
  return {
    ...(next === undefined ? {} : { more: true, next }),
    ...(objects.length === 0 ? {} : { objects }),
  };
}
