/** Whose turn it is: many subscriptions, few at once, and no org before another that waits. */
export interface Turns {
  /** Puts a subscription in line; one that waits already keeps its place, one whose turn it is will have another. */
  add(org: number, id: number): void;
  /** The next one, or undefined while nothing may run. Say `done` when its turn is over. */
  take(): Turn | undefined;
  done(turn: Turn): void;
  readonly running: number;
  readonly waiting: number;
}

export interface Turn {
  readonly org: number;
  readonly id: number;
}

/**
 * Orgs take turns, each with its subscriptions in the order in which they came; at most `perOrg` of an org run at once,
 * and none twice at once: what it was woken for in the middle of its turn it may have read past.
 */
export function createTurns({ atOnce, perOrg }: { readonly atOnce: number; readonly perOrg: number }): Turns {
  // Maps keep the order of insertion: the org that was served goes to the end.
  const lines = new Map<number, Set<number>>();
  const busy = new Map<number, Set<number>>();
  const running = (): number => [...busy.values()].reduce((sum, ids) => sum + ids.size, 0);
  return {
    add(org, id) {
      const line = lines.get(org) ?? new Set();
      line.add(id);
      lines.set(org, line);
    },
    take() {
      if (running() >= atOnce) return undefined;
      for (const [org, line] of lines) {
        const held = busy.get(org) ?? new Set();
        const id = held.size >= perOrg ? undefined : [...line].find((each) => !held.has(each));
        if (id === undefined) continue;
        line.delete(id);
        lines.delete(org);
        if (line.size > 0) lines.set(org, line);
        busy.set(org, held.add(id));
        return { org, id };
      }
      return undefined;
    },
    done({ org, id }) {
      const held = busy.get(org);
      held?.delete(id);
      if (held?.size === 0) busy.delete(org);
    },
    get running() {
      return running();
    },
    get waiting() {
      return [...lines.values()].reduce((sum, line) => sum + line.size, 0);
    },
  };
}
