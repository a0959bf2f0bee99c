import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Clock } from '#kernel/clock.ts';
import type { Config } from '#kernel/config.ts';
import type { Db } from '#kernel/db.ts';
import type { Metrics } from '#kernel/metrics.ts';
import type { Shutdown } from '#kernel/shutdown.ts';
import { loadSigningKey } from '#audit/checkpoints/client.ts';
import { startSealer } from '#audit/jobs.ts';
import { createAnswerRecorder, type AnswerRecorder } from '#audit/recorder/store.ts';

/** Begins to keep the trail: what is read and refused is recorded, and what is recorded is chained and signed. */
export function startTrail(parts: {
  config: Config;
  db: Db;
  clock: Clock;
  log: Logger;
  metrics: Metrics;
  shutdown: Shutdown;
}): AnswerRecorder {
  const { config, db, clock, log, metrics, shutdown } = parts;
  const { auditKeyFile, checkpointMinutes, dataDir } = config;
  const key = loadSigningKey(auditKeyFile ?? join(dataDir, 'audit-signing.key'), auditKeyFile === undefined);
  const recorder = createAnswerRecorder({ db, clock, log, metrics });
  const work = config.roles.includes('worker');
  const sealer = startSealer({
    db,
    clock,
    log,
    key,
    checkpointMinutes,
    work,
    eachMinute: () => recorder.flushCounts(),
  });
  shutdown.add({
    name: 'audit trail',
    limitMs: 10_000,
    close: async () => {
      await recorder.stop();
      await sealer.stop();
    },
  });
  return recorder;
}
