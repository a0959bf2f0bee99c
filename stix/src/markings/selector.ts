import { isList, isObject, own, type JsonValue } from '../json/json.ts';

/** Section 7.2.3.1: property names and, in brackets, positions in lists, joined by dots. `undefined` for what is no selector. */
export function stepsOf(selector: string): (string | number)[] | undefined {
  const steps: (string | number)[] = [];
  for (const part of selector.split('.')) {
    const position = /^\[(0|[1-9]\d{0,8})\]$/.exec(part)?.[1];
    if (position !== undefined && steps.length > 0) steps.push(Number(position));
    else if (/^[a-zA-Z0-9_-]{1,250}$/.test(part)) steps.push(part);
    else return undefined;
  }
  return steps;
}

/** The value at the steps; `undefined` where there is none. */
export function valueAt(value: JsonValue, steps: readonly (string | number)[]): JsonValue | undefined {
  let here: JsonValue | undefined = value;
  for (const step of steps) {
    if (typeof step === 'number') here = isList(here) ? here[step] : undefined;
    else here = isObject(here) ? own(here, step) : undefined;
    if (here === undefined) return undefined;
  }
  return here;
}
