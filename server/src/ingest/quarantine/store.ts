import type { QuarantineItem } from '@tocsin/api';
import type { Tx } from '#kernel/db.ts';
import { explainRefusal } from '../refusal-reasons.ts';
import { distinctHeld, type RecordToHold } from './held.ts';

/** Holds records; one that is held already is only counted again. Runs with the rights of tocsin_ingest. */
export async function holdRecords(tx: Tx, records: readonly RecordToHold[], now: Date): Promise<void> {
  const rows = distinctHeld(records);
  const column = <T>(value: (record: RecordToHold) => T): T[] => rows.map(({ record }) => value(record));
  const text = (value: string): string => value.replaceAll('\u0000', '\uFFFD');
  await tx.query(
    `insert into quarantine (source, batch, feed, report, record, line, reason, detail, raw, raw_hash, header, truncated, seen, created_at)
     select *, $14::timestamptz from unnest($1::int[], $2::int8[], $3::text[], $4::text[], $5::int8[], $6::int8[], $7::text[], $8::text[],
       $9::bytea[], $10::bytea[], $11::bytea[], $12::boolean[], $13::int[])
     on conflict (source, raw_hash) do update set seen = quarantine.seen + excluded.seen`,
    [
      column(({ source }) => source),
      column(({ batch }) => batch),
      column(({ feed }) => feed),
      column(({ report }) => report),
      column(({ record }) => record),
      column(({ line }) => line),
      column(({ reason }) => reason),
      column(({ detail }) => text(detail)),
      column(({ raw }) => Buffer.from(raw)),
      rows.map(({ key }) => key),
      column(({ header }) => (header === null ? null : Buffer.from(header))),
      column(({ truncated }) => truncated),
      rows.map(({ seen }) => seen),
      now,
    ],
  );
}

/** A held record as it is stored, for replay. */
export interface HeldRow {
  readonly id: number;
  readonly source: number;
  readonly sourceHandle: string;
  readonly batch: number;
  readonly feed: string;
  readonly report: string | null;
  readonly record: number;
  readonly line: number;
  readonly reason: string;
  readonly detail: string;
  readonly raw: Buffer;
  readonly header: Buffer | null;
  readonly truncated: boolean;
  readonly state: 'held' | 'replayed' | 'discarded';
  readonly seen: number;
  readonly corrected: Buffer | null;
  readonly replayBatch: number | null;
  readonly decidedBy: string | null;
  readonly createdAt: Date;
  readonly decidedAt: Date | null;
}

export interface QuarantineFilter {
  readonly states: readonly string[] | null;
  readonly sources: readonly string[] | null;
  readonly reasons: readonly string[] | null;
  readonly batch: number | null;
}

const columns = `q.id, q.source, s.handle as "sourceHandle", q.batch, q.feed, q.report, q.record, q.line, q.reason, q.detail, q.raw, q.header,
  q.truncated, q.state, q.seen, q.corrected, q.replay_batch as "replayBatch", q.decided_by as "decidedBy", q.created_at as "createdAt", q.decided_at as "decidedAt"`;
const matching = `($1::text[] is null or q.state = any($1)) and ($2::text[] is null or s.handle = any($2))
  and ($3::text[] is null or q.reason = any($3)) and ($4::int8 is null or q.batch = $4)`;

const filterValues = ({ states, sources, reasons, batch }: QuarantineFilter): unknown[] => [
  states,
  sources,
  reasons,
  batch,
];

/** Held records before an id, newest first. */
export function listHeld(tx: Tx, filter: QuarantineFilter, before: number | null, limit: number): Promise<HeldRow[]> {
  return tx.query(
    `select ${columns} from quarantine q join source s on s.id = q.source
     where ${matching} and ($5::int8 is null or q.id < $5) order by q.id desc limit $6`,
    [...filterValues(filter), before, limit],
  );
}

/** Counts by state, source and reason; each facet ignores its own filter, so that one can widen it again. */
export async function countHeld(
  tx: Tx,
  filter: QuarantineFilter,
): Promise<{ facet: string; value: string; count: number }[]> {
  const counts = (facet: string, value: string, without: Partial<QuarantineFilter>) =>
    tx.query<{ facet: string; value: string; count: number }>(
      `select '${facet}' as facet, ${value} as value, count(*) as count from quarantine q join source s on s.id = q.source
       where ${matching} group by 2 order by 3 desc, 2`,
      filterValues({ ...filter, ...without }),
    );
  return [
    ...(await counts('state', 'q.state', { states: null })),
    ...(await counts('source', 's.handle', { sources: null })),
    ...(await counts('reason', 'q.reason', { reasons: null })),
    ...(await counts('total', "'all'", {})),
  ];
}

export function findHeld(tx: Tx, id: number): Promise<HeldRow | undefined> {
  return tx.maybe(`select ${columns} from quarantine q join source s on s.id = q.source where q.id = $1`, [id]);
}

/** Marks a held record as replayed by a batch, with the corrected text where there was one. */
export async function markReplayed(
  tx: Tx,
  id: number,
  batch: number,
  corrected: Buffer | null,
  who: string,
  now: Date,
): Promise<void> {
  await tx.query(
    `update quarantine set state = 'replayed', replay_batch = $2, corrected = coalesce($3, corrected), decided_by = $4, decided_at = $5 where id = $1`,
    [id, batch, corrected, who, now],
  );
}

/** Puts held records aside, or takes them back; returns how many changed. */
export async function moveHeld(
  tx: Tx,
  ids: readonly number[],
  from: 'held' | 'discarded',
  to: 'held' | 'discarded',
  who: string,
  now: Date,
): Promise<number> {
  const rows = await tx.query<{ id: number }>(
    `update quarantine set state = $3, decided_by = $4, decided_at = $5 where id = any($1) and state = $2 returning id`,
    [ids, from, to, who, now],
  );
  return rows.length;
}

/** A held record as the API shows it. Bytes that are no UTF-8 show as U+FFFD. */
export function quarantineItem(row: HeldRow): QuarantineItem {
  const { id, batch, feed, report, record, line, reason, detail, truncated, state, seen, replayBatch, decidedBy } = row;
  return {
    id,
    source: row.sourceHandle,
    batch,
    feed,
    report,
    record,
    line,
    reason,
    detail,
    truncated,
    state,
    seen,
    replayBatch,
    decidedBy,
    explanation: explainRefusal(reason),
    raw: row.raw.toString('utf8'),
    header: row.header?.toString('utf8') ?? null,
    corrected: row.corrected?.toString('utf8') ?? null,
    createdAt: row.createdAt.toISOString(),
    decidedAt: row.decidedAt?.toISOString() ?? null,
  };
}
