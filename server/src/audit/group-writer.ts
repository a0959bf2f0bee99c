/** Writes what many ask for at once in few transactions. */
export interface GroupWriter<T> {
  /** Resolves once the item is written; rejects with what its group's writing threw. */
  add(item: T): Promise<void>;
  /** Resolves when nothing waits any more. */
  drain(): Promise<void>;
}

interface Waiting<T> {
  readonly item: T;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * One group is written at a time; what comes meanwhile is the next group. A lone item waits for nobody, and under load
 * the cost of a commit is shared by all who wait for it.
 */
export function createGroupWriter<T>(write: (items: readonly T[]) => Promise<void>, most = 1000): GroupWriter<T> {
  let waiting: Waiting<T>[] = [];
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const group = waiting.slice(0, most);
      waiting = waiting.slice(most);
      try {
        await write(group.map(({ item }) => item));
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    running = undefined;
  }

  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        running ??= run();
      }),
    drain: async () => running,
  };
}
