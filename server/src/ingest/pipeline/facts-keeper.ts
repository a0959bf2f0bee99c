import type { Clock } from '#kernel/clock.ts';
import type { PipelineFacts } from '../facts.ts';

/** Reads the version of the facts (cheap), and the facts themselves. */
export interface LoadFacts {
  version(): Promise<string>;
  load(): Promise<PipelineFacts>;
}

/** Keeps every worker at the present state of the registry and the IP data. */
export interface FactsKeeper {
  /** Returns once the workers hold facts that were current less than a second ago. */
  ensure(): Promise<void>;
  /** Looks now. */
  refresh(): Promise<void>;
}

const staleMs = 1_000;

export function createFactsKeeper(source: LoadFacts, clock: Clock, publish: (facts: PipelineFacts) => Promise<unknown>): FactsKeeper {
  let held: string | undefined;
  let validUntil: Date | null = null;
  let lookedAt = -Infinity;
  let looking: Promise<void> | undefined;

  async function look(): Promise<void> {
    const startedAt = clock.now();
    const version = await source.version();
    const expired = validUntil !== null && startedAt >= validUntil;
    if (version !== held || expired) {
      const facts = await source.load();
      await publish(facts);
      held = version;
      validUntil = facts.registry.validUntil;
    }
    lookedAt = startedAt.getTime();
  }

  const refresh = (): Promise<void> => (looking ??= look().finally(() => (looking = undefined)));
  return {
    ensure: () => (Math.abs(clock.now().getTime() - lookedAt) < staleMs ? Promise.resolve() : refresh()),
    refresh,
  };
}
