import { createHash, randomBytes } from 'node:crypto';
import type { Tx } from '#kernel/db.ts';

const hour = 3_600_000;
/** A link in a mail ends its subscription for so long. */
const linkMs = 90 * 24 * hour;

/**
 * When an address may have another mail: undefined is now. Call it in the transaction that records the intent; it makes
 * others who write to the same address wait until that is there.
 */
export async function addressFreeAt(tx: Tx, address: string, perHour: number, now: Date): Promise<Date | undefined> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`mail ${address.toLowerCase()}`]);
  const sent = await tx.query<{ at: Date }>(
    `select created_at as at from subscription_message where address = $1 and created_at > $2 order by created_at desc limit $3`,
    [address, new Date(now.getTime() - hour), perHour],
  );
  const oldest = sent[perHour - 1];
  return oldest && new Date(oldest.at.getTime() + hour);
}

/** Makes a link that ends a subscription, bound to it; returns what stands in the mail. Only its hash is kept. */
export async function makeUnsubscribeLink(tx: Tx, subscription: number, now: Date): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await tx.query('insert into unsubscribe_link (hash, subscription, expires_at) values ($1, $2, $3)', [
    hashOf(token),
    subscription,
    new Date(now.getTime() + linkMs),
  ]);
  return token;
}

/** What a link would end; undefined for one that is unknown or expired. Run it as the programme. */
export function findUnsubscribeLink(
  tx: Tx,
  token: string,
  now: Date,
): Promise<{ id: number; org: number; name: string; state: string } | undefined> {
  return tx.maybe(
    `select s.id, s.org, s.name, s.state from unsubscribe_link l join subscription s on s.id = l.subscription
     where l.hash = $1 and l.expires_at > $2`,
    [hashOf(token), now],
  );
}

export async function forgetUnsubscribeLinks(tx: Tx, now: Date): Promise<void> {
  await tx.query('delete from unsubscribe_link where expires_at <= $1', [now]);
}

/** Addresses to tell of a disabled subscription: the org's own contacts, put in by people. */
export async function noticeAddresses(
  tx: Tx,
  org: number,
  now: Date,
): Promise<{ name: string; address: string; languages: string[] }[]> {
  return tx.query(
    `select distinct on (lower(email)) name, email as address, languages from contact
     where org = $1 and layer = 'manual' and email is not null and (expires_at is null or expires_at > $2) order by lower(email), id limit 5`,
    [org, now],
  );
}

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
