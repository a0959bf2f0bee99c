import type { FastifyInstance } from 'fastify';
import type { Clock } from '#kernel/clock.ts';
import type { Config } from '#kernel/config.ts';
import type { Db } from '#kernel/db.ts';
import type { Jobs } from '#kernel/jobs.ts';
import { alarmRoutes } from './alarms/routes.ts';
import type { BackfillJobs } from './backfill/jobs.ts';
import { backfillRoutes } from './backfill/routes.ts';
import { batchRoutes } from './batches/routes.ts';
import type { Pipeline } from './pipeline/jobs.ts';
import { quarantineRoutes } from './quarantine/routes.ts';
import { sourceRoutes } from './sources/routes.ts';

/** Mounts everything of ingest. */
export function ingestRoutes(
  app: FastifyInstance,
  deps: { db: Db; clock: Clock; config: Config; pipeline: Pipeline; jobs: Jobs; backfillJobs: BackfillJobs },
): void {
  sourceRoutes(app, deps);
  batchRoutes(app, deps);
  quarantineRoutes(app, deps);
  alarmRoutes(app, deps);
  backfillRoutes(app, deps);
}
