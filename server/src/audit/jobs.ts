import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Clock } from '#kernel/clock.ts';
import type { Db } from '#kernel/db.ts';
import { checkpointIfDue } from './checkpoints/jobs.ts';
import type { SigningKey } from './checkpoints/signing-key.ts';
import { sealAll } from './sealer/jobs.ts';

export interface SealerOptions {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Logger;
  readonly key: SigningKey;
  readonly checkpointMinutes: number;
  /** Called each minute: what every process counts for itself. */
  readonly eachMinute: () => Promise<void>;
  /** Whether this process seals (role `worker`). */
  readonly work: boolean;
  /** Time between two rounds; a second unless told. */
  readonly everyMs?: number;
}

const roundsPerMinute = 60;

/** Goes on with the chains each second, and signs checkpoints. Several processes may: one at a time does. */
export function startSealer(options: SealerOptions): { stop(): Promise<void> } {
  const { db, clock, log, key, checkpointMinutes, eachMinute, work, everyMs = 1000 } = options;
  const stopping = new AbortController();

  async function round(): Promise<void> {
    if (!work) return;
    await sealAll(db, clock);
    await checkpointIfDue(db, clock, key, checkpointMinutes * 60_000);
  }

  async function run(): Promise<void> {
    for (let n = 1; !stopping.signal.aborted; n++) {
      try {
        await round();
        if (n % roundsPerMinute === 0) await eachMinute();
      } catch (err) {
        // What is not sealed now is sealed in the next round; nothing is lost meanwhile.
        log.warn({ err }, 'the audit log could not be sealed');
      }
      await delay(everyMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
      await round().catch((err: unknown) => log.warn({ err }, 'the audit log could not be sealed'));
    },
  };
}
