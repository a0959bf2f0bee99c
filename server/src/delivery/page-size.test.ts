import { expect, test } from 'vitest';
import { nextPageSize } from './page-size.ts';

const limits = { first: 100, most: 500, bytes: 1_000_000 };

test.each([
  ['nothing known', 0, 0, 100],
  ['small events', 100, 60_000, 500],
  ['large events', 100, 10_000_000, 10],
  ['huge events', 1, 90_000_000, 1],
])('%s', (_, events, bytes, expected) => {
  expect(nextPageSize(limits, { events, bytes })).toBe(expected);
});
