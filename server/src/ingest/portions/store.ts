import { once } from 'node:events';
import { from as copyFrom } from 'pg-copy-streams';
import type { Db, Tx } from '#kernel/db.ts';
import { appendChanges } from '#sharing/store.ts';
import { copyHeader, copyTrailer } from '../copy-writer.ts';
import type { HeldRecord, Portion } from '../portion.ts';
import { holdRecords } from '../quarantine/store.ts';
import { copyStaging, createStaging, placeLeftOver, storeNew, storeStaged } from './statements.ts';

/** A portion on its way into the database, with the batch that it belongs to. Its rows are complete. */
export interface PortionToStore {
  readonly portion: Portion;
  readonly batch: number;
  readonly source: number;
  readonly feed: string;
  readonly report: string | null;
}

/** How many of a portion's events were new; the rest were here already. */
export interface Stored {
  readonly accepted: number;
  readonly duplicate: number;
}

interface StoredRow {
  readonly portion: number;
  readonly audience: number;
  readonly events: number;
  readonly firstDay: string;
  readonly lastDay: string;
  readonly leftOver: number;
}

/** Connections whose staging tables exist. */
const prepared = new WeakSet<object>();

async function copyRows(tx: Tx, portions: readonly PortionToStore[]): Promise<void> {
  const stream = tx.client.query(copyFrom(copyStaging));
  const done = once(stream, 'finish');
  stream.write(copyHeader);
  for (const { portion } of portions) if (portion.count > 0) stream.write(portion.rows);
  stream.end(copyTrailer);
  await done;
}

async function storeEvents(tx: Tx, portions: readonly PortionToStore[], gapDays: number): Promise<StoredRow[]> {
  if (portions.every(({ portion }) => portion.count === 0)) return [];
  // Sorting a full portion takes some 12 MB; the default of PostgreSQL would write it to disk.
  await tx.query(`set local work_mem = '64MB'`);
  if (!prepared.has(tx.client)) await tx.query(createStaging);
  await copyRows(tx, portions);
  const gap = `${gapDays} days`;
  const stored = await storeAsNew(tx, portions, gap);
  if ((stored[0]?.leftOver ?? 0) > 0) {
    const ids = portions.map(({ portion }) => portion.id);
    for (const statement of placeLeftOver)
      await tx.query(statement, statement.includes('$2') ? [gap, ids] : statement.includes('$1') ? [gap] : []);
  }
  return stored;
}

/** Sources that sent again what they had sent before -> transactions in which that is expected of them. */
const repeating = new Map<number, number>();
const expectedFor = 100;

/** Most portions hold nothing that is here already: they are stored as new, and only where that fails the dearer way. */
async function storeAsNew(tx: Tx, portions: readonly PortionToStore[], gap: string): Promise<StoredRow[]> {
  const sources = new Set(portions.map(({ source }) => source));
  const careful = [...sources].filter((source) => (repeating.get(source) ?? 0) > 0);
  for (const source of careful) repeating.set(source, (repeating.get(source) ?? 0) - 1);
  if (careful.length === 0) {
    await tx.query('savepoint storing');
    try {
      return await tx.query<StoredRow>(storeNew, [gap]);
    } catch (error) {
      if (!hasCode(error, '23505')) throw error;
      await tx.query('rollback to savepoint storing');
      for (const source of sources) repeating.set(source, expectedFor);
    }
  }
  return tx.query<StoredRow>(storeStaged, [gap]);
}

const mostAttempts = 5;
const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
const isDeadlock = (error: unknown): boolean => hasCode(error, '40P01');

/**
 * Stores portions in one transaction: events, episodes, counts, refused records, the progress of their batches, and last,
 * under the lock of the log, the changes. Everything is committed when it resolves; nothing when it throws.
 */
export async function storePortions(
  db: Db,
  portions: readonly PortionToStore[],
  gapDays: number,
  now: Date,
): Promise<Stored[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await storeOnce(db, portions, gapDays, now);
    } catch (error) {
      // What is left over is placed after everything else, so that two transactions with late events of the same hosts can
      // wait for each other. PostgreSQL ends one of them, and nothing of it stays.
      if (!isDeadlock(error) || attempt === mostAttempts) throw error;
    }
  }
}

async function storeOnce(db: Db, portions: readonly PortionToStore[], gapDays: number, now: Date): Promise<Stored[]> {
  let client: object | undefined;
  const results = await db.asIngest(async (tx) => {
    client = tx.client;
    const stored = await storeEvents(tx, portions, gapDays);
    const accepted = new Map<number, number>();
    for (const { portion, events } of stored) accepted.set(portion, (accepted.get(portion) ?? 0) + events);
    const outcomes = portions.map(({ portion }) => {
      const taken = accepted.get(portion.id) ?? 0;
      return { accepted: taken, duplicate: portion.count - taken + portion.repeated };
    });
    const held = portions.flatMap(({ portion, ...batch }) =>
      portion.held.map((record: HeldRecord) => ({ ...batch, ...record })),
    );
    if (held.length > 0) await holdRecords(tx, held, now);
    await recordProgress(tx, portions, outcomes, now);
    await appendChanges(
      tx,
      stored.filter(({ audience }) => audience !== 0),
      now,
    );
    return outcomes;
  });
  // Only where the staging tables were needed, and only now: a rollback would have taken them back.
  if (client !== undefined && portions.some(({ portion }) => portion.count > 0)) prepared.add(client);
  return results;
}

async function recordProgress(
  tx: Tx,
  portions: readonly PortionToStore[],
  outcomes: readonly Stored[],
  now: Date,
): Promise<void> {
  const filtered = portions.map(({ portion }) =>
    Object.values(portion.filtered).reduce((sum, { count }) => sum + count, 0),
  );
  await tx.query(
    `update batch b set accepted = b.accepted + p.accepted, duplicate = b.duplicate + p.duplicate,
       filtered = b.filtered + p.filtered, quarantined = b.quarantined + p.held,
       records = b.records + p.accepted + p.duplicate + p.filtered + p.held
     from (select batch, sum(accepted) as accepted, sum(duplicate) as duplicate, sum(filtered) as filtered, sum(held) as held
           from unnest($1::int8[], $2::int8[], $3::int8[], $4::int8[], $5::int8[]) as u (batch, accepted, duplicate, filtered, held)
           group by batch) p
     where b.id = p.batch`,
    [
      portions.map(({ batch }) => batch),
      outcomes.map(({ accepted }) => accepted),
      outcomes.map(({ duplicate }) => duplicate),
      filtered,
      portions.map(({ portion }) => portion.held.length),
    ],
  );
  await tx.query(
    `update source s set last_event_at = greatest(s.last_event_at, p.latest), last_batch_at = $3
     from (select source, to_timestamp(max(latest) / 1000.0) as latest from unnest($1::int[], $2::float8[]) as u (source, latest)
           where latest > 0 group by source) p
     where s.id = p.source`,
    [portions.map(({ source }) => source), portions.map(({ portion }) => portion.latest), now],
  );
}

/** Makes the partitions of these days, each in its own short transaction. */
export async function ensurePartitions(db: Db, days: readonly string[]): Promise<void> {
  for (const day of days) await db.asIngest((tx) => tx.query('select ensure_event_partition($1)', [day]));
}

/** Takes `count` fresh ids of portions. */
export async function takePortionIds(db: Db, count: number): Promise<number[]> {
  const rows = await db.asIngest((tx) =>
    tx.query<{ id: number }>(`select nextval('portion_id') as id from generate_series(1, $1)`, [count]),
  );
  return rows.map(({ id }) => id);
}
