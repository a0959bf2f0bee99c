import {
  isList,
  isObject,
  markingRefs,
  parseJson,
  printJson,
  tlpMarkingOf,
  tlpMarkings,
  type JsonObject,
} from '@tocsin/stix';
import type { Entry } from '#intelligence/index.ts';
import { strictest, type Cleared, type Tlp } from '#sharing/index.ts';

/** An object that its reader may have, read, with the level that everything of it together has. */
export interface Marked {
  readonly entry: Cleared<Entry>;
  readonly value: JsonObject;
  readonly level: Tlp;
}

/** The level under which an org has what is not its own. The owner’s own release says it to the owner. */
const levelOfRule: Readonly<Record<string, Tlp>> = {
  red_named: 'red',
  strict_named: 'amber+strict',
  amber_named: 'amber',
  amber_concerned: 'amber',
  green_enrolled: 'green',
  clear_public: 'clear',
};

/**
 * An entry with its level: the strictest of what marks it or parts of it that are left, and of its release (`own`, where the
 * reader is its owner); AMBER+STRICT where nothing says one. Undefined for RED, which is in no export, feed or answer to a machine.
 */
export function markedOf(entry: Cleared<Entry>, own: Tlp | undefined): Marked | undefined {
  const parsed = parseJson(entry.body);
  if (!parsed.ok || !isObject(parsed.value)) return undefined;
  const levels = [
    ...markingRefs(parsed.value).map((ref) => tlpMarkings.get(ref)?.level),
    levelOfRule[entry.rule],
    own,
  ].filter((level) => level !== undefined);
  const level = strictest(levels) ?? 'amber+strict';
  return level === 'red' ? undefined : { entry, value: parsed.value, level };
}

/** The object’s text, which says its level: one whose release alone says it is given the marking. */
export function markedText({ entry, value, level }: Marked): string {
  if (value['type'] === 'marking-definition' || markingRefs(value).some((ref) => tlpMarkings.has(ref)))
    return entry.body;
  const refs = value['object_marking_refs'];
  const constant = tlpMarkingOf(level)['id'] ?? '';
  return printJson({ ...value, object_marking_refs: [...(isList(refs) ? refs : []), constant] });
}

/** Every marking that an exported object names, the one that it is given among them. */
export function markingsOf({ value, level }: Marked): readonly string[] {
  const refs = markingRefs(value);
  if (value['type'] === 'marking-definition' || refs.some((ref) => tlpMarkings.has(ref))) return refs;
  const { id } = tlpMarkingOf(level);
  return typeof id === 'string' ? [...refs, id] : refs;
}

/** The definition of a TLP marking, of either generation (STIX 2.1 section 7.2.1.4); undefined for other ids. */
export function tlpDefinition(id: string): JsonObject | undefined {
  const constant = tlpMarkings.get(id);
  if (constant === undefined) return undefined;
  if (constant.generation === 2) return tlpMarkingOf(constant.level);
  const { name, stated } = constant;
  return {
    type: 'marking-definition',
    spec_version: '2.1',
    id,
    created: '2017-01-20T00:00:00.000Z',
    definition_type: 'tlp',
    name,
    definition: { tlp: stated },
  };
}

/** What people call a marking: TLP by its label, a statement by its words, else by its name or id. */
export function markingName(id: string, definition: JsonObject | undefined): string {
  const constant = tlpMarkings.get(id);
  if (constant !== undefined) return `TLP:${constant.level.toUpperCase()}`;
  const words = definition?.['definition'];
  const statement = isObject(words ?? null) ? (words as JsonObject)['statement'] : undefined;
  return [statement, definition?.['name'], id].find((text) => typeof text === 'string') ?? id;
}

/** The strictest level of several objects; CLEAR where there are none. */
export const levelOfAll = (objects: readonly Pick<Marked, 'level'>[]): Tlp =>
  strictest(objects.map(({ level }) => level)) ?? 'clear';

export const tlpLabel = (level: Tlp): string => `TLP:${level.toUpperCase()}`;
