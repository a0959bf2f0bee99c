import { expect, test } from 'vitest';
import { testClock } from '#kernel/clock.ts';
import { createCountCache } from './count-cache.ts';

test('counts are kept for a minute, and no more than a hundred of them', () => {
  const clock = testClock('2026-01-01T00:00:00Z');
  const cache = createCountCache<number>(clock);
  for (let n = 0; n <= 100; n++) cache.set(String(n), n);
  expect([cache.get('0'), cache.get('1'), cache.get('100')]).toEqual([undefined, 1, 100]);
  clock.advance(60_000);
  expect(cache.get('100')).toBeUndefined();
});
