import type { AuditEntry, LogName, ReceiptEntry } from '@tocsin/api/audit/entry.ts';
import type { NamedEntry } from '@tocsin/api/audit/verify-chain.ts';
import type { Tx } from '#kernel/db.ts';

const instant = `to_char(r.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at`;
const place = `r.id, r.org, r.seq, encode(r.hash, 'hex') as hash, ${instant}, encode(r.who, 'hex') as who, r.detail`;

/** The columns of an AuditEntry and of a ReceiptEntry, of a table or subquery `r`. */
export const auditColumns = `${place}, r.log, encode(r.address, 'hex') as address, r.action, r.subject`;
export const receiptColumns = `${place}, 'receipt' as log, r.kind, r.channel, r.subject, r.epoch, r.first_seq as "firstSeq", r.last_seq as "lastSeq",
  r.items, encode(r.digest, 'hex') as digest`;

/** Rows that have no place in their chain yet, in the order in which they were written. */
export const unsealedAudit = (tx: Tx, limit: number): Promise<AuditEntry[]> =>
  tx.query(`select ${auditColumns} from audit_row r where r.seq is null order by r.id limit $1`, [limit]);
export const unsealedReceipts = (tx: Tx, limit: number): Promise<ReceiptEntry[]> =>
  tx.query(`select ${receiptColumns} from receipt r where r.seq is null order by r.id limit $1`, [limit]);

interface Row {
  readonly actorKey: string | null;
  readonly actorValue: string | null;
  readonly addressKey?: string | null;
  readonly addressValue?: string | null;
}

/** The next rows of one chain behind a place, with the names behind their digests as far as they are kept. */
export async function readChain(
  tx: Tx,
  { log, org }: { readonly log: LogName; readonly org: number },
  after: number,
  limit: number,
): Promise<NamedEntry[]> {
  const actor = `w.key as "actorKey", w.value as "actorValue"`;
  const rows =
    log === 'receipt'
      ? await tx.query<ReceiptEntry & Row>(
          `select ${receiptColumns}, ${actor} from receipt r left join audit_identity w on w.digest = r.who
           where r.org = $1 and r.seq > $2 order by r.seq limit $3`,
          [org, after, limit],
        )
      : await tx.query<AuditEntry & Row>(
          `select ${auditColumns}, ${actor}, a.key as "addressKey", a.value as "addressValue" from audit_row r
           left join audit_identity w on w.digest = r.who left join audit_identity a on a.digest = r.address
           where r.org = $1 and r.log = $4 and r.seq > $2 order by r.seq limit $3`,
          [org, after, limit, log],
        );
  return rows.map(({ actorKey, actorValue, addressKey, addressValue, ...entry }) => {
    const actorName = actorKey === null ? {} : { actor: { key: actorKey, value: actorValue } };
    const addressName = addressKey == null ? {} : { address: { key: addressKey, value: addressValue ?? null } };
    return { ...entry, names: { ...actorName, ...addressName } };
  });
}
