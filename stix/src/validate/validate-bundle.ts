import { isList, isObject, own, type JsonValue } from '../json/json.ts';
import { wrongType } from '../kinds/kind.ts';
import { inspection, report, shown, type Inspection, type Problem, type ValidationOptions } from '../problem.ts';
import { typeOfId } from '../uuid.ts';
import { inspectObject } from './validate-object.ts';

/** What is wrong with a bundle (section 8) and the objects in it, with paths from the bundle. */
export function validateBundle(value: JsonValue, options: ValidationOptions = {}): readonly Problem[] {
  const to = inspection(options);
  if (!isObject(value)) {
    wrongType(value, 'bundle', '8', to);
    return to.problems;
  }
  if (own(value, 'type') !== 'bundle') report(to, 'type', '8', 'The type of a bundle is bundle.', 'type');
  const id = own(value, 'id');
  if (typeof id !== 'string' || typeOfId(id) !== 'bundle') {
    report(to, 'identifier', '8', `A bundle has an identifier bundle--UUID, not ${shown(id)}.`, 'id');
  }
  const version = own(value, 'spec_version');
  if (version !== undefined && version !== '2.0' && version !== '2.1') {
    report(to, 'spec_version', '8', 'The version must be 2.0 or 2.1, or left out.', 'spec_version');
  }
  const objects = own(value, 'objects');
  if (objects !== undefined) inspectObjects(objects, options, to);
  return to.problems;
}

function inspectObjects(objects: JsonValue, options: ValidationOptions, to: Inspection): void {
  to.at.push('objects');
  if (!isList(objects)) wrongType(objects, 'list', '8', to);
  else if (objects.length === 0) report(to, 'empty_list', '2.12', 'A list has at least one element, or is left out.');
  else {
    for (const [index, object] of objects.entries()) {
      to.at.push(index);
      inspectObject(object, options, to);
      to.at.pop();
    }
  }
  to.at.pop();
}
