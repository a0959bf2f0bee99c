import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** The measurements of this process. Features add their own with `registers: [metrics.registry]`. */
export interface Metrics {
  readonly registry: Registry;
  /** By method, route pattern (never the path, which may hold data) and status. */
  readonly httpSeconds: Histogram<'method' | 'route' | 'status'>;
  /** By queue and outcome: completed, failed. */
  readonly jobs: Counter<'job' | 'outcome'>;
  /** By topic and outcome: processed, failed. */
  readonly outbox: Counter<'topic' | 'outcome'>;
  /** By pool. */
  readonly workerRestarts: Counter<'pool'>;
  /** By pool: requests that wait or run. */
  readonly workerInFlight: Gauge<'pool'>;
}

/** A registry with the metrics of Node itself and of the kernel. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    httpSeconds: new Histogram({
      name: 'tocsin_http_request_seconds',
      help: 'Time from the first byte of a request to the last of its answer',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
      registers,
    }),
    jobs: new Counter({ name: 'tocsin_jobs_total', help: 'Jobs that ran', labelNames: ['job', 'outcome'], registers }),
    outbox: new Counter({
      name: 'tocsin_outbox_total',
      help: 'Outbox messages that were handled',
      labelNames: ['topic', 'outcome'],
      registers,
    }),
    workerRestarts: new Counter({
      name: 'tocsin_worker_restarts_total',
      help: 'Worker threads that crashed and were replaced',
      labelNames: ['pool'],
      registers,
    }),
    workerInFlight: new Gauge({
      name: 'tocsin_worker_requests',
      help: 'Requests that worker threads hold or that wait for one',
      labelNames: ['pool'],
      registers,
    }),
  };
}
