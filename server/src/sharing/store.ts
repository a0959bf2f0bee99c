import type { Tx } from '#kernel/db.ts';
import type { LogHead } from './change-log.ts';

/** New events of a stored portion for one audience, and the days of event time that they touch ('YYYY-MM-DD'). */
export interface NewChange {
  readonly portion: number;
  readonly audience: number;
  readonly events: number;
  readonly firstDay: string;
  readonly lastDay: string;
  /** Why there is this change; `received` unless told. */
  readonly reason?: 'received' | 'backfilled';
}

/** One entry of the log, as far as its reader needs it. Readers of events take those of `portion` and `audience`. */
export interface Change {
  readonly seq: number;
  readonly audience: number;
  readonly kind: 'published' | 'updated' | 'withdrawn';
  readonly portion: number;
  readonly firstDay: string;
  readonly lastDay: string;
  readonly events: number;
  readonly committedAt: Date;
}

/**
 * Adds changes in the order given; call it last in the transaction, with the rights of tocsin_ingest. It takes the lock
 * on the head of the log and keeps it until commit, so that the order of `seq` is the order of commit. Returns the first
 * and last seq, or undefined when there was nothing to add.
 */
export async function appendChanges(
  tx: Tx,
  changes: readonly NewChange[],
  now: Date,
): Promise<{ first: number; last: number } | undefined> {
  const count = changes.length;
  if (count === 0) return undefined;
  const { last } = await tx.one<{ last: number }>(
    `with head as (update change_head set seq = seq + $1 returning seq),
     added as (
       insert into change (seq, committed_at, audience, kind, subject, portion, first_day, last_day, events, reason)
       select head.seq - $1 + added.n, $2, added.audience, 'published', 'events', added.portion, added.first_day, added.last_day, added.events, added.reason
       from head, unnest($3::int8[], $4::int[], $5::date[], $6::date[], $7::int[], $8::text[]) with ordinality as added (portion, audience, first_day, last_day, events, reason, n)
     )
     select seq as last, pg_notify('change', seq::text) from head`,
    [
      count,
      now,
      changes.map(({ portion }) => portion),
      changes.map(({ audience }) => audience),
      changes.map(({ firstDay }) => firstDay),
      changes.map(({ lastDay }) => lastDay),
      changes.map(({ events }) => events),
      changes.map(({ reason = 'received' }) => reason),
    ],
  );
  return { first: last - count + 1, last };
}

/** Where the log stands. Read it before the changes: what it says is then no more than what a reader can see. */
export function readHead(tx: Tx): Promise<LogHead> {
  return tx.one<LogHead>('select epoch, seq, horizon from change_head');
}

const columns = `seq, audience, kind, portion, first_day as "firstDay", last_day as "lastDay", events, committed_at as "committedAt"`;

/**
 * The next `limit` changes after `seq` for the acting org, in order. The first n of each of its audiences, merged:
 * `audience = any(...) order by seq` alone would walk the whole log for an org that may see little of it.
 */
export function readChanges(tx: Tx, after: number, limit: number): Promise<Change[]> {
  return tx.query<Change>(
    `select c.* from unnest(my_audiences()) as mine (audience)
     cross join lateral (
       select ${columns} from change where subject = 'events' and audience = mine.audience and seq > $1 order by seq limit $2
     ) c
     order by seq limit $2`,
    [after, limit],
  );
}

/** The next `limit` changes of events for a reader who sees every audience: the operator, or the programme itself. */
export function readAllChanges(tx: Tx, after: number, limit: number): Promise<Change[]> {
  return tx.query<Change>(`select ${columns} from change where subject = 'events' and seq > $1 order by seq limit $2`, [
    after,
    limit,
  ]);
}

/** The audiences that changes of any subject after `seq`, up to `last`, concern. Run it as the system. */
export async function changedAudiences(tx: Tx, after: number, last: number): Promise<number[]> {
  const rows = await tx.query<{ audience: number }>(
    'select distinct audience from change where seq > $1 and seq <= $2',
    [after, last],
  );
  return rows.map(({ audience }) => audience);
}

/** Removes changes committed before a time and moves the horizon; returns how many. For retention. */
export async function expireChanges(tx: Tx, before: Date): Promise<number> {
  const { gone } = await tx.one<{ gone: number }>('select expire_changes($1) as gone', [before]);
  return gone;
}

export { audienceKey, internAudiences, membersOf, readMembers } from './audiences/store.ts';
export { placeBy, readBook, type SharingBook } from './book/store.ts';
export { appendObjectLines, type ObjectLine } from './lists/store.ts';
export { relist } from './lists/relist.ts';
export {
  caughtUp,
  holdReleases,
  internReleases,
  readReleases,
  releasesBehind,
  reviewReleases,
} from './releases/store.ts';
export { listGroups, reviewGroups } from './groups/store.ts';
export { closeTombstones, readProgress, writeProgress } from './progress/store.ts';
