import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRecentKeys } from './recent-keys.ts';

test('knows at least the latest keys, at most twice as many, and no other', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 80 }), (keys) => {
      const recent = createRecentKeys(4);
      const seen: number[] = [];
      for (const key of keys) {
        const distinctSince = seen.includes(key) ? new Set(seen.slice(seen.lastIndexOf(key) + 1)).size : Infinity;
        const met = recent.met(String(key));
        if (distinctSince === Infinity) expect(met).toBe(false);
        if (distinctSince < 4) expect(met).toBe(true);
        if (!met) seen.push(key);
      }
    }),
  );
});
