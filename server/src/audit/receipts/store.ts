import type { QueryOf, ReceiptItem, ReceiptPage } from '@tocsin/api';
import type { auditRoutes } from '@tocsin/api/routes/audit.ts';
import type { Tx } from '#kernel/db.ts';

const columns = `r.id, r.seq, r.at, r.kind, r.channel, r.subject, r.epoch, r.first_seq as "firstSeq", r.last_seq as "lastSeq", r.items,
  encode(r.digest, 'hex') as digest, r.detail, o.handle as org`;

type Row = Omit<ReceiptItem, 'at'> & { at: Date };
const itemOf = (row: Row): ReceiptItem => ({ ...row, at: row.at.toISOString() });

/** A page of receipts, newest first; `own` is the caller's org where it may see no other. */
export async function listReceipts(
  tx: Tx,
  { kind, before, limit = 100 }: QueryOf<typeof auditRoutes.receipts>,
  own: number | undefined,
): Promise<ReceiptPage> {
  const rows = await tx.query<Row>(
    `select ${columns} from receipt r join org o on o.id = r.org
     where ($1::int is null or r.org = $1) and ($2::text is null or r.kind = $2) and ($3::int8 is null or r.id < $3)
     order by r.id desc limit $4`,
    [own ?? null, kind ?? null, before ?? null, limit + 1],
  );
  const items = rows.slice(0, limit).map(itemOf);
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** What an org says of something that it was given. */
export interface Answered {
  readonly org: number;
  readonly at: Date;
  readonly actor: string;
  readonly channel: string;
  readonly subject: 'events' | 'objects';
  readonly kind: 'read' | 'acted' | 'feedback';
  readonly epoch: number;
  readonly first: number;
  readonly last: number;
  readonly items: number;
  readonly detail: object;
}

/** Adds what an org says, and returns the receipt. */
export async function recordAnswered(tx: Tx, answered: Answered): Promise<ReceiptItem> {
  const { org, at, actor, channel, subject, kind, epoch, first, last, items, detail } = answered;
  const row = await tx.one<Row>(
    `with r as (
       insert into receipt (org, at, kind, channel, subject, epoch, first_seq, last_seq, items, who, detail)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, audit_identity_of($1, 'actor', $10, $2), $11) returning *
     )
     select ${columns} from r join org o on o.id = r.org`,
    [org, at, kind, channel, subject, epoch, first, last, items, actor, JSON.stringify(detail)],
  );
  return itemOf(row);
}
