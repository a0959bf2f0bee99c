import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** What the pipeline tells Prometheus. */
export function createIngestMetrics(registry: Registry) {
  const registers = [registry];
  return {
    records: new Counter({
      name: 'tocsin_ingest_records_total',
      help: 'Records by outcome.',
      labelNames: ['outcome'] as const,
      registers,
    }),
    batches: new Counter({
      name: 'tocsin_ingest_batches_total',
      help: 'Batches by how they ended.',
      labelNames: ['state'] as const,
      registers,
    }),
    inFlight: new Gauge({
      name: 'tocsin_ingest_records_in_flight',
      help: 'Records between upload and commit.',
      registers,
    }),
    commitSeconds: new Histogram({
      name: 'tocsin_ingest_commit_seconds',
      help: 'Time to store a group of portions.',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers,
    }),
  };
}
export type IngestMetrics = ReturnType<typeof createIngestMetrics>;
