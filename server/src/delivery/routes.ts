import type { FastifyInstance } from 'fastify';
import type { Clock } from '#kernel/clock.ts';
import type { Db } from '#kernel/db.ts';
import type { Metrics } from '#kernel/metrics.ts';
import type { ChangeTail } from '#sharing/index.ts';
import { episodeRoutes } from './episodes/routes.ts';
import { eventRoutes } from './events/routes.ts';
import { exportRoutes } from './export/routes.ts';
import { hostRoutes } from './hosts/routes.ts';
import { lookupRoutes } from './lookup/routes.ts';
import { deliveryMetrics } from './metrics.ts';
import { overviewRoutes } from './overview/routes.ts';
import { createReading } from './reading/store.ts';
import { receiptRoutes } from './receipts/routes.ts';
import { searchRoutes } from './search/routes.ts';
import { streamRoutes } from './stream/routes.ts';

export interface DeliveryDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly tail: ChangeTail;
  /** How often a quiet stream says where the log stands; 15 s unless told. */
  readonly headMs?: number;
}

/** Mounts everything by which events leave: pages, stream, search, episodes, hosts, overviews. */
export function deliveryRoutes(app: FastifyInstance, { db, clock, metrics, tail, headMs }: DeliveryDeps): void {
  const reading = createReading(db, clock);
  const measured = deliveryMetrics(metrics, () => tail.size());
  eventRoutes(app, reading, measured);
  searchRoutes(app, reading, measured);
  episodeRoutes(app, reading);
  hostRoutes(app, reading);
  lookupRoutes(app, { db, clock });
  exportRoutes(app, { db, clock });
  overviewRoutes(app, reading);
  receiptRoutes(app, { db, clock });
  streamRoutes(app, { reading, tail, metrics: measured, ...(headMs !== undefined && { headMs }) });
}
