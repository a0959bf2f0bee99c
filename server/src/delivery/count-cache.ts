import type { Clock } from '#kernel/clock.ts';

/** Remembers counts, so that going on to the next page does not count again. */
export interface CountCache<T> {
  get(key: string): T | undefined;
  set(key: string, value: T): void;
}

const keptMs = 60_000;
const mostKept = 100;

export function createCountCache<T>(clock: Clock): CountCache<T> {
  const kept = new Map<string, { value: T; until: number }>();
  return {
    get(key) {
      const found = kept.get(key);
      return found !== undefined && found.until > clock.now().getTime() ? found.value : undefined;
    },
    set(key, value) {
      // Deleted first, so that the map stays in order of age and the oldest goes when it is full.
      kept.delete(key);
      kept.set(key, { value, until: clock.now().getTime() + keptMs });
      const [oldest] = kept.keys();
      if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    },
  };
}
