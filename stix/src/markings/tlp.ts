import { isList, isObject, own, type JsonObject } from '../json/json.ts';

/** TLP 2.0 (FIRST), from the most open to the strictest. */
export const tlpLevels = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const;
export type Tlp = (typeof tlpLevels)[number];

/** The extension by which OASIS states TLP 2.0. */
export const TLP2_EXTENSION = 'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d';

/** A marking that the specification, or OASIS, fixes once and for all. */
export interface TlpConstant {
  readonly id: string;
  readonly generation: 1 | 2;
  /** The level as the marking itself spells it. */
  readonly stated: string;
  readonly level: Tlp;
  readonly name: string;
}

const one = (uuid: string, stated: string, level: Tlp): TlpConstant => ({
  id: `marking-definition--${uuid}`,
  generation: 1,
  stated,
  level,
  name: `TLP:${stated.toUpperCase()}`,
});
const two = (uuid: string, level: Tlp): TlpConstant => ({ ...one(uuid, level, level), generation: 2 });

/** STIX 2.1 section 7.2.1.4, and the OASIS extension definition of TLP 2.0. */
export const tlpMarkings: ReadonlyMap<string, TlpConstant> = new Map(
  [
    one('613f2e26-407d-48c7-9eca-b8e91df99dc9', 'white', 'clear'),
    one('34098fce-860f-48ae-8e50-ebd3cc5e41da', 'green', 'green'),
    one('f88d31f6-486f-44da-b317-01333bde0b82', 'amber', 'amber'),
    one('5e57c739-391a-4eb3-b6be-7d15ca92d5ed', 'red', 'red'),
    two('94868c89-83c2-464b-929b-a1a8aa3c8487', 'clear'),
    two('bab4a63c-aed9-4cf5-a766-dfca5abac2bb', 'green'),
    two('55d920b0-5e8b-4f79-9ee9-91f868d9b421', 'amber'),
    two('939a9414-2ddd-4d32-a0cd-375ea402b003', 'amber+strict'),
    two('e828b379-4e03-4974-9ac4-e53a884c97c1', 'red'),
  ].map((constant) => [constant.id, constant]),
);

/** When the TLP 1 markings were created (section 7.2.1.4). */
export const TLP1_CREATED = '2017-01-20T00:00:00.000Z';

/** The marking of TLP 2.0 for a level, as an object to publish along with what it marks. */
export function tlpMarkingOf(level: Tlp): JsonObject {
  const constant = [...tlpMarkings.values()].find((entry) => entry.generation === 2 && entry.level === level);
  return {
    type: 'marking-definition',
    spec_version: '2.1',
    id: constant?.id ?? '',
    created: '2022-10-01T00:00:00.000Z',
    name: constant?.name ?? '',
    extensions: { [TLP2_EXTENSION]: { extension_type: 'property-extension', tlp_2_0: level } },
  };
}

/** What level a marking definition states in its body, of whichever generation, and whoever made it. */
export function statedTlp(marking: JsonObject): { generation: 1 | 2; stated: unknown } | undefined {
  const definition = own(marking, 'definition');
  if (own(marking, 'definition_type') === 'tlp' || (isObject(definition) && own(definition, 'tlp') !== undefined)) {
    return { generation: 1, stated: isObject(definition) ? own(definition, 'tlp') : undefined };
  }
  const extensions = own(marking, 'extensions');
  const extension = isObject(extensions) ? own(extensions, TLP2_EXTENSION) : undefined;
  return isObject(extension) ? { generation: 2, stated: own(extension, 'tlp_2_0') } : undefined;
}

/**
 * The strictest TLP level that marks an object as a whole, or `undefined` where none does. `resolveMarking` finds the definitions
 * of other markings, which count where they state a level; unknown ones do not. Markings of parts: `markingRefs`, `redact`.
 */
export function tlpOf(object: JsonObject, resolveMarking?: (id: string) => JsonObject | undefined): Tlp | undefined {
  const refs = own(object, 'object_marking_refs');
  let strictest = -1;
  for (const ref of isList(refs) ? refs : []) {
    if (typeof ref !== 'string') continue;
    strictest = Math.max(strictest, rankOf(ref, resolveMarking));
  }
  return tlpLevels[strictest];
}

function rankOf(ref: string, resolveMarking?: (id: string) => JsonObject | undefined): number {
  const known = tlpMarkings.get(ref);
  if (known !== undefined) return tlpLevels.indexOf(known.level);
  const marking = resolveMarking?.(ref);
  const stated = marking === undefined ? undefined : statedTlp(marking)?.stated;
  const level = typeof stated === 'string' ? stated.toLowerCase() : '';
  return tlpLevels.indexOf((level === 'white' ? 'clear' : level) as Tlp);
}
