import { expect, test } from 'vitest';
import { shadeBounds, shadeOf } from './shade.ts';

test.each([
  [0, [1]],
  [2, [1]],
  [3, [1, 2]],
  [4, [1, 2]],
  [12, [1, 2, 5]],
  [63, [1, 2, 5, 10, 20]],
  [1_400, [1, 50, 100, 200, 500]],
  [20_000, [1, 1_000, 2_000, 5_000, 10_000]],
])('up to %d the shades begin at %j', (most, bounds) => {
  expect(shadeBounds(most)).toEqual(bounds);
});

test('a count has the shade of the last bound that it reaches', () => {
  expect([0, 1, 49, 50, 500, 9_999].map((count) => shadeOf(count, shadeBounds(1_400)))).toEqual([0, 1, 1, 2, 5, 5]);
});
