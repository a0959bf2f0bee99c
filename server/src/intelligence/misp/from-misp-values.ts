import { isList, isObject, tlpLevels, tlpMarkings, type JsonObject, type JsonValue, type Tlp } from '@tocsin/stix';
import { tlpTags } from './attribute-types.ts';

/** What a reader of MISP's JSON asks of a member: a text whatever it was written as, else ''. */
export function textOf(from: JsonObject, name: string): string {
  const value = from[name];
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : '';
}

/** MISP's JSON writes what is so as true, 1 or "1". */
export const isTrue = (value: JsonValue | undefined): boolean =>
  value === true || value === 'true' || value === '1' || textOf({ value: value ?? null }, 'value') === '1';

/** The objects in a list, of at most `most`; what is none is left out. */
export function objectsIn(value: JsonValue | undefined): readonly JsonObject[] {
  return isList(value) ? value.filter(isObject) : [];
}

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** MISP's UUID as STIX writes it, or `undefined` where it is none of RFC 4122. */
export function uuidOf(from: JsonObject): string | undefined {
  const uuid = textOf(from, 'uuid').toLowerCase();
  return uuidForm.test(uuid) ? uuid : undefined;
}

/** Seconds since 1970, or a time with its zone, as STIX writes it; `undefined` where it is neither. */
export function timeOf(text: string): string | undefined {
  const ms = /^\d{1,11}$/.test(text) ? Number(text) * 1000 : Date.parse(text);
  return Number.isFinite(ms) && text !== '' ? new Date(ms).toISOString() : undefined;
}

/** Names of tags of an event or attribute. */
export const tagsOf = (from: JsonObject): readonly string[] =>
  objectsIn(from['Tag']).flatMap((tag) => (textOf(tag, 'name') === '' ? [] : [textOf(tag, 'name')]));

/** The marking that tags ask for, the strictest of several. */
export function markingOf(tags: readonly string[]): string | undefined {
  const levels = tags.flatMap((tag): Tlp[] => {
    const level = tlpTags.get(tag.toLowerCase());
    return level === undefined ? [] : [level];
  });
  const strictest = tlpLevels.findLast((level) => levels.includes(level));
  return [...tlpMarkings.values()].find(({ generation, level }) => generation === 2 && level === strictest)?.id;
}

/** Labels: tags that are neither levels nor clusters, which become markings and objects. */
export const labelsOf = (tags: readonly string[]): string[] => [
  ...new Set(tags.filter((tag) => !tlpTags.has(tag.toLowerCase()) && !tag.startsWith('misp-galaxy:'))),
];
