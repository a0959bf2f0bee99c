import type { EventOut } from '@tocsin/api';
import type { Tx } from '#kernel/db.ts';
import type { Caller } from '#kernel/http/caller.ts';
import { resume, type Cleared, type Cursor, type Viewer } from '#sharing/index.ts';
import { readAllChanges, readChanges, readHead, type Change } from '#sharing/store.ts';
import { clearEvents, eventColumns, type EventRow } from '../event-row.ts';
import { eventsFor, readReader } from '../reader/store.ts';
import type { Reading } from '../reading.ts';

/** An event with the cursor that goes on behind it. */
export interface Delivered {
  readonly cursor: Cursor;
  readonly event: Cleared<EventOut>;
  /** When the change was committed that brought it. */
  readonly committedAt: Date;
}

export interface EventsAfter {
  readonly events: Delivered[];
  /** Where to go on: behind everything that was read, whether or not the reader was concerned. */
  readonly cursor: Cursor;
  /** Whether there is more now. */
  readonly more: boolean;
}

type RowOfChange = EventRow & { readonly seq: number };

/** Most changes taken at once: each may be of another portion. */
const mostChanges = 1000;

/**
 * The next events for the caller's org after a cursor (none: from the beginning of what is kept), at most `limit`, in
 * the order of the log: by change, and within one by id. Nothing is left out and nothing comes twice when one goes on
 * from the cursor of any of them. Throws `gone_cursor`.
 */
export async function readEventsAfter(
  reading: Reading,
  caller: Caller,
  after: Cursor | undefined,
  limit: number,
  channel: Viewer['channel'],
): Promise<EventsAfter> {
  const { reader, reasons, ...page } = await reading.db.asOrg(caller.org, async (tx) => {
    const reader = await readReader(tx, caller, channel);
    // The head first: a change that is committed after it is found next time.
    const head = await readHead(tx);
    const start = resume(head, after);
    const before = start.event === undefined ? start.seq : start.seq - 1;
    const found =
      before >= head.seq ? [] : await (reader.seesAll ? readAllChanges : readChanges)(tx, before, mostChanges);
    const changes = enough(found, limit);
    // What is granted late to an org is nothing new to a reader who sees everything.
    const mine = reader.seesAll ? changes.filter(({ audience }) => audience >= 0) : changes;
    const rows = await readRows(tx, mine, start, limit + 1);
    const reasons = await reading.reasons.of(
      tx,
      reader.org,
      rows.map((row) => row.route),
    );
    const complete = found.length < mostChanges && changes.length === found.length;
    return { reader, reasons, changes, rows, complete, start, head };
  });
  const { changes, start, head } = page;
  const rows = page.rows.slice(0, limit);
  const committed = new Map(changes.map((change) => [change.seq, change.committedAt]));
  const now = reading.clock.now();
  const cleared = clearEvents(rows, await reading.names.of(rows), reasons, reader, now);
  const events = cleared.map(({ row, event }) => ({
    event,
    cursor: { epoch: head.epoch, seq: row.seq, event: row.id },
    committedAt: committed.get(row.seq) ?? now,
  }));
  const last = rows.at(-1);
  if (page.rows.length > limit && last !== undefined)
    return { events, cursor: { epoch: head.epoch, seq: last.seq, event: last.id }, more: true };
  // Every change up to the head was seen, so that the reader need not look at those of others again.
  const seq = page.complete
    ? Math.max(head.seq, changes.at(-1)?.seq ?? 0, start.seq)
    : (changes.at(-1)?.seq ?? start.seq);
  return { events, cursor: { epoch: head.epoch, seq }, more: !page.complete };
}

/** As many of the changes as it takes to have `limit` events; at least one. */
function enough(changes: readonly Change[], limit: number): Change[] {
  let events = 0;
  const last = changes.findIndex((change) => (events += change.events) > limit);
  // The first may have been read in part, so that one more is taken.
  return last === -1 ? [...changes] : changes.slice(0, last + 2);
}

/** The events of some changes, in order. The days are constants, so that only their partitions are planned and opened. */
async function readRows(tx: Tx, changes: readonly Change[], start: Cursor, limit: number): Promise<RowOfChange[]> {
  if (changes.length === 0) return [];
  const days = changes.flatMap((change) => [change.firstDay, change.lastDay]).sort();
  return tx.query<RowOfChange>(
    `select c.seq, ${eventColumns} from unnest($1::int8[], $2::int[], $3::int8[]) as c (seq, audience, portion)
     cross join lateral (
       select * from ${eventsFor(changes.map(({ audience }) => audience))} e
       where e.audience = c.audience and e.portion = c.portion and e.day between $4 and $5 and (c.seq <> $6 or e.id > $7)
       order by e.id limit $8
     ) e
     order by c.seq, e.id limit $8`,
    [
      changes.map((change) => change.seq),
      changes.map((change) => change.audience),
      changes.map((change) => change.portion),
      days[0],
      days.at(-1),
      start.event === undefined ? -1 : start.seq,
      start.event ?? '00000000-0000-0000-0000-000000000000',
      limit,
    ],
  );
}

/** The end of the log: for readers who want nothing old. Throws `forbidden` for an org that is not enrolled. */
export function readEnd(reading: Reading, caller: Caller): Promise<Cursor> {
  return reading.db.asOrg(caller.org, async (tx) => {
    await readReader(tx, caller, 'api');
    const { epoch, seq } = await readHead(tx);
    return { epoch, seq };
  });
}
