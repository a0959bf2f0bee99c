// STIX 2.1 objects (OASIS Standard, 10 June 2021, with errata 01): read, judge, print, compare. Pure; for servers and browsers.
export { bundleOf, envelopeOf, objectsOf, type Envelope } from './envelope.ts';
export { compareInstants, instantOf } from './instant.ts';
export {
  isList,
  isObject,
  isRawNumber,
  type JsonList,
  type JsonObject,
  type JsonValue,
  type RawNumber,
} from './json/json.ts';
export { jsonRefusals, parseJson, type JsonRefusal, type ParsedJson } from './json/parse-json.ts';
export { printJson } from './json/print-json.ts';
export { sameContent } from './json/same-content.ts';
export { redact, type Redacted } from './markings/redact.ts';
export {
  TLP2_EXTENSION,
  tlpLevels,
  tlpMarkingOf,
  tlpMarkings,
  tlpOf,
  type Tlp,
  type TlpConstant,
} from './markings/tlp.ts';
export { nameOf } from './name.ts';
export type { Problem, ValidationOptions } from './problem.ts';
export { markingRefs, referencesOf, type Reference } from './references.ts';
export { scoId } from './sco-id.ts';
export { specificationUrl, type Category, type ObjectType } from './types/object-type.ts';
export { isCustom, isMeta, isSco, isSdo, isSro, metaTypes, scoTypes, sdoTypes, sroTypes } from './types/type-names.ts';
export { typeTable } from './types/type-table.ts';
export { isTypeName, typeOfId } from './uuid.ts';
export { validateBundle } from './validate/validate-bundle.ts';
export { validateObject } from './validate/validate-object.ts';
export { newVersionProblems, versionOf, type Version } from './version.ts';
