/** Remembers the latest keys: at least `size` of them, at most twice as many. */
export interface RecentKeys {
  /** Whether the key was met lately; from now on it was. */
  met(key: string): boolean;
}

export function createRecentKeys(size: number): RecentKeys {
  let now = new Set<string>();
  let before = new Set<string>();
  return {
    met(key) {
      if (now.has(key) || before.has(key)) return true;
      if (now.size >= size) {
        before = now;
        now = new Set();
      }
      now.add(key);
      return false;
    },
  };
}
