import { expect, test } from 'vitest';
import { columnDrift } from './drift.ts';

test('columns that come and go are drift; their order is none, nor is the first header', () => {
  expect(columnDrift(undefined, ['a'])).toBeNull();
  expect(columnDrift(['a', 'b'], ['b', 'a'])).toBeNull();
  expect(columnDrift(['a', 'b', 'c'], ['a', 'd', 'c', 'e'])).toEqual({ added: ['d', 'e'], missing: ['b'] });
});
