import { isObject, own, type JsonObject } from '../json/json.ts';
import { binary, hex } from '../kinds/encoded.ts';
import { report, shown, type Inspection } from '../problem.ts';

const name21 = /^[a-z][a-z0-9_]{2,249}$/;
const name20 = /^[a-z0-9_]{3,250}$/;

/** Sections 3.1, 11.1 and 2.12: names of properties, known or not, and what no property may be: null, or an empty list. */
export function checkNames(
  object: JsonObject,
  known: ReadonlySet<string>,
  isObservable: boolean,
  to: Inspection,
): void {
  const form = to.version20 ? name20 : name21;
  for (const property of Object.keys(object)) {
    if (known.has(property)) continue;
    const value = own(object, property) ?? null;
    if (!form.test(property)) {
      const message = `A property name is in lower-case ASCII with underscores, 3 to 250 characters: ${shown(property)}`;
      report(to, 'property_name', '3.1', message, property);
    }
    if (value === null) report(to, 'null', '3.1', 'A property without a value is left out.', property);
    else if (Array.isArray(value) && value.length === 0) {
      report(to, 'empty_list', '2.12', 'A list has at least one element, or is left out.', property);
    } else if (isObservable && !isObject(value)) checkSuffix(property, value, to);
  }
}

/** Sections 2.1 and 2.8: the names of binary and hexadecimal properties say so. */
function checkSuffix(property: string, value: JsonObject[string], to: Inspection): void {
  const kind = property.endsWith('_bin') ? binary : property.endsWith('_hex') ? hex : undefined;
  if (kind === undefined) return;
  to.at.push(property);
  kind.check(value, to);
  to.at.pop();
}
