import { performance } from 'node:perf_hooks';
import { createAnswerRecorder } from '../src/audit/recorder/store.ts';
import { sealAll } from '../src/audit/sealer/jobs.ts';
import { verifyLogs } from '../src/audit/verification/store.ts';
import { systemClock } from '../src/kernel/clock.ts';
import { loadConfig } from '../src/kernel/config.ts';
import { openDb } from '../src/kernel/db.ts';
import type { AnswerFacts } from '../src/kernel/http/answer-record.ts';
import { createLog } from '../src/kernel/log.ts';
import { createMetrics } from '../src/kernel/metrics.ts';
import { createShutdown } from '../src/kernel/shutdown.ts';
import { bringUpToDate, openDatabase } from '../src/main/database.ts';
import { ensureProgramme } from '../src/main/birth.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * What recording reads costs, on a durable database: reads/s with so many readers who each wait for their record, the time
 * that one waits, rows sealed and verified a second.
 */
export async function benchAudit(args: readonly string[]): Promise<object> {
  const reads = Number(args[0] ?? 20_000);
  const readers = Number(args[1] ?? 64);
  const dataDir = mkdtempSync(join(tmpdir(), 'tocsin-bench-audit-'));
  const config = loadConfig({ TOCSIN_DATA: dataDir, TOCSIN_DRILL: 'true', TOCSIN_LOG_LEVEL: 'error' });
  const log = createLog(config);
  const shutdown = createShutdown(log);
  try {
    const database = await openDatabase(config, log, () => undefined);
    shutdown.add({ name: 'database', limitMs: 30_000, close: () => database.stop() });
    await bringUpToDate(database, log);
    const db = await openDb({ url: database.app, log });
    shutdown.add({ name: 'connections', limitMs: 10_000, close: () => db.close() });
    await ensureProgramme(db, config, systemClock);
    const { id } = await db.asSystem('bench', (tx) =>
      tx.one<{ id: number }>(`select id from org where kind = 'operator'`),
    );
    const recorder = createAnswerRecorder({ db, clock: systemClock, log, metrics: createMetrics() });
    const facts = factsOf(id);
    await recorder.record(facts(0));
    const waits: number[] = [];
    let next = 1;
    const begun = performance.now();
    await Promise.all(
      Array.from({ length: readers }, async () => {
        while (next < reads) {
          const at = performance.now();
          await recorder.record(facts(next++));
          waits.push(performance.now() - at);
        }
      }),
    );
    const recordS = (performance.now() - begun) / 1000;
    waits.sort((a, b) => a - b);
    const sealing = performance.now();
    await sealAll(db, systemClock);
    const sealS = (performance.now() - sealing) / 1000;
    const verifying = performance.now();
    const { sound, rows } = await verifyLogs(db, { org: id, seesAll: true }, undefined, systemClock.now());
    const verifyS = (performance.now() - verifying) / 1000;
    const round = (value: number): number => Math.round(value * 10) / 10;
    return {
      bench: 'audit',
      reads,
      readers,
      readsPerSecond: Math.round(reads / recordS),
      waitP50Ms: round(waits[Math.floor(waits.length * 0.5)] ?? 0),
      waitP99Ms: round(waits[Math.floor(waits.length * 0.99)] ?? 0),
      sealedPerSecond: Math.round(reads / sealS),
      verifiedPerSecond: Math.round(rows / verifyS),
      sound,
    };
  } finally {
    await shutdown.run('done');
    rmSync(dataDir, { recursive: true });
  }
}

/** A page of 100 objects that a member reads by TAXII, with its receipt. */
const factsOf = (org: number) => {
  const ids = Array.from(
    { length: 100 },
    (_, n) => `indicator--00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  );
  return (n: number): AnswerFacts => ({
    caller: {
      ...{ kind: 'token', org, orgHandle: 'operator', orgKind: 'operator', nation: null, name: `feed ${n % 44}` },
      ...{ scopes: [], assurance: 'token' },
    },
    ...{ address: `192.0.2.${n % 44}`, method: 'GET', route: '/taxii2/:root/collections/:id/objects/', params: {} },
    ...{ query: { limit: 100, next: String(n) }, body: undefined, status: 200, reads: true, file: false },
    shown: { objects: 100, handed: { channel: 'taxii', subject: 'objects', epoch: 1, first: n, last: n + 100, ids } },
  });
};
