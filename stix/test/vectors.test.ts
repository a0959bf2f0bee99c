import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  isObject,
  metaTypes,
  parseJson,
  printJson,
  sameContent,
  scoTypes,
  sdoTypes,
  sroTypes,
  validateBundle,
  validateObject,
  type JsonObject,
} from '../src/index.ts';

interface Case {
  name: string;
  object: JsonObject;
  rule: string;
  path: string;
}

function cases(file: string): Case[] {
  const parsed = parseJson(readFileSync(join(import.meta.dirname, '../../vectors/stix', file)));
  if (!parsed.ok || !isObject(parsed.value)) throw new Error(`${file} cannot be read`);
  return parsed.value.cases as unknown as Case[];
}

describe('vectors/stix', () => {
  const valid = cases('valid.json');
  const invalid = cases('invalid.json');

  test.each(valid)('$name is accepted and comes back the same', ({ object }) => {
    expect(validateObject(object)).toEqual([]);
    const again = parseJson(printJson(object));
    expect(again.ok && sameContent(again.value, object)).toBe(true);
  });

  test('every type is among the valid ones', () => {
    const all = [...sdoTypes, ...sroTypes, ...scoTypes, ...metaTypes];
    expect(all.filter((type) => !valid.some(({ object }) => object.type === type))).toEqual([]);
    expect(all.length).toBe(42);
  });

  test('all of them together are a bundle', () => {
    const bundle = {
      type: 'bundle',
      id: 'bundle--10000000-0000-4000-8000-000000000001',
      objects: valid.map(({ object }) => object),
    };
    expect(validateBundle(bundle)).toEqual([]);
  });

  test.each(invalid)('$name is refused: $rule', ({ object, rule, path }) => {
    const problems = validateObject(object);
    expect(problems.map((problem) => ({ rule: problem.rule, path: problem.path }))).toContainEqual({ rule, path });
    for (const { section, message } of problems) {
      expect(section).toMatch(/^\d+(\.\d+)*$/);
      expect(message.length).toBeLessThan(400);
    }
  });
});
