import type { Tx } from '#kernel/db.ts';
import type { AuditRow, Delivery, ReadRow } from '../row.ts';

/** Adds a row to the audit trail, in the transaction of what it tells of. `org` 0: the programme itself. */
export async function recordAudit(tx: Tx, row: AuditRow): Promise<void> {
  await tx.query(
    `insert into audit_row (at, org, who, address, action, subject, detail)
     values ($1, $2, audit_identity_of($2, 'actor', $3, $1), audit_identity_of($2, 'address', $4, $1), $5, $6, $7)`,
    [row.at, row.org, row.actor, row.address ?? null, row.action, row.subject, JSON.stringify(row.detail ?? {})],
  );
}

/** The digests that stand for names and addresses, by `identityKey`. */
export type Digests = Map<string, Buffer>;

export interface WantedIdentity {
  readonly org: number;
  readonly kind: 'actor' | 'address';
  readonly value: string;
  readonly at: Date;
}

/** The key of an identity among digests: a month has its own. */
export const identityKey = ({ org, kind, value, at }: WantedIdentity): string =>
  `${at.toISOString().slice(0, 7)} ${org} ${kind} ${value}`;

/** Digests for identities, made where there are none yet. */
export async function digestsOf(tx: Tx, wanted: readonly WantedIdentity[]): Promise<Digests> {
  const found: Digests = new Map();
  for (const each of wanted) {
    const { digest } = await tx.one<{ digest: Buffer }>('select audit_identity_of($1, $2, $3, $4) as digest', [
      each.org,
      each.kind,
      each.value,
      each.at,
    ]);
    found.set(identityKey(each), digest);
  }
  return found;
}

const hex = (digest: Buffer | undefined): string | null => digest?.toString('hex') ?? null;

/** Adds rows of reads in one statement, as the programme; `digestOf` gives the digest of an `identityKey`. */
export async function insertReads(
  tx: Tx,
  rows: readonly ReadRow[],
  digestOf: (key: string) => Buffer | undefined,
): Promise<void> {
  const values = rows.map(({ at, org, actor, address, action, subject, detail, routes, owners }) => ({
    at,
    org,
    who: hex(digestOf(identityKey({ org, kind: 'actor', value: actor, at }))),
    address: address === undefined ? null : hex(digestOf(identityKey({ org, kind: 'address', value: address, at }))),
    action,
    subject,
    detail: detail ?? {},
    routes: routes === undefined ? null : Object.fromEntries(routes),
    owners: owners === undefined ? null : Object.fromEntries(owners),
  }));
  await tx.query(
    `insert into audit_row (at, org, who, address, action, subject, detail, routes, owners)
     select at, org, decode(who, 'hex'), decode(address, 'hex'), action, subject, detail, routes, owners
     from jsonb_to_recordset($1::jsonb) as r (at timestamptz, org int, who text, address text, action text, subject text, detail jsonb, routes jsonb, owners jsonb)`,
    [JSON.stringify(values)],
  );
}

/** Adds receipts of deliveries in one statement, as the programme. */
export async function insertDeliveries(tx: Tx, deliveries: readonly Delivery[]): Promise<void> {
  await tx.query(
    `insert into receipt (org, at, kind, channel, subject, epoch, first_seq, last_seq, items, digest, detail)
     select org, at, 'delivered', channel, subject, epoch, first, last, items, decode(digest, 'hex'),
            case when ids is null then '{}' else jsonb_build_object('ids', ids) end
     from jsonb_to_recordset($1::jsonb) as r (org int, at timestamptz, channel text, subject text, epoch int, first int8, last int8, items int, digest text, ids jsonb)`,
    [JSON.stringify(deliveries)],
  );
}

/**
 * Adds the receipt of one delivery, in the transaction in which its channel notes how far it has come. Answers over HTTP
 * say it with `showing(request, {handed})` instead, which writes it before the body leaves.
 */
export async function recordDelivery(tx: Tx, delivery: Delivery): Promise<void> {
  await insertDeliveries(tx, [delivery]);
}
