import type { Logger } from 'pino';
import type { Clock } from './clock.ts';
import type { Db, Tx } from './db.ts';
import type { Metrics } from './metrics.ts';

/** A kind of message, with the type of what it carries: how a feature tells those above it what has happened. */
export interface Topic<Payload extends object> {
  /** `noun.participle`, such as `org.suspended`. */
  readonly name: string;
  /** Holds the type only; never set. */
  readonly payload?: Payload;
}

/** Types a topic. */
export function topic<Payload extends object>(name: string): Topic<Payload> {
  return { name };
}

/** Writes a message that is there if and only if the transaction commits. */
export async function emit<Payload extends object>(tx: Tx, { name }: Topic<Payload>, payload: Payload): Promise<void> {
  await tx.query('insert into outbox (topic, payload) values ($1, $2)', [name, JSON.stringify(payload)]);
}

/** Runs in the transaction that marks the message as handled: what it does in `tx` is done exactly once, the rest at least once. */
export type OutboxHandler<Payload> = (
  payload: Payload,
  context: { readonly tx: Tx; readonly id: number },
) => Promise<void>;

/** A handler and its topic. */
export interface Subscription {
  readonly topic: string;
  readonly handle: OutboxHandler<never>;
}

/** Types a handler by its topic. */
export function on<Payload extends object>({ name }: Topic<Payload>, handle: OutboxHandler<Payload>): Subscription {
  return { topic: name, handle };
}

export interface Outbox {
  /** Handles every message that waits, the oldest first; those that fail stay for the next time. Gives the number handled. */
  drain(): Promise<number>;
  /** Looks for messages now and then by itself. */
  start(): void;
  /** Looks at once: call after a commit in this process, for speed only. */
  wake(): void;
  stop(): Promise<void>;
}

export interface OutboxOptions {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly subscriptions: readonly Subscription[];
  /** Milliseconds between looks; 1,000 unless told. */
  readonly everyMs?: number;
}

interface Message {
  readonly id: number;
  readonly topic: string;
  readonly payload: never;
}

/**
 * Hands the messages of the outbox to their handlers, in the order of their ids as far as one process sees them. Several
 * processes share the work (skip locked). A message without handler counts as handled.
 */
export function createOutbox({ db, clock, log, metrics, subscriptions, everyMs = 1000 }: OutboxOptions): Outbox {
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<number> | undefined;
  let again = false;

  /** Handles the first waiting message after `after`; undefined when there is none. */
  const next = async (after: number): Promise<{ id: number; handled: boolean } | undefined> => {
    let message: Message | undefined;
    try {
      await db.asSystem('outbox', async (tx) => {
        message = await tx.maybe<Message>(
          'select id, topic, payload from outbox where processed_at is null and id > $1 order by id limit 1 for update skip locked',
          [after],
        );
        if (message === undefined) return;
        const { id, topic: name, payload } = message;
        for (const { topic: wanted, handle } of subscriptions) if (wanted === name) await handle(payload, { tx, id });
        await tx.query('update outbox set processed_at = $2 where id = $1', [id, clock.now()]);
      });
    } catch (err) {
      // Without a message the database itself failed.
      if (message === undefined) throw err;
      metrics.outbox.inc({ topic: message.topic, outcome: 'failed' });
      log.error({ err, topic: message.topic, id: message.id }, 'outbox message failed');
      return { id: message.id, handled: false };
    }
    if (message !== undefined) metrics.outbox.inc({ topic: message.topic, outcome: 'processed' });
    return message && { id: message.id, handled: true };
  };

  const drain = async (): Promise<number> => {
    let handled = 0;
    for (let at = await next(0); at !== undefined; at = await next(at.id)) if (at.handled) handled++;
    return handled;
  };

  const look = (): void => {
    if (looking !== undefined) {
      again = true;
      return;
    }
    looking = drain().catch((err: unknown) => {
      log.error({ err }, 'outbox');
      return 0;
    });
    void looking.then(() => {
      looking = undefined;
      if (again && timer !== undefined) look();
      again = false;
    });
  };
  return {
    drain,
    start: () => void (timer ??= setInterval(look, everyMs)),
    wake: () => timer !== undefined && look(),
    async stop() {
      clearInterval(timer);
      timer = undefined;
      await looking;
    },
  };
}

/** Deletes messages that were handled before `before`; gives their number. */
export async function forgetHandled(tx: Tx, before: Date): Promise<number> {
  const rows = await tx.query('delete from outbox where processed_at < $1 returning id', [before]);
  return rows.length;
}
