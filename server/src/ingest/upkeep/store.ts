import type { Tx } from '#kernel/db.ts';

/** Days whose events are kept and are older than `oldest` ('YYYY-MM-DD'). */
export async function daysBefore(tx: Tx, oldest: string): Promise<string[]> {
  const rows = await tx.query<{ day: string }>(
    'select day from event_partition where day < $1 and dropped_at is null order by day',
    [oldest],
  );
  return rows.map(({ day }) => day);
}

/** Drops a day of events and records how many they were; null when there was none. */
export async function dropDay(tx: Tx, day: string, who: string): Promise<number | null> {
  const { events } = await tx.one<{ events: number | null }>('select drop_event_partition($1, $2) as events', [
    day,
    who,
  ]);
  return events;
}

/** Counts of hours that are older than the events themselves. */
export async function dropTallies(tx: Tx, oldest: string): Promise<number> {
  const { gone } = await tx.one<{ gone: number }>('select expire_tallies($1) as gone', [oldest]);
  return gone;
}

/**
 * Ends episodes that were unseen for the gap: they count as cleaned since their last event plus the gap. At most `most` in
 * one go, so that nobody waits long; returns how many.
 */
export async function endUnseen(tx: Tx, gapDays: number, now: Date, most: number): Promise<number> {
  const rows = await tx.query(
    `update episode set current = false, state = 'cleaned', closed_at = coalesce(closed_at, last_seen + $1::interval), closed_by = coalesce(closed_by, 'unseen')
     where id in (select id from episode where current and last_seen < $2::timestamptz - $1::interval order by host limit $3 for update skip locked)
     returning id`,
    [`${gapDays} days`, now, most],
  );
  return rows.length;
}
