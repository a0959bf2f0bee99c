import { randomUUID } from 'node:crypto';
import type { Tx } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import type { Cursor } from '#sharing/index.ts';
import type { Held, MailContact, SubscriptionState } from '../subscription.ts';

/** A turn holds its subscription so long; a process that dies gives it back by then. */
const leaseMs = 120_000;
/** How long a subscription rests whose org is not enrolled, and one whose turn failed here. */
const restMs = 10 * 60_000;
const againMs = 30_000;

/** A subscription that could run, for whoever decides whose turn it is. */
export interface Runnable {
  readonly id: number;
  readonly org: number;
  readonly orgKind: string;
  /** Whether it could run now: nothing waits for a time, and nobody holds it. */
  readonly due: boolean;
  /** Whether a time has come: of another attempt, or of a digest. */
  readonly timed: boolean;
}

/** All that are active or failing; run it as the programme. */
export function readRunnable(tx: Tx, now: Date): Promise<Runnable[]> {
  return tx.query<Runnable>(
    `select s.id, s.org, o.kind as "orgKind",
       (s.next_at is null or s.next_at <= $1) and (s.lease_until is null or s.lease_until <= $1) as due,
       coalesce(s.next_at <= $1, false) or coalesce(s.digest_at <= $1, false) as timed
     from subscription s join org o on o.id = s.org where s.state in ('active', 'failing') order by s.id`,
    [now],
  );
}

interface HeldRow extends Omit<Held, 'cursor' | 'urgent' | 'contact' | 'secrets'> {
  readonly epoch: number;
  readonly seq: number;
  readonly event: string | null;
  readonly urgent: Cursor | null;
  readonly contactId: number | null;
  readonly contactName: string | null;
  readonly email: string | null;
  readonly languages: readonly string[] | null;
  readonly timeZone: string | null;
}

/**
 * Takes a subscription for one turn; undefined while another process has it, it waits for a time, or it does not run.
 * `anyway`: also one that is paused or waits, for what a person asks to be sent now.
 */
export async function hold(tx: Tx, id: number, now: Date, anyway = false): Promise<Held | undefined> {
  const lease = randomUUID();
  const row = await tx.maybe<HeldRow>(
    `with held as (
       update subscription set lease = $2, lease_until = $4
       where id = $1 and (lease_until is null or lease_until <= $3)
         and ($5 or state in ('active', 'failing') and (next_at is null or next_at <= $3))
       returning *
     )
     select s.id, s.org, o.handle as "orgHandle", o.kind as "orgKind", o.nation, s.name, s.channel, s.subject, s.url,
       s.filter, s.mail, s.state, s.epoch, s.seq, s.event, s.urgent, s.digest_at as "digestAt", s.failures,
       s.failing_since as "failingSince", s.lease, c.id as "contactId", c.name as "contactName", c.email, c.languages,
       c.time_zone as "timeZone"
     from held s join org o on o.id = s.org left join contact c on c.id = s.contact and c.org = s.org`,
    [id, lease, now, new Date(now.getTime() + leaseMs), anyway],
  );
  if (row === undefined) return undefined;
  const { epoch, seq, event, contactId, contactName, email, languages, timeZone, ...rest } = row;
  const contact: MailContact | null =
    contactId === null ? null : { id: contactId, name: contactName ?? '', email, languages: languages ?? [], timeZone };
  const secrets = row.channel === 'webhook' ? await readSecrets(tx, id, now) : [];
  return { ...rest, contact, secrets, cursor: { epoch, seq, ...(event !== null && { event }) } };
}

/** The secrets that sign now, the newest first. */
async function readSecrets(tx: Tx, id: number, now: Date): Promise<string[]> {
  const rows = await tx.query<{ secret: string }>(
    'select secret from subscription_secret where subscription = $1 and (expires_at is null or expires_at > $2) order by id desc',
    [id, now],
  );
  return rows.map(({ secret }) => secret);
}

/** What a turn changes of its subscription; what is absent stays. */
export interface Progress {
  readonly cursor?: Cursor;
  readonly urgent?: Cursor;
  readonly digestAt?: Date | null;
  readonly nextAt?: Date | null;
  readonly state?: SubscriptionState;
  readonly failures?: number;
  readonly failingSince?: Date | null;
  readonly successAt?: Date;
  readonly error?: { readonly at: Date; readonly text: string };
  readonly delivered?: number;
}

/**
 * Writes what a turn has brought, as long as the turn holds the subscription; false when it was taken away meanwhile.
 * A person's pause during the turn stays.
 */
export async function progress(tx: Tx, { id, lease }: Held, change: Progress): Promise<boolean> {
  const { cursor, error } = change;
  const set: [column: string, value: unknown][] = [];
  if (cursor !== undefined) set.push(['epoch', cursor.epoch], ['seq', cursor.seq], ['event', cursor.event ?? null]);
  if (change.urgent !== undefined) set.push(['urgent', JSON.stringify(change.urgent)]);
  if (change.digestAt !== undefined) set.push(['digest_at', change.digestAt]);
  if (change.nextAt !== undefined) set.push(['next_at', change.nextAt]);
  if (change.failures !== undefined) set.push(['failures', change.failures]);
  if (change.failingSince !== undefined) set.push(['failing_since', change.failingSince]);
  if (change.successAt !== undefined) set.push(['last_success_at', change.successAt]);
  if (error !== undefined) set.push(['last_error_at', error.at], ['last_error', error.text]);
  const columns = set.map(([column], index) => `${column} = $${index + 5}`);
  const rows = await tx.query(
    `update subscription set ${[
      'delivered = delivered + $3',
      `state = case when state in ('active', 'failing') then coalesce($4, state) else state end`,
      ...columns,
    ].join(', ')} where id = $1 and lease = $2 returning id`,
    [id, lease, change.delivered ?? 0, change.state ?? null, ...set.map(([, value]) => value)],
  );
  return rows.length === 1;
}

/** Lets a subscription rest whose turn could not be taken: its org is not enrolled, or something failed here. */
export async function postpone(tx: Tx, held: Held, cause: unknown, now: Date): Promise<void> {
  const forbidden = cause instanceof AppError && cause.code === 'forbidden';
  const text = forbidden ? cause.message : 'Something failed here; the operator finds it in the log.';
  const nextAt = new Date(now.getTime() + (forbidden ? restMs : againMs));
  await progress(tx, held, { nextAt, error: { at: now, text } });
}

/** Ends a turn. */
export async function release(tx: Tx, { id, lease }: Held): Promise<void> {
  await tx.query('update subscription set lease = null, lease_until = null where id = $1 and lease = $2', [id, lease]);
}

/** Goes on holding a subscription whose turn is not over; false when it was taken away. */
export async function stayHeld(tx: Tx, { id, lease }: Held, now: Date): Promise<boolean> {
  const until = new Date(now.getTime() + leaseMs);
  const rows = await tx.query('update subscription set lease_until = $3 where id = $1 and lease = $2 returning id', [
    id,
    lease,
    until,
  ]);
  return rows.length === 1;
}
