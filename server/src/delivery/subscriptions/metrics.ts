import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

export type SubscriptionMetrics = ReturnType<typeof subscriptionMetrics>;

/** How subscriptions fare by channel and state, asked when somebody looks. */
export interface SubscriptionCounts {
  readonly channel: string;
  readonly state: string;
  readonly subscriptions: number;
  /** How far the one that is furthest behind is from the head of the log. */
  readonly behind: number;
}

/** The measurements of subscriptions. */
export function subscriptionMetrics(registry: Registry, counts: () => Promise<readonly SubscriptionCounts[]>) {
  const registers = [registry];
  const behind = new Gauge({
    name: 'tocsin_subscription_behind_changes',
    help: 'Changes between the head of the log and the subscription that is furthest behind',
    labelNames: ['channel', 'state'],
    registers,
  });
  new Gauge({
    name: 'tocsin_subscriptions',
    help: 'Subscriptions',
    labelNames: ['channel', 'state'],
    registers,
    async collect() {
      this.reset();
      behind.reset();
      for (const { channel, state, subscriptions, behind: changes } of await counts()) {
        this.set({ channel, state }, subscriptions);
        behind.set({ channel, state }, changes);
      }
    },
  });
  return {
    /** By channel and outcome: delivered, failed. */
    turns: new Counter({
      name: 'tocsin_subscription_turns_total',
      help: 'Turns of subscriptions',
      labelNames: ['channel', 'outcome'],
      registers,
    }),
    lag: new Histogram({
      name: 'tocsin_webhook_lag_seconds',
      help: 'Time from the commit of the oldest item of a webhook to its being taken; those that catch up are not counted',
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15],
      registers,
    }),
  };
}
