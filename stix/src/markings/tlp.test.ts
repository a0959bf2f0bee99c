import { expect, test } from 'vitest';
import type { JsonObject } from '../json/json.ts';
import { validateObject } from '../validate/validate-object.ts';
import { tlpLevels, tlpMarkingOf, tlpMarkings, tlpOf } from './tlp.ts';

const idOf = (generation: 1 | 2, level: string): string =>
  [...tlpMarkings.values()].find((entry) => entry.generation === generation && entry.level === level)?.id ?? '';
const marked = (...refs: string[]): JsonObject => ({ type: 'tool', object_marking_refs: refs });

test('the strictest of several counts, of whichever generation', () => {
  expect(tlpOf(marked(idOf(2, 'green'), idOf(1, 'red'), idOf(2, 'amber+strict')))).toBe('red');
  expect(tlpOf(marked(idOf(1, 'amber'), idOf(2, 'amber+strict')))).toBe('amber+strict');
  expect(tlpOf(marked(idOf(1, 'clear')))).toBe('clear');
  expect(tlpOf({ type: 'tool' })).toBeUndefined();
  expect(tlpOf(marked('marking-definition--10000000-0000-4000-8000-000000000001'))).toBeUndefined();
});

test('other markings count where they are found and state a level', () => {
  const other = 'marking-definition--10000000-0000-4000-8000-000000000001';
  const found = (tlp: string) => (id: string) =>
    id === other ? { type: 'marking-definition', id, definition_type: 'tlp', definition: { tlp } } : undefined;
  expect(tlpOf(marked(other, idOf(2, 'green')), found('amber'))).toBe('amber');
  expect(tlpOf(marked(other), found('WHITE'))).toBe('clear');
  expect(tlpOf(marked(other), found('black'))).toBeUndefined();
});

test('what a body says under a known identifier changes nothing', () => {
  const forged = (id: string): JsonObject => ({ id, definition_type: 'tlp', definition: { tlp: 'white' } });
  expect(tlpOf(marked(idOf(1, 'red')), forged)).toBe('red');
});

test('the markings that we publish are the constants', () => {
  for (const level of tlpLevels) {
    const marking = tlpMarkingOf(level);
    expect(validateObject(marking)).toEqual([]);
    expect(tlpOf(marked(marking.id as string))).toBe(level);
  }
});
