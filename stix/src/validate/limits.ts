import { isList, type JsonObject, type JsonValue } from '../json/json.ts';
import type { ValidationOptions } from '../problem.ts';

/** Which limit a value breaks; `undefined` where none. Stops as soon as one is broken, so that it is as short as the limits. */
export function brokenLimit(value: JsonValue, options: ValidationOptions): 'depth' | 'size' | undefined {
  const { maxDepth = 64, maxValues = 250_000 } = options;
  let left = maxValues;
  const walk = (here: JsonValue, depth: number): 'depth' | 'size' | undefined => {
    left -= 1;
    if (left < 0) return 'size';
    if (typeof here !== 'object' || here === null) return undefined;
    if (depth > maxDepth) return 'depth';
    if (isList(here)) {
      for (const item of here) {
        const broken = walk(item, depth + 1);
        if (broken !== undefined) return broken;
      }
      return undefined;
    }
    for (const key of Object.keys(here)) {
      const broken = walk((here as JsonObject)[key] ?? null, depth + 1);
      if (broken !== undefined) return broken;
    }
    return undefined;
  };
  return walk(value, 1);
}
