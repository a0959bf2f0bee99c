import { expect, test } from 'vitest';
import { validateBundle } from './validate-bundle.ts';

const id = 'bundle--10000000-0000-4000-8000-000000000001';
const url = { type: 'url', id: 'url--10000000-0000-4000-8000-000000000001', value: 'https://example.org/' };

test('a bundle may be empty, but not of an empty list', () => {
  expect(validateBundle({ type: 'bundle', id })).toEqual([]);
  expect(validateBundle({ type: 'bundle', id, objects: [] })).toMatchObject([{ rule: 'empty_list', path: '/objects' }]);
});

test('objects are judged in their place', () => {
  expect(validateBundle({ type: 'bundle', id, objects: [url, { ...url, value: 'x' }] })).toMatchObject([
    { rule: 'url', path: '/objects/1/value', section: '6.15' },
  ]);
  expect(validateBundle({ type: 'bundle', id, objects: [{ type: 'bundle', id }] })).toMatchObject([
    { rule: 'bundle', path: '/objects/0/type' },
  ]);
});

test.each([
  [[], 'type', ''],
  [{ id }, 'type', '/type'],
  [{ type: 'bundle' }, 'identifier', '/id'],
  [{ type: 'bundle', id: url.id }, 'identifier', '/id'],
  [{ type: 'bundle', id, objects: url }, 'type', '/objects'],
  [{ type: 'bundle', id, spec_version: '1.0' }, 'spec_version', '/spec_version'],
])('%j is refused', (bundle, rule, path) => {
  expect(validateBundle(bundle)).toMatchObject([{ rule, path }]);
});
