/** What waits to be committed, and who is told. */
interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** Commits items in groups: while one transaction runs, the next group gathers. */
export interface GroupWriter<Item, Result> {
  /** Resolves once the item is committed, with its result. */
  write(item: Item): Promise<Result>;
  /** Items that wait or are being committed. */
  readonly pending: number;
  /** Resolves when nothing is pending. */
  idle(): Promise<void>;
}

/**
 * `lanes` transactions at most run at once, each over items of up to `groupSize` in sum (at least one item). `commit`
 * gives one result per item; when it throws, and there were several items, each is tried by itself, so that one that
 * cannot be stored does not take others with it. Not so where `lost` says that nobody knows what became of the commit: what
 * was stored after all would count as there before.
 */
export function createGroupWriter<Item, Result>(options: {
  lanes: number;
  groupSize: number;
  sizeOf: (item: Item) => number;
  commit: (items: readonly Item[]) => Promise<readonly Result[]>;
  lost?: (error: unknown) => boolean;
}): GroupWriter<Item, Result> {
  const { lanes, groupSize, sizeOf, commit, lost = () => false } = options;
  const queue: Waiting<Item, Result>[] = [];
  let running = 0;
  let inFlight = 0;
  let idle: (() => void)[] = [];

  function nextGroup(): Waiting<Item, Result>[] {
    const group: Waiting<Item, Result>[] = [];
    let size = 0;
    for (let next = queue[0]; next !== undefined; next = queue[0]) {
      size += sizeOf(next.item);
      if (group.length > 0 && size > groupSize) break;
      group.push(next);
      queue.shift();
    }
    return group;
  }

  async function commitGroup(group: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await commit(group.map(({ item }) => item));
      group.forEach(({ resolve, reject }, index) => {
        const result = results[index];
        if (result === undefined) reject(new Error('the commit gave no result for an item'));
        else resolve(result);
      });
    } catch (error) {
      if (group.length === 1 || lost(error)) for (const { reject } of group) reject(error);
      else for (const one of group) await commitGroup([one]);
    }
  }

  function start(): void {
    while (running < lanes && queue.length > 0) {
      const group = nextGroup();
      running++;
      inFlight += group.length;
      void commitGroup(group).finally(() => {
        running--;
        inFlight -= group.length;
        start();
        if (inFlight + queue.length === 0) {
          for (const resolve of idle) resolve();
          idle = [];
        }
      });
    }
  }

  return {
    write(item) {
      const written = new Promise<Result>((resolve, reject) => queue.push({ item, resolve, reject }));
      // Items that arrive in the same turn share a transaction.
      queueMicrotask(start);
      return written;
    },
    get pending() {
      return inFlight + queue.length;
    },
    idle() {
      return inFlight + queue.length === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve));
    },
  };
}
