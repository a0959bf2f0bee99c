import { isObject, own, type JsonObject } from '../json/json.ts';
import { wrongType } from '../kinds/kind.ts';
import { report, shown, type Inspection } from '../problem.ts';
import { extensionType } from '../types/meta/extension-definition.ts';
import type { ObjectType } from '../types/object-type.ts';
import { typeTable } from '../types/type-table.ts';
import { typeOfId } from '../uuid.ts';
import { checkNames } from './properties.ts';

/** `id` is the one name of two characters (section 3.1). */
const definedNames = new Set(['extension_type', 'id']);

/** The types to which each extension of the specification belongs. */
const predefined = new Map(
  [...typeTable.values()].flatMap(({ type, extensions = {} }) => Object.keys(extensions).map((name) => [name, type])),
);

/** Sections 3.2 and 7.3: extensions by the identifier of their definition, those of the specification by name, others as `...-ext`. */
export function checkExtensions(object: JsonObject, entry: ObjectType | undefined, to: Inspection): void {
  const extensions = own(object, 'extensions');
  if (extensions === undefined) return;
  to.at.push('extensions');
  if (!isObject(extensions)) wrongType(extensions, 'dictionary', '3.2', to);
  else {
    const names = Object.keys(extensions);
    if (names.length === 0) report(to, 'empty_dictionary', '2.3', 'Extensions are left out where there are none.');
    for (const name of names) {
      to.at.push(name);
      checkExtension(name, extensions[name] ?? null, entry, to);
      to.at.pop();
    }
  }
  to.at.pop();
}

function checkExtension(name: string, value: JsonObject[string], entry: ObjectType | undefined, to: Inspection): void {
  const kind = entry?.extensions?.[name];
  if (kind !== undefined) return kind.check(value, to);
  const home = predefined.get(name);
  if (home !== undefined) return report(to, 'extension_place', '3.2', `${name} belongs to objects of type ${home}.`);
  if (!isObject(value)) return wrongType(value, 'object', '7.3', to);
  if (Object.keys(value).length === 0) report(to, 'empty_dictionary', '2.3', 'An extension says something.');
  if (typeOfId(name) === 'extension-definition') return checkDefined(value, to);
  if (/^[a-z0-9-]{1,246}-ext$/.test(name)) return;
  report(to, 'extension_key', '7.3', `This is neither an extension definition nor the name of one: ${shown(name)}`);
}

function checkDefined(extension: JsonObject, to: Inspection): void {
  const type = own(extension, 'extension_type');
  if (type === undefined) {
    return report(to, 'required', '7.3', 'The property extension_type is required.', 'extension_type');
  }
  to.at.push('extension_type');
  extensionType.check(type, to);
  to.at.pop();
  checkNames(extension, definedNames, true, to);
}

/** The kinds of extension that an object declares. */
export function extensionTypesOf(object: JsonObject): Set<unknown> {
  const extensions = own(object, 'extensions');
  const all = isObject(extensions) ? Object.values(extensions) : [];
  return new Set(all.map((extension) => (isObject(extension) ? own(extension, 'extension_type') : undefined)));
}
