import { Counter, Histogram, type Registry } from 'prom-client';

/** What is measured of requests to others. Their hosts are no labels: there is no end of them. */
export interface OutboundMetrics {
  /** By purpose and outcome: the class of the status (`2xx`), or the code of the error. */
  readonly requests: Counter<'purpose' | 'outcome'>;
  /** By purpose: time until the answer began. */
  readonly seconds: Histogram<'purpose'>;
}

/** Registers the measurements of the outbound client. */
export function createOutboundMetrics(registry: Registry): OutboundMetrics {
  return {
    requests: new Counter({
      name: 'tocsin_outbound_requests_total',
      help: 'Requests to others, by purpose and outcome',
      labelNames: ['purpose', 'outcome'],
      registers: [registry],
    }),
    seconds: new Histogram({
      name: 'tocsin_outbound_seconds',
      help: 'Time from a request to others until its answer began',
      labelNames: ['purpose'],
      buckets: [0.02, 0.1, 0.5, 1, 2, 5, 10, 30],
      registers: [registry],
    }),
  };
}
