import { createSignal } from './signal.ts';

/** Who follows the log: an org, or a reader who sees every audience. */
export interface Reader {
  readonly org: number;
  readonly seesAll: boolean;
}

/** A reader's place in the wake list. */
export interface Subscription {
  /** Waits until there may be something new for the reader, at most `ms`. True: look again. Never misses a change. */
  changed(ms: number): Promise<boolean>;
  close(): void;
}

export type WakeList = ReturnType<typeof createWakeList>;

/**
 * Which waiting readers a change concerns. Audiences are immutable: once their members are learnt they are never asked
 * for again. A reader that nothing concerns is never touched.
 */
export function createWakeList() {
  const members = new Map<number, readonly number[]>();
  const byOrg = new Map<number, Set<() => void>>();
  const seeingAll = new Set<() => void>();

  return {
    subscribe({ org, seesAll }: Reader): Subscription {
      const signal = createSignal();
      const waiting = seesAll ? seeingAll : (byOrg.get(org) ?? new Set());
      if (!seesAll) byOrg.set(org, waiting);
      waiting.add(signal.raise);
      return {
        changed: (ms) => signal.wait(ms),
        close() {
          waiting.delete(signal.raise);
          if (!seesAll && waiting.size === 0) byOrg.delete(org);
          signal.raise();
        },
      };
    },

    /** The audiences whose members are not known yet. */
    unknown: (audiences: Iterable<number>): number[] =>
      [...new Set(audiences)].filter((audience) => !members.has(audience)),

    /** Takes in the members of `asked` audiences; one without a row has none. */
    learn(asked: readonly number[], rows: readonly { audience: number; org: number }[]): void {
      const found = Map.groupBy(rows, (row) => row.audience);
      for (const audience of asked)
        members.set(
          audience,
          (found.get(audience) ?? []).map((row) => row.org),
        );
    },

    /** Wakes the readers whom changes of these audiences concern. */
    wake(audiences: Iterable<number>): void {
      const orgs = new Set<number>();
      for (const audience of new Set(audiences)) for (const org of members.get(audience) ?? []) orgs.add(org);
      for (const org of orgs) byOrg.get(org)?.forEach((raise) => raise());
      seeingAll.forEach((raise) => raise());
    },

    wakeAll(): void {
      for (const waiting of byOrg.values()) waiting.forEach((raise) => raise());
      seeingAll.forEach((raise) => raise());
    },

    /** How many readers are waiting. */
    size: (): number => [...byOrg.values()].reduce((sum, waiting) => sum + waiting.size, seeingAll.size),
  };
}
