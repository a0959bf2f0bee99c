import type { Tx } from '#kernel/db.ts';
import type { Exactly } from '../../counted.ts';
import { eventColumns, type EventRow } from '../../event-row.ts';
import { eventsFor } from '../../reader/store.ts';
import { sqlValues } from '../../sql-values.ts';
import { areSparse, chooseHours } from '../choose-hours.ts';
import { dayOf, eventConditions, type Resolved } from '../conditions.ts';
import { countWithin, type TallyMatches } from '../counts/store.ts';
import { lowestEventId, timeOfEventId } from '../event-id.ts';
import type { Place } from '../place.ts';

/** Where to look for the events of a page. */
export interface Whereabouts {
  /** Null: everywhere. */
  readonly audiences: readonly number[] | null;
  readonly criteria: Resolved;
  /** Where the tallies have what is looked for. */
  readonly found: TallyMatches;
  /** Whether the tallies count just what is looked for. */
  readonly tallied: boolean;
  /** All matches, where counting has found them: these need not be looked for again. */
  readonly exactly: Exactly | undefined;
}

const hourMs = 3_600_000;
/** Fewer events than these are read faster by their audience than hours are by their time. */
const quicklyRead = 100_000;
const order = 'e.day desc, e.id desc';

/**
 * One page behind a place, the newest event time first. The tallies say which hours hold enough, so that neither a reader
 * of little walks through what others got, nor one of much sorts all of it.
 */
export function readPage(tx: Tx, at: Whereabouts, behind: Place | undefined, limit: number): Promise<EventRow[]> {
  return readColumns(tx, eventColumns, at, behind, limit);
}

/** Where the newest events that match come from: AS number and source of each. */
export function readOrigins(tx: Tx, at: Whereabouts, limit: number): Promise<{ asn: number | null; source: number }[]> {
  return readColumns(tx, 'e.asn, e.source', at, undefined, limit);
}

async function readColumns<R extends object>(
  tx: Tx,
  columns: string,
  at: Whereabouts,
  behind: Place | undefined,
  limit: number,
): Promise<R[]> {
  const values = sqlValues();
  const conditions: string[] = [];
  if (behind !== undefined) {
    // The first comparison chooses partitions, the second is exact.
    const day = values.add(behind.day);
    conditions.push(`e.day <= ${day}`, `(e.day, e.id) < (${day}, ${values.add(behind.id)})`);
  }
  const read = (from: string, also: readonly string[]): Promise<R[]> =>
    tx.query(
      `select ${columns} from ${from} where ${[...also, ...conditions].join(' and ')} order by ${order} limit ${values.add(limit)}`,
      values.all,
    );
  const events = eventsFor(at.audiences);
  if (at.exactly !== undefined) {
    return read(`${events} e`, [
      `e.day = any(${values.add(at.exactly.days)}::date[])`,
      `e.id = any(${values.add(at.exactly.ids)}::uuid[])`,
    ]);
  }
  const choice = { range: at.criteria, exact: at.tallied, behind: behind && timeOfEventId(behind.id), limit };
  const { hours } = chooseHours(at.found.hours, choice);
  const [newest] = hours;
  const oldest = hours.at(-1);
  if (newest === undefined || oldest === undefined) return [];
  const end = new Date(newest.getTime() + hourMs);
  conditions.push(...eventConditions({ ...at.criteria, days: [...new Set(hours.map(dayOf))] }, values));
  if (at.audiences !== null) conditions.push(`e.audience = any(${values.add(at.audiences)}::int[])`);
  if (areSparse(hours) && (await isMuch(tx, at.audiences, oldest, end))) {
    // A stretch of the primary key for each hour that holds matches.
    const starts = values.add(hours.map(lowestEventId));
    const ends = values.add(hours.map((hour) => lowestEventId(new Date(hour.getTime() + hourMs))));
    const stretches = `unnest(${values.add(hours.map(dayOf))}::date[], ${starts}::uuid[], ${ends}::uuid[]) as h (day, least, past)`;
    return read(`${stretches} join ${events} e on e.day = h.day and e.id >= h.least and e.id < h.past`, []);
  }
  return read(`${events} e`, [
    `e.id >= ${values.add(lowestEventId(oldest))}`,
    `e.id < ${values.add(lowestEventId(end))}`,
  ]);
}

async function isMuch(tx: Tx, audiences: readonly number[] | null, from: Date, to: Date): Promise<boolean> {
  return audiences === null || (await countWithin(tx, audiences, { from, to })) > quicklyRead;
}
