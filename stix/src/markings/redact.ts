import { isList, isObject, own, put, type JsonObject, type JsonValue } from '../json/json.ts';
import type { ValidationOptions } from '../problem.ts';
import { validateObject } from '../validate/validate-object.ts';
import { stepsOf, valueAt } from './selector.ts';

/** What remains of an object for somebody, or why nothing does. */
export type Redacted =
  | { readonly object: JsonObject; readonly removed: readonly string[] }
  | { readonly object: undefined; readonly withheld: 'marked' | 'required'; readonly removed: readonly string[] };

/** The parts of an object that go, as a tree of steps; `true` takes all that is below. */
type Cuts = Map<string | number, Cuts | true>;

/**
 * The object without the parts whose granular markings (section 7.2.3) `allows` refuses, still a valid object; the markings of what
 * remains point where they pointed. `removed` names the selectors. Nothing remains where a marking of the whole is refused
 * (`marked`), or where what is left would not be valid (`required`).
 */
export function redact(
  object: JsonObject,
  allows: (markingRef: string) => boolean,
  options?: ValidationOptions,
): Redacted {
  const whole = own(object, 'object_marking_refs');
  if (isList(whole) && whole.some((ref) => typeof ref === 'string' && !allows(ref))) {
    return { object: undefined, withheld: 'marked', removed: [] };
  }
  const { cuts, removed } = refusedParts(object, allows);
  if (removed.length === 0) return { object, removed };
  const rest = without(object, cuts);
  const remainder = isObject(rest) ? withMarkings(rest, object, cuts, allows) : undefined;
  if (remainder === undefined || validateObject(remainder, options).length > validateObject(object, options).length) {
    return { object: undefined, withheld: 'required', removed };
  }
  return { object: remainder, removed };
}

function refusedParts(object: JsonObject, allows: (ref: string) => boolean): { cuts: Cuts; removed: string[] } {
  const cuts: Cuts = new Map();
  const removed = new Set<string>();
  for (const { ref, selectors } of markingsOf(object)) {
    if (ref === undefined || allows(ref)) continue;
    for (const selector of selectors) {
      const steps = stepsOf(selector);
      if (steps === undefined || valueAt(object, steps) === undefined) continue;
      cut(cuts, steps);
      removed.add(selector);
    }
  }
  return { cuts, removed: [...removed] };
}

interface Marking {
  readonly ref: string | undefined;
  readonly selectors: readonly string[];
  readonly body: JsonObject;
}

function markingsOf(object: JsonObject): Marking[] {
  const markings = own(object, 'granular_markings');
  return (isList(markings) ? markings : []).filter(isObject).map((body) => {
    const [ref, selectors] = [own(body, 'marking_ref'), own(body, 'selectors')];
    return {
      ref: typeof ref === 'string' ? ref : undefined,
      selectors: isList(selectors) ? selectors.filter((selector) => typeof selector === 'string') : [],
      body,
    };
  });
}

function cut(cuts: Cuts, steps: readonly (string | number)[]): void {
  let here = cuts;
  for (const [index, step] of steps.entries()) {
    const below = here.get(step);
    if (below === true) return;
    if (index === steps.length - 1) here.set(step, true);
    else {
      const next: Cuts = below ?? new Map<string | number, Cuts | true>();
      here.set(step, next);
      here = next;
    }
  }
}

/** The value without its cuts; `undefined` where nothing is left: lists and dictionaries are never empty (sections 2.3, 2.12). */
function without(value: JsonValue, cuts: Cuts): JsonValue | undefined {
  if (isList(value)) {
    const rest = value.map((item, index) => remainder(item, cuts.get(index))).filter((item) => item !== undefined);
    return rest.length === 0 ? undefined : rest;
  }
  if (!isObject(value)) return value;
  const rest: Record<string, JsonValue> = {};
  for (const [key, part] of Object.entries(value)) {
    const left = remainder(part, cuts.get(key));
    if (left !== undefined) put(rest, key, left);
  }
  return Object.keys(rest).length === 0 ? undefined : rest;
}

const remainder = (value: JsonValue, cuts: Cuts | true | undefined): JsonValue | undefined =>
  cuts === undefined ? value : cuts === true ? undefined : without(value, cuts);

/** The markings of what remains: refused ones go, selectors follow the elements of lists to their new positions. */
function withMarkings(rest: JsonObject, before: JsonObject, cuts: Cuts, allows: (ref: string) => boolean): JsonObject {
  const markings = markingsOf(before)
    .filter(({ ref }) => ref === undefined || allows(ref))
    .map(({ selectors, body }) => {
      const kept = selectors
        .map((selector) => moved(selector, before, cuts))
        .filter((selector) => selector !== undefined);
      return { kept, marking: { ...body, selectors: kept } };
    })
    .filter(({ kept }) => kept.length > 0)
    .map(({ marking }) => marking);
  const { granular_markings: _, ...others } = rest;
  return markings.length === 0 ? others : { ...others, granular_markings: markings };
}

/** Where a selector's target stands after the cuts; `undefined` where it is gone. */
function moved(selector: string, before: JsonObject, cuts: Cuts): string | undefined {
  const steps: string[] = [];
  let here: Cuts | true | undefined = cuts;
  let value: JsonValue = before;
  for (const step of stepsOf(selector) ?? []) {
    const next: Cuts | true | undefined = here?.get(step);
    if (next === true) return undefined;
    const child = valueAt(value, [step]);
    if (child === undefined || (next !== undefined && without(child, next) === undefined)) return undefined;
    steps.push(typeof step === 'string' ? step : `[${step - goneBefore(value, here, step)}]`);
    here = next;
    value = child;
  }
  return steps.join('.');
}

/** How many elements of a list before a position are gone. */
function goneBefore(list: JsonValue, cuts: Cuts | undefined, position: number): number {
  if (!isList(list) || cuts === undefined) return 0;
  return list.slice(0, position).filter((item, index) => remainder(item, cuts.get(index)) === undefined).length;
}
