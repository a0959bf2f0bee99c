import { isObject, own, type JsonObject } from '../json/json.ts';
import { report, type Inspection } from '../problem.ts';
import { isCustom, isSco } from '../types/type-names.ts';

/**
 * Section 2.13, deprecated: the observables that stand under keys in an observed-data. Their references name keys of the same
 * container; identifiers are let pass too.
 */
export function inspectContained(
  observed: JsonObject,
  to: Inspection,
  inspectObservable: (object: JsonObject, type: string, to: Inspection) => void,
): void {
  const container = own(observed, 'objects');
  if (!isObject(container)) return;
  const members = Object.entries(container).flatMap(([key, object]) => {
    const type = isObject(object) ? own(object, 'type') : undefined;
    return isObject(object) && typeof type === 'string' ? [{ key, object, type }] : [];
  });
  to.container = new Map(members.map(({ key, type }) => [key, type]));
  to.at.push('objects');
  for (const { key, object, type } of members) {
    to.at.push(key);
    if (isSco(type) || isCustom(type)) inspectObservable(object, type, to);
    else report(to, 'observable_container', '2.13', `A ${type} is no observable.`, 'type');
    to.at.pop();
  }
  to.at.pop();
  to.container = undefined;
}
