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
  const cutting: Cutting = new Map();
  const rest = without(object, cuts, cutting);
  const left = isObject(rest)
    ? withMarkings(rest, object, allows, (selector) => moved(selector, cuts, cutting))
    : undefined;
  if (left === undefined || breaksMore(left, object, options))
    return { object: undefined, withheld: 'required', removed };
  return { object: left, removed };
}

/** Whether a rule is broken by what is left that the whole object kept. */
function breaksMore(left: JsonObject, whole: JsonObject, options?: ValidationOptions): boolean {
  const before = new Set(validateObject(whole, options).map(({ rule, path }) => `${rule} ${path}`));
  return validateObject(left, options).some(({ rule, path }) => !before.has(`${rule} ${path}`));
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

/** What is left of each value that was cut, and, of lists, how many elements are gone before each position. */
type Cutting = Map<Cuts, { readonly rest: JsonValue | undefined; readonly goneBefore: readonly number[] }>;

/** The value without its cuts; `undefined` where nothing is left: lists and dictionaries are never empty (sections 2.3, 2.12). */
function without(value: JsonValue, cuts: Cuts, cutting: Cutting): JsonValue | undefined {
  const goneBefore: number[] = [];
  let rest: JsonValue | undefined = value;
  if (isList(value)) {
    const left: JsonValue[] = [];
    for (const [index, item] of value.entries()) {
      goneBefore.push(index - left.length);
      const kept = remainder(item, cuts.get(index), cutting);
      if (kept !== undefined) left.push(kept);
    }
    rest = left.length === 0 ? undefined : left;
  } else if (isObject(value)) {
    const left: Record<string, JsonValue> = {};
    for (const [key, part] of Object.entries(value)) {
      const kept = remainder(part, cuts.get(key), cutting);
      if (kept !== undefined) put(left, key, kept);
    }
    rest = Object.keys(left).length === 0 ? undefined : left;
  }
  cutting.set(cuts, { rest, goneBefore });
  return rest;
}

function remainder(value: JsonValue, cuts: Cuts | true | undefined, cutting: Cutting): JsonValue | undefined {
  return cuts === undefined ? value : cuts === true ? undefined : without(value, cuts, cutting);
}

/** The markings of what remains: refused ones go, selectors follow the elements of lists to their new positions. */
function withMarkings(
  rest: JsonObject,
  before: JsonObject,
  allows: (ref: string) => boolean,
  move: (selector: string) => string | undefined,
): JsonObject {
  const markings = markingsOf(before)
    .filter(({ ref }) => ref === undefined || allows(ref))
    .map(({ selectors, body }) => ({ ...body, selectors: selectors.map(move).filter((moved) => moved !== undefined) }))
    .filter(({ selectors }) => selectors.length > 0);
  const { granular_markings: _, ...others } = rest;
  return markings.length === 0 ? others : { ...others, granular_markings: markings };
}

/** Where a selector's target stands after the cuts; `undefined` where it is gone. */
function moved(selector: string, cuts: Cuts, cutting: Cutting): string | undefined {
  const steps: string[] = [];
  let here: Cuts | undefined = cuts;
  for (const step of stepsOf(selector) ?? []) {
    const next: Cuts | true | undefined = here?.get(step);
    if (next === true || (next !== undefined && cutting.get(next)?.rest === undefined)) return undefined;
    const gone: number = here === undefined ? 0 : (cutting.get(here)?.goneBefore[Number(step)] ?? 0);
    steps.push(typeof step === 'string' ? step : `[${step - gone}]`);
    here = next;
  }
  return steps.join('.');
}
