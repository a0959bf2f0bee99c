import type { Receipt } from '@tocsin/api';
import type { Db, Tx } from '#kernel/db.ts';
import type { FilteredCounts } from '../portion.ts';

/** What is known of a batch when it begins. */
export interface NewBatch {
  readonly source: number;
  readonly feed: string;
  readonly report: string | null;
  readonly name: string | null;
  readonly idempotencyKey: string | null;
  readonly sentBy: string;
}

interface BatchRow extends Omit<Receipt, 'batch' | 'repeated' | 'receivedAt' | 'finishedAt'> {
  readonly id: number;
  readonly receivedAt: Date;
  readonly finishedAt: Date | null;
}

const columns = `b.id, s.handle as source, b.feed, b.report, b.name, b.state, b.failure, b.received_at as "receivedAt", b.finished_at as "finishedAt",
  b.records, b.accepted, b.duplicate, b.filtered, b.quarantined, b.filtered_by as "filteredBy", b.quarantined_by as "quarantinedBy", b.sent_by as "sentBy"`;

function receiptOf({ id, receivedAt, finishedAt, ...row }: BatchRow, repeated: boolean): Receipt {
  return {
    batch: id,
    ...row,
    repeated,
    receivedAt: receivedAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}

/** A batch that holds the same idempotency key already, and the hash of its body where one is kept. */
export interface Existing {
  readonly existing: Receipt;
  readonly contentHash: Buffer | null;
}

/** Begins a batch, or finds the one of the same idempotency key. */
export async function openBatch(db: Db, batch: NewBatch, now: Date): Promise<{ id: number } | Existing> {
  return db.asIngest(async (tx) => {
    // Nothing is acknowledged by this row yet; the commit that stores events makes it durable too.
    await tx.query('set local synchronous_commit = off');
    const row = await tx.maybe<{ id: number }>(
      `insert into batch (source, feed, report, name, idempotency_key, sent_by, received_at) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (source, idempotency_key) where idempotency_key is not null and state <> 'failed' do nothing returning id`,
      [batch.source, batch.feed, batch.report, batch.name, batch.idempotencyKey, batch.sentBy, now],
    );
    if (row !== undefined) return row;
    const { contentHash, ...existing } = await tx.one<BatchRow & { contentHash: Buffer | null }>(
      `select ${columns}, b.content_hash as "contentHash" from batch b join source s on s.id = b.source where b.source = $1 and b.idempotency_key = $2 and b.state <> 'failed'`,
      [batch.source, batch.idempotencyKey],
    );
    return { existing: receiptOf(existing, true), contentHash };
  });
}

/** What a batch ends with beside the counts, which its portions have recorded already. */
export interface BatchEnd {
  /** SHA-256 of the body; null where a repetition is meant, as in a replay. */
  readonly contentHash: Buffer | null;
  readonly filteredBy: FilteredCounts;
  readonly quarantinedBy: Readonly<Record<string, number>>;
}

/**
 * Ends a batch and returns its receipt. A body that was here before, and now gave nothing new, keeps its first receipt.
 * One that did give something new (because a mapping or the registry was mended since) is a batch of its own. What is done
 * `alongside` commits with it.
 */
export async function finishBatch(
  db: Db,
  id: number,
  source: number,
  end: BatchEnd,
  now: Date,
  alongside: (tx: Tx, receipt: Receipt) => Promise<void>,
): Promise<Receipt> {
  const attempt = () =>
    db.asIngest(async (tx) => {
      const receipt = await finish(tx, id, source, end, now);
      await alongside(tx, receipt);
      return receipt;
    });
  // The same body may end twice at the same moment: the second one then finds the first.
  return attempt().catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === '23505') return attempt();
    throw error;
  });
}

async function finish(tx: Tx, id: number, source: number, end: BatchEnd, now: Date): Promise<Receipt> {
  const first = await tx.maybe<BatchRow>(
    `select ${columns} from batch b join source s on s.id = b.source where b.source = $1 and b.content_hash = $2 and b.state = 'done' and b.id <> $3`,
    [source, end.contentHash, id],
  );
  const { accepted, records } = await tx.one<{ accepted: number; records: number }>(
    'select accepted, records from batch where id = $1',
    [id],
  );
  // A body without records says that there was nothing to say, each time anew.
  if (first !== undefined && accepted === 0 && records > 0) {
    // The row stays, as a record that the body came again; it holds no hash and no key.
    await tx.query(
      `update batch set state = 'failed', finished_at = $2, failure = jsonb_build_object('code', 'repeated', 'first', $3::int8), idempotency_key = null where id = $1`,
      [id, now, first.id],
    );
    return receiptOf(first, true);
  }
  await tx.query(
    `update batch set state = 'done', finished_at = $2, content_hash = $3, filtered_by = $4, quarantined_by = $5 where id = $1`,
    [
      id,
      now,
      first === undefined ? end.contentHash : null,
      JSON.stringify(end.filteredBy),
      JSON.stringify(end.quarantinedBy),
    ],
  );
  return receiptOf(await batchRow(tx, id), false);
}

/** Marks a batch as failed; what it stored before stays, and a repetition finds it as duplicates. */
export async function failBatch(db: Db, id: number, failure: object, now: Date): Promise<void> {
  await db.asIngest((tx) =>
    tx.query(`update batch set state = 'failed', finished_at = $2, failure = $3 where id = $1 and state = 'open'`, [
      id,
      now,
      JSON.stringify(failure),
    ]),
  );
}

/** At start: batches that an earlier run of this server left open can no longer end. Returns how many. */
export async function failInterrupted(db: Db, openedBefore: Date, now: Date): Promise<number> {
  const rows = await db.asIngest((tx) =>
    tx.query(
      `update batch set state = 'failed', finished_at = $2, failure = '{"code": "interrupted"}' where state = 'open' and received_at < $1 returning id`,
      [openedBefore, now],
    ),
  );
  return rows.length;
}

function batchRow(tx: Tx, id: number): Promise<BatchRow> {
  return tx.one(`select ${columns} from batch b join source s on s.id = b.source where b.id = $1`, [id]);
}

export async function findBatch(tx: Tx, id: number): Promise<Receipt | undefined> {
  const row = await tx.maybe<BatchRow>(
    `select ${columns} from batch b join source s on s.id = b.source where b.id = $1`,
    [id],
  );
  return row === undefined ? undefined : receiptOf(row, false);
}

/** Receipts before an id, newest first. */
export async function listBatches(
  tx: Tx,
  source: string | null,
  before: number | null,
  limit: number,
): Promise<Receipt[]> {
  const rows = await tx.query<BatchRow>(
    `select ${columns} from batch b join source s on s.id = b.source
     where ($1::text is null or s.handle = $1) and ($2::int8 is null or b.id < $2) order by b.id desc limit $3`,
    [source, before, limit],
  );
  return rows.map((row) => receiptOf(row, false));
}
