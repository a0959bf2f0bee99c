import { Counter, Gauge, Histogram } from 'prom-client';
import type { Metrics } from '#kernel/metrics.ts';

export type DeliveryMetrics = ReturnType<typeof deliveryMetrics>;

const buckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];

/** The measurements of delivery. `subscribers` is asked when somebody looks. */
export function deliveryMetrics({ registry }: Metrics, subscribers: () => number) {
  const registers = [registry];
  new Gauge({
    name: 'tocsin_stream_subscribers',
    help: 'Live streams that are open',
    registers,
    collect() {
      this.set(subscribers());
    },
  });
  return {
    /** By channel: stream, page, csv. */
    delivered: new Counter({
      name: 'tocsin_events_delivered_total',
      help: 'Events handed to readers',
      labelNames: ['channel'],
      registers,
    }),
    /** By channel: stream. */
    deliveredObjects: new Counter({
      name: 'tocsin_objects_delivered_total',
      help: 'Changes of objects, tombstones among them, handed to readers',
      labelNames: ['channel'],
      registers,
    }),
    lag: new Histogram({
      name: 'tocsin_stream_lag_seconds',
      help: 'Time from the commit of a change to its writing to a stream; readers who catch up are not counted',
      buckets,
      registers,
    }),
    objectLag: new Histogram({
      name: 'tocsin_object_stream_lag_seconds',
      help: 'Time from the commit of a change of an object to its writing to a stream; readers who catch up are not counted',
      buckets,
      registers,
    }),
  };
}
