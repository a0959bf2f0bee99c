import type { Clock } from '#kernel/clock.ts';
import type { PipelineFacts } from '../facts.ts';

/** Reads the version of the facts (cheap), and the facts themselves. */
export interface LoadFacts {
  version(): Promise<string>;
  load(): Promise<PipelineFacts>;
}

/** Keeps every worker at the present state of the registry and the IP data. */
export interface FactsKeeper {
  /**
   * Resolves once the workers hold facts that are at least as new as this call: what was changed before it counts. Calls
   * that come while one is under way share the next.
   */
  ensure(): Promise<void>;
}

export function createFactsKeeper(
  source: LoadFacts,
  clock: Clock,
  publish: (facts: PipelineFacts) => Promise<unknown>,
): FactsKeeper {
  let held: string | undefined;
  let validUntil: Date | null = null;
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  async function look(): Promise<void> {
    const version = await source.version();
    const expired = validUntil !== null && clock.now() >= validUntil;
    if (version === held && !expired) return;
    const facts = await source.load();
    await publish(facts);
    // The facts may be newer than the version that was read; the next look then loads them once more.
    held = version;
    validUntil = facts.registry.validUntil;
  }

  function start(): Promise<void> {
    next = undefined;
    const looking = look().finally(() => {
      if (running === looking) running = undefined;
    });
    running = looking;
    return looking;
  }

  return {
    ensure() {
      if (running === undefined) return start();
      return (next ??= running.catch(() => undefined).then(start));
    },
  };
}
