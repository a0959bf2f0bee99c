import { setTimeout as delay } from 'node:timers/promises';
import type { Db, DbLog } from '#kernel/db.ts';
import { createSignal } from './signal.ts';
import { changedAudiences, readHead, readMembers } from './store.ts';
import { createWakeList, type WakeList } from './wake-list.ts';

/** Follows the change log for the whole process, so that readers who wait cost the database nothing. */
export interface ChangeTail extends Pick<WakeList, 'subscribe' | 'size'> {
  stop(): Promise<void>;
}

export interface ChangeTailOptions {
  readonly db: Db;
  readonly log: DbLog;
  /** Least time between two readings of the log: what is committed meanwhile wakes readers together. */
  readonly coalesceMs?: number;
  /** The log is read this often without being told: a connection pooler may swallow notifications. */
  readonly pollMs?: number;
  /** Wait before connecting again. */
  readonly retryMs?: number;
}

/** Changes that are looked at in one transaction. */
const mostAtOnce = 50_000;

/** Starts the one follower of a process. Resolves once it listens: nothing committed from then on is missed. */
export async function startChangeTail({
  db,
  log,
  coalesceMs = 20,
  pollMs = 2000,
  retryMs = 500,
}: ChangeTailOptions): Promise<ChangeTail> {
  const readers = createWakeList();
  const notified = createSignal();
  const stopping = new AbortController();
  let position = (await db.asSystem('change tail', readHead)).seq;
  let listening = await listen(db, notified.raise);

  /** Reads what is new once, as the programme itself, and wakes whom it concerns. */
  async function readNew(): Promise<void> {
    const head = await db.asSystem('change tail', readHead);
    if (head.seq < position) {
      // The database was restored under us: each reader finds out by its own cursor.
      position = head.seq;
      readers.wakeAll();
    }
    while (position < head.seq && !stopping.signal.aborted) {
      const upto = Math.min(position + mostAtOnce, head.seq);
      const audiences = await db.asSystem('change tail', async (tx) => {
        const changed = await changedAudiences(tx, position, upto);
        const unknown = readers.unknown(changed);
        if (unknown.length > 0) readers.learn(unknown, await readMembers(tx, unknown));
        return changed;
      });
      position = upto;
      readers.wake(audiences);
    }
  }

  async function follow(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        if (listening.lost()) {
          listening.end();
          listening = await listen(db, notified.raise);
        }
        await readNew();
        await Promise.all([notified.wait(pollMs), delay(coalesceMs)]);
      } catch (error) {
        log.warn({ err: error }, 'the change log cannot be followed; trying again');
        await delay(retryMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
  }

  const following = follow();
  return {
    subscribe: (reader) => readers.subscribe(reader),
    size: () => readers.size(),
    async stop() {
      stopping.abort();
      notified.raise();
      await following;
      listening.end();
    },
  };
}

/** Holds one connection for notifications; `told` is also called when it breaks, so that nobody waits for nothing. */
async function listen(db: Db, told: () => void): Promise<{ lost(): boolean; end(): void }> {
  const client = await db.pool.connect();
  let lost = false;
  const onLost = (): void => {
    lost = true;
    told();
  };
  client.on('notification', told).on('error', onLost).on('end', onLost);
  let ended = false;
  const end = (): void => {
    if (ended) return;
    ended = true;
    client.off('notification', told).off('error', onLost).off('end', onLost);
    // Never back into the pool: it would go on listening there.
    client.release(true);
  };
  try {
    await client.query('listen change');
  } catch (error) {
    end();
    throw error;
  }
  return { lost: () => lost, end };
}
