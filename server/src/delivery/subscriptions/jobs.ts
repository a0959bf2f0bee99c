import type { Registry } from 'prom-client';
import type { Logger } from 'pino';
import { recordAudit } from '#audit/store.ts';
import type { Outbound } from '#kernel/outbound/client.ts';
import type { ChangeTail, Subscription as Wake } from '#sharing/index.ts';
import { readHead } from '#sharing/store.ts';
import type { Reading } from '../reading.ts';
import { countSubscriptions } from './counts/store.ts';
import { hold, postpone, readRunnable, release, type Runnable } from './held/store.ts';
import type { Item } from './items/item.ts';
import type { Mailer } from './mail/client.ts';
import { mailNotice, mailTurn, type MailDeps } from './mail/jobs.ts';
import { openMessage } from './messages/store.ts';
import { subscriptionMetrics } from './metrics.ts';
import type { Held } from './subscription.ts';
import { createTurns } from './turns.ts';
import { webhookTurn, type WebhookDeps } from './webhook/jobs.ts';

export interface SubscriptionsOptions {
  readonly reading: Reading;
  readonly tail: ChangeTail;
  readonly outbound: Outbound;
  readonly mailer: Mailer | undefined;
  readonly log: Logger;
  readonly registry: Registry;
  readonly programme: string;
  readonly publicUrl: string | undefined;
  /** Days of failure after which a subscription is disabled. */
  readonly disableDays: number;
  readonly mailsPerHour: number;
  /** Whether this process runs turns; else it only sends what people ask for. */
  readonly work: boolean;
}

/** The sender of subscriptions in one process. Several processes share the work: each turn holds its subscription. */
export interface Subscriptions {
  /** What routes need to send something now. */
  readonly webhook: WebhookDeps;
  readonly mail: MailDeps;
  /** Looks at all subscriptions at once: something about them was changed. */
  wake(): void;
  /** Takes every turn that is due, until none is. */
  drain(): Promise<void>;
  stop(): Promise<void>;
}

/** What waits for a time is looked for this often … */
const lookMs = 1000;
/** … and every so many looks all are, whoever was told of a change. */
const allEvery = 15;
const limits = { atOnce: 16, perOrg: 2 };
/** What was committed longer ago than this is catching up, and no measure of lag. */
const liveMs = 30_000;

/** Starts sending. Turns go round the orgs, so that a backlog of one holds up nobody else. */
export function startSubscriptions(options: SubscriptionsOptions): Subscriptions {
  const { reading, tail, log, work } = options;
  const { db, clock } = reading;
  const metrics = subscriptionMetrics(options.registry, () => db.asSystem('metrics', countSubscriptions));
  const turns = createTurns(limits);
  const wakes = new Map<number, Wake>();
  const runningTurns = new Set<Promise<void>>();
  let known: readonly Runnable[] = [];
  let stopped = false;

  const onDelivered = (_held: Held, [oldest]: readonly Item[]): void => {
    const waited = oldest === undefined ? -1 : clock.now().getTime() - oldest.at.getTime();
    if (waited >= 0 && waited < liveMs) metrics.lag.observe(waited / 1000);
  };
  const { outbound, disableDays, mailer, mailsPerHour: perHour, programme, publicUrl } = options;
  const webhook: WebhookDeps = { reading, outbound, disableDays, onDelivered };
  const mail: MailDeps = { reading, mailer, disableDays, perHour, programme, publicUrl };

  async function turn(org: number, id: number): Promise<void> {
    // One transaction for all that a turn asks first: many turns begin at once when a change concerns many.
    const begun = await db.asSystem('subscription', async (tx) => {
      const held = await hold(tx, id, clock.now());
      return held && { held, open: await openMessage(tx, held), head: await readHead(tx) };
    });
    if (begun === undefined) return;
    const { held, open, head } = begun;
    try {
      const end =
        held.channel === 'webhook' ? await webhookTurn(webhook, held, open, head) : await mailTurn(mail, held, open);
      metrics.turns.inc({ channel: held.channel, outcome: 'done' });
      if (end.disabled !== undefined) await disabled(held, end.disabled);
      if (end.more) turns.add(org, id);
    } catch (err) {
      metrics.turns.inc({ channel: held.channel, outcome: 'failed' });
      log.warn({ err, subscription: id }, 'a turn of a subscription failed');
      await db.asSystem('subscription', (tx) => postpone(tx, held, err, clock.now()));
    } finally {
      await db.asSystem('subscription', (tx) => release(tx, held));
    }
  }

  async function disabled(held: Held, why: string): Promise<void> {
    log.warn({ subscription: held.id, org: held.orgHandle, why }, 'a subscription was disabled');
    await db.asSystem('subscription', (tx) =>
      recordAudit(tx, {
        at: clock.now(),
        org: held.org,
        actor: 'subscriptions',
        action: 'subscription.disable',
        subject: `subscription:${held.id}`,
        detail: { why },
      }),
    );
    await mailNotice(mail, held, why);
  }

  /** Begins as many turns as may run. */
  function pump(): void {
    for (let next = stopped ? undefined : turns.take(); next !== undefined; next = turns.take()) {
      const { org, id } = next;
      const running = turn(org, id)
        .catch((err: unknown) => log.error({ err, subscription: id }, 'subscriptions'))
        .then(() => {
          turns.done({ org, id });
          runningTurns.delete(running);
          pump();
        });
      runningTurns.add(running);
    }
  }

  /** Waits for changes that concern an org, as long as it has subscriptions. */
  async function follow(org: number, wake: Wake): Promise<void> {
    while (!stopped && wakes.get(org) === wake) {
      if (!(await wake.changed(60_000))) continue;
      for (const each of known) if (each.org === org) turns.add(org, each.id);
      pump();
    }
  }

  async function look(all: boolean): Promise<void> {
    const before = new Set(known.map(({ id }) => id));
    known = await db.asSystem('subscriptions', (tx) => readRunnable(tx, clock.now()));
    for (const each of known) {
      if (!wakes.has(each.org)) {
        const wake = tail.subscribe({ org: each.org, seesAll: each.orgKind === 'operator' });
        wakes.set(each.org, wake);
        void follow(each.org, wake);
      }
      if (each.due && (all || each.timed || !before.has(each.id))) turns.add(each.org, each.id);
    }
    const orgs = new Set(known.map(({ org }) => org));
    for (const [org, wake] of wakes)
      if (!orgs.has(org)) {
        wakes.delete(org);
        wake.close();
      }
    pump();
  }

  let looks = 0;
  let looking: Promise<void> = Promise.resolve();
  const lookSafely = (all: boolean): Promise<void> =>
    (looking = looking
      .then(() => (stopped ? undefined : look(all)))
      .catch((err: unknown) => log.error({ err }, 'subscriptions')));
  if (work) void lookSafely(true);
  const timer = work ? setInterval(() => void lookSafely(++looks % allEvery === 0), lookMs) : undefined;

  return {
    webhook,
    mail,
    wake: () => void (work && lookSafely(true)),
    async drain() {
      await lookSafely(true);
      while (runningTurns.size > 0) await Promise.all(runningTurns);
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      for (const wake of wakes.values()) wake.close();
      wakes.clear();
      await looking;
      await Promise.all(runningTurns);
    },
  };
}
