import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRecentKeys } from './recent-keys.ts';

/** Ids that begin and end alike crowd the same slots. */
const idOf = (key: number): Uint8Array =>
  Uint8Array.from({ length: 16 }, (_, at) => (at === 3 ? key : at === 15 ? key % 3 : 7));

test('knows at least the latest keys, at most twice as many, and no other', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 80 }), (keys) => {
      const recent = createRecentKeys(4);
      const seen: number[] = [];
      for (const key of keys) {
        const distinctSince = seen.includes(key) ? new Set(seen.slice(seen.lastIndexOf(key) + 1)).size : Infinity;
        const met = recent.met(idOf(key));
        if (distinctSince === Infinity) expect(met).toBe(false);
        if (distinctSince < 4) expect(met).toBe(true);
        if (!met) seen.push(key);
      }
    }),
  );
});

test('ids that differ in any one byte are different, also while the table grows and turns over', () => {
  const recent = createRecentKeys(2000);
  for (let at = 0; at < 16; at++)
    for (let value = 1; value < 100; value++)
      expect(recent.met(new Uint8Array(16).fill(value, at, at + 1))).toBe(false);
  expect(recent.met(new Uint8Array(16).fill(99, 15, 16))).toBe(true);
});
