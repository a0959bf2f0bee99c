import type { Caller } from '#kernel/http/caller.ts';
import { listNotices } from '#intelligence/store.ts';
import type { Cursor } from '#sharing/index.ts';
import { readEventsAfter, type Delivered } from '../events/store.ts';
import { readObjectsAfter, type DeliveredObject } from '../objects/store.ts';
import type { Reading } from '../reading.ts';
import { mergeParts, type Part } from './merge.ts';
import type { Following } from './following.ts';

/** What a stream sends: an event, or a change of an object. */
export type Streamed = Delivered | DeliveredObject;

/**
 * The next part of the log that a stream sends, at most `limit` events and as many changes of objects, in the order of the log.
 * Rights are those of this moment. Throws `gone_cursor`, and `forbidden` for an org that is not enrolled.
 */
export async function readStreamed(
  reading: Reading,
  caller: Caller,
  { events, objects, types }: Following,
  after: Cursor | undefined,
  limit: number,
): Promise<Part<Streamed>> {
  const parts: Part<Streamed>[] = [];
  if (events) {
    const page = await readEventsAfter(reading, caller, after, limit, 'stream');
    parts.push({ ...page, items: page.events });
  }
  if (objects) {
    const page = await readObjectsAfter(reading, caller, after, limit, 'stream');
    // A tombstone has no type, and whoever has the object must hear of it.
    const wanted = ({ change }: DeliveredObject): boolean =>
      types === undefined || change.kind === 'withdrawn' || types.includes(change.type);
    parts.push({ ...page, items: page.objects.filter(wanted) });
  }
  const [first, ...rest] = parts;
  if (first === undefined) throw new Error('a stream follows something');
  return mergeParts([first, ...rest]);
}

/** When what stands at a place was committed, as far as the caller's org may know; undefined: nothing of it is kept. */
export function committedAt({ db }: Reading, caller: Caller, { seq }: Cursor): Promise<Date | undefined> {
  return db.asOrg(caller.org, async (tx) => {
    const row = await tx.one<{ at: Date | null }>(
      `select max(f.committed_at) as at from unnest((select my_audiences())::int[]) as mine (audience)
       cross join lateral (select committed_at from change where audience = mine.audience and seq <= $1 order by seq desc limit 1) f`,
      [seq],
    );
    return row.at ?? undefined;
  });
}

/** Notices of what is RED for the caller in person that came, or were taken back, after a time, the oldest first. */
export function noticesSince({ db }: Reading, { org, person }: Caller, since: Date) {
  if (person === undefined) return Promise.resolve([]);
  return db.asOrg(org, async (tx) => {
    const notices = await listNotices(tx, person.id, 500);
    return notices
      .map((notice) => ({ ...notice, moved: notice.withdrawnAt ?? notice.at }))
      .filter(({ moved }) => moved > since)
      .sort((a, b) => a.moved.getTime() - b.moved.getTime());
  });
}
