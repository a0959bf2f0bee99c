import type { Tx } from '#kernel/db.ts';
import type { ReceiptFacts, Recipient } from './recipient-state.ts';

/** A stretch of the log that something was handed over in. */
export interface Stretch {
  readonly epoch: number;
  readonly first: number;
  readonly last: number;
  readonly items: number;
}

/** Whether a receipt `r` is about a change `c` of the object $1: it covers its place, and names it where it names any. */
const covers = `r.subject = 'objects' and r.first_seq <= c.seq and r.last_seq >= c.seq
  and (r.detail -> 'ids' is null or r.detail -> 'ids' ? c.stix_id)`;

/** The latest change of an object that was delivered to the acting org, as a stretch of one; undefined: none was. */
export async function deliveredChange(tx: Tx, org: number, object: string): Promise<Stretch | undefined> {
  return tx.maybe<Stretch>(
    `select h.epoch, c.seq as first, c.seq as last, 1 as items
     from change_head h, change c
     where c.subject = 'object' and c.stix_id = $2 and c.audience = any(my_audiences())
       and exists (select from receipt r where r.org = $1 and r.kind = 'delivered' and r.epoch = h.epoch and ${covers})
     order by c.seq desc limit 1`,
    [org, object],
  );
}

/** What was delivered to the org up to a place and was not yet said to be read; undefined: nothing. */
export async function unreadUpTo(
  tx: Tx,
  org: number,
  of: 'events' | 'objects',
  { epoch, seq }: { readonly epoch: number; readonly seq: number },
): Promise<Stretch | undefined> {
  const { first, last, items } = await tx.one<{ first: number | null; last: number | null; items: number | null }>(
    `select min(first_seq) as first, least(max(last_seq), $3) as last, sum(items)::int8 as items from receipt
     where org = $1 and subject = $4 and kind = 'delivered' and epoch = $2 and first_seq <= $3
       and last_seq > coalesce((select max(last_seq) from receipt where org = $1 and subject = $4 and kind = 'read' and epoch = $2 and not detail ? 'object'), 0)`,
    [org, epoch, seq, of],
  );
  return first === null || last === null ? undefined : { epoch, first, last, items: items ?? 0 };
}

/** Whether an org owns a released version of an object; null: any org. */
export async function isReleased(tx: Tx, object: string, owner: number | null): Promise<boolean> {
  const { found } = await tx.one<{ found: boolean }>(
    `select exists (select from object_version where stix_id = $1 and release is not null and ($2::int is null or owner = $2)) as found`,
    [object, owner],
  );
  return found;
}

/** To whom the versions of an object went that `owner` (null: any) released: all who ever were in their audience. */
export const readRecipients = (tx: Tx, object: string, owner: number | null): Promise<Recipient[]> =>
  tx.query(
    `select distinct o.id, o.handle, o.name from change c join object_version v on v.id = c.version
     join audience_member m on m.audience = c.audience join org o on o.id = m.org
     where c.subject = 'object' and c.stix_id = $1 and c.kind <> 'withdrawn' and ($2::int is null or v.owner = $2) and m.org <> v.owner
     order by o.handle`,
    [object, owner],
  );

/** The receipts of all recipients that are about an object. As the programme: each org sees its own alone. */
export const readObjectReceipts = (tx: Tx, object: string, owner: number | null): Promise<ReceiptFacts[]> =>
  tx.query(
    `select distinct on (r.id) r.org, r.kind, r.at, r.channel, r.detail
     from change c join object_version v on v.id = c.version join audience_member m on m.audience = c.audience
     join change_head h on true join receipt r on r.org = m.org and r.epoch = h.epoch and ${covers}
     where c.subject = 'object' and c.stix_id = $1 and ($2::int is null or v.owner = $2)
       and (r.kind = 'delivered' or r.detail ->> 'object' is null or r.detail ->> 'object' = $1)
     order by r.id`,
    [object, owner],
  );
