import { expect, test } from 'vitest';
import { isTypeName, typeOfId } from './uuid.ts';

const uuid = '10000000-0000-4000-8000-000000000001';

test('an identifier is a type, two hyphens and a UUID', () => {
  expect(typeOfId(`x-example-thing--${uuid}`)).toBe('x-example-thing');
  expect(typeOfId(`tool--${uuid.toUpperCase()}`)).toBe('tool');
  for (const id of [
    uuid,
    `tool-${uuid}`,
    `tool---${uuid}`,
    `Tool--${uuid}`,
    `tool--${uuid} `,
    `--${uuid}`,
    `x--y--${uuid}`,
    '',
  ]) {
    expect(typeOfId(id)).toBeUndefined();
  }
});

test('type names end at 250 characters, and any length is judged at once', () => {
  expect(isTypeName('a'.repeat(250))).toBe(true);
  expect(isTypeName('a'.repeat(251))).toBe(false);
  expect(isTypeName(`${'a'.repeat(200)}!`)).toBe(false);
  expect(typeOfId(`${'a-'.repeat(1_000_000)}--${uuid}`)).toBeUndefined();
});
