/** Counts what is in flight against a limit, and lets others wait for room. */
export interface Window {
  readonly used: number;
  /** Takes room, waiting until there is any; what is larger than the window passes alone. */
  take(amount: number): Promise<void>;
  give(amount: number): void;
  /** True once there is room; false when there is none after `ms`. */
  roomWithin(ms: number): Promise<boolean>;
}

export function createWindow(limit: number): Window {
  let used = 0;
  let waiting: (() => void)[] = [];
  const change = (): Promise<void> => new Promise((resolve) => waiting.push(resolve));

  return {
    get used() {
      return used;
    },
    async take(amount) {
      while (used > 0 && used + amount > limit) await change();
      used += amount;
    },
    give(amount) {
      used -= amount;
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
    },
    async roomWithin(ms) {
      if (used < limit) return true;
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<'late'>((resolve) => (timer = setTimeout(() => resolve('late'), ms)));
      try {
        while (used >= limit) if ((await Promise.race([change(), late])) === 'late') return false;
        return true;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
