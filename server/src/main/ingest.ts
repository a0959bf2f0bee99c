import type { Logger } from 'pino';
import type { Clock } from '#kernel/clock.ts';
import type { Config } from '#kernel/config.ts';
import type { Db } from '#kernel/db.ts';
import type { Metrics } from '#kernel/metrics.ts';
import { createWorkerPool } from '#kernel/worker-pool.ts';
import type { IpDataHolder } from '#registry/ip-data/holder.ts';
import { refreshHolder } from '#registry/ip-data/store.ts';
import { loadPipelineRegistry, registryVersion } from '#registry/store.ts';
import { createPipeline, type Pipeline } from '../ingest/pipeline/jobs.ts';
import { createIngestMetrics } from '../ingest/pipeline/metrics.ts';
import type { WorkerAnswer, WorkerRequest } from '../ingest/sessions.ts';

export interface RunningIngest {
  readonly pipeline: Pipeline;
  /** Worker threads that are up, and how many there should be. */
  readonly alive: () => { up: number; wanted: number };
  stop(): Promise<void>;
}

/** Starts the worker threads and the pipeline over them. */
export async function startIngest(parts: {
  db: Db;
  config: Config;
  clock: Clock;
  log: Logger;
  metrics: Metrics;
  holder: IpDataHolder;
}): Promise<RunningIngest> {
  const { db, config, clock, log, metrics, holder } = parts;
  const file = new URL('../ingest/worker.ts', import.meta.url);
  const workers = Array.from({ length: config.ingestWorkers }, (_, index) =>
    createWorkerPool<WorkerRequest, WorkerAnswer>({
      name: `ingest ${index + 1}`,
      file,
      size: 1,
      perWorker: 64,
      log,
      metrics,
    }),
  );
  await Promise.all(workers.map((worker) => worker.ready()));
  const pipeline = createPipeline({
    db,
    clock,
    log,
    metrics: createIngestMetrics(metrics.registry),
    workers,
    limits: { maxRecordBytes: config.maxRecordBytes, maxColumns: config.maxColumns },
    window: config.ingestWindow,
    episodeGapDays: config.episodeGapDays,
    loadFacts: {
      version: () => db.asSystem('registry version', async (tx) => String(await registryVersion(tx))),
      load: async () => {
        await refreshHolder(db, config.dataDir, holder);
        const registry = await db.asSystem('registry for ingest', (tx) => loadPipelineRegistry(tx, clock.now()));
        const inUse = holder.current();
        const ipData = inUse === null ? null : { id: inUse.id, image: inUse.snapshot.image };
        return { registry, ipData, drill: config.drill, retentionDays: config.retentionDays };
      },
    },
  });
  await pipeline.refresh();
  return {
    pipeline,
    alive: () => ({ up: workers.reduce((sum, { alive }) => sum + alive, 0), wanted: workers.length }),
    async stop() {
      await pipeline.drain();
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
}
