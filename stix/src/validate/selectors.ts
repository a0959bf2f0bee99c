import { isList, isObject, own, type JsonObject } from '../json/json.ts';
import { stepsOf, valueAt } from '../markings/selector.ts';
import { report, shown, type Inspection } from '../problem.ts';

/** Section 7.2.3.1: what a selector names is there. */
export function checkSelectors(object: JsonObject, to: Inspection): void {
  const markings = own(object, 'granular_markings');
  if (!isList(markings)) return;
  for (const [index, marking] of markings.entries()) {
    const selectors = isObject(marking) ? own(marking, 'selectors') : undefined;
    if (!isList(selectors)) continue;
    for (const [position, selector] of selectors.entries()) {
      const steps = typeof selector === 'string' ? stepsOf(selector) : undefined;
      if (steps === undefined || valueAt(object, steps) !== undefined) continue;
      to.at.push('granular_markings', index, 'selectors');
      report(to, 'selector_target', '7.2.3.1', `The object has nothing at ${shown(selector)}.`, position);
      to.at.length -= 3;
    }
  }
}
