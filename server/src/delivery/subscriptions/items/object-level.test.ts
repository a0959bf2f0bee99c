import { expect, test } from 'vitest';
import { levelOfObject } from './object-level.ts';

const mark = (id: string) => `marking-definition--${id}`;
const green = mark('bab4a63c-aed9-4cf5-a766-dfca5abac2bb');
const red = mark('e828b379-4e03-4974-9ac4-e53a884c97c1');

test.each([
  [{}, 'amber+strict'],
  [{ object_marking_refs: [mark('00000000-0000-4000-8000-000000000000')] }, 'amber+strict'],
  [{ object_marking_refs: [mark('613f2e26-407d-48c7-9eca-b8e91df99dc9')] }, 'clear'],
  [{ object_marking_refs: [green, mark('f88d31f6-486f-44da-b317-01333bde0b82')] }, 'amber'],
  [{ object_marking_refs: [green], granular_markings: [{ marking_ref: red, selectors: ['name'] }] }, 'red'],
  [{ object_marking_refs: 'green', granular_markings: 7 }, 'amber+strict'],
])('%j is %s', (object, level) => expect(levelOfObject(JSON.stringify(object))).toBe(level));
