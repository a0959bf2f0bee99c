/** Whose turn it is: many subscriptions, few at once, and no org before another that waits. */
export interface Turns {
  /** Puts a subscription in line; one that waits already keeps its place. */
  add(org: number, id: number): void;
  /** The next one, or undefined while nothing may run. Say `done` when its turn is over. */
  take(): { readonly org: number; readonly id: number } | undefined;
  done(org: number): void;
  readonly running: number;
  readonly waiting: number;
}

/** Orgs take turns, each with its subscriptions in the order in which they came; at most `perOrg` of an org run at once. */
export function createTurns({ atOnce, perOrg }: { readonly atOnce: number; readonly perOrg: number }): Turns {
  // Maps keep the order of insertion: the org that was served goes to the end.
  const lines = new Map<number, Set<number>>();
  const busy = new Map<number, number>();
  let running = 0;
  return {
    add(org, id) {
      const line = lines.get(org) ?? new Set();
      line.add(id);
      lines.set(org, line);
    },
    take() {
      if (running >= atOnce) return undefined;
      for (const [org, line] of lines) {
        const [id] = line;
        if (id === undefined || (busy.get(org) ?? 0) >= perOrg) continue;
        line.delete(id);
        lines.delete(org);
        if (line.size > 0) lines.set(org, line);
        busy.set(org, (busy.get(org) ?? 0) + 1);
        running += 1;
        return { org, id };
      }
      return undefined;
    },
    done(org) {
      running -= 1;
      const left = (busy.get(org) ?? 1) - 1;
      if (left === 0) busy.delete(org);
      else busy.set(org, left);
    },
    get running() {
      return running;
    },
    get waiting() {
      return [...lines.values()].reduce((sum, line) => sum + line.size, 0);
    },
  };
}
