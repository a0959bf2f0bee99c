import type { Tx } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import type { Exactly } from '../../counted.ts';
import { eventColumns, type EventRow } from '../../event-row.ts';
import { sqlValues, type SqlValues } from '../../sql-values.ts';
import { chooseHours, type HourMatches } from '../choose-hours.ts';
import { dayOf, eventConditions, type Resolved } from '../conditions.ts';
import { lowestEventId, timeOfEventId } from '../event-id.ts';
import type { Place } from '../place.ts';

/** Where to look for the events of a page. */
export interface Whereabouts {
  /** Null: everywhere. */
  readonly audiences: readonly number[] | null;
  readonly criteria: Resolved;
  /** The hours with matches, the newest first, where the tallies can tell. */
  readonly hours: readonly HourMatches[] | undefined;
  /** Whether the tallies count just what is looked for. */
  readonly tallied: boolean;
  /** All matches, where counting has found them: these need not be looked for again. */
  readonly exactly: Exactly | undefined;
}

const hourMs = 3_600_000;

/** One page behind a place, the newest first. Members walk back by portion, who sees everything by day and id. */
export async function readPage(tx: Tx, at: Whereabouts, behind: Place | undefined, limit: number): Promise<EventRow[]> {
  const byTime = at.audiences === null;
  const values = sqlValues();
  const order = byTime ? 'e.day desc, e.id desc' : 'e.portion desc, e.id desc';
  const after = behind === undefined ? [] : behindPlace(behind, byTime, values);
  if (at.exactly !== undefined) {
    const { days, ids } = at.exactly;
    const conditions = [`e.day = any(${values.add(days)}::date[])`, `e.id = any(${values.add(ids)}::uuid[])`, ...after];
    return tx.query(
      `select ${eventColumns} from event e where ${conditions.join(' and ')} order by ${order} limit ${values.add(limit)}`,
      values.all,
    );
  }
  const choice = { range: at.criteria, byTime, exact: at.tallied, behind: behind && timeOfEventId(behind.id), limit };
  const hours = at.hours && chooseHours(at.hours, choice);
  const days = hours === undefined ? at.criteria.days : [...new Set(hours.map(dayOf))];
  const conditions = [...eventConditions({ ...at.criteria, days }, values), ...after];
  const most = values.add(limit);
  const read = (source: string, every: readonly string[]): Promise<EventRow[]> =>
    tx.query(
      `select ${eventColumns} from ${source}
       cross join lateral (select * from event e where ${[...every, ...conditions].join(' and ')} order by ${order} limit ${most}) e
       order by ${order} limit ${most}`,
      values.all,
    );
  if (hours !== undefined) {
    // A stretch of the primary key for each hour that holds matches.
    const source = `unnest(${values.add(hours.map(dayOf))}::date[], ${values.add(hours.map(lowestEventId))}::uuid[],
      ${values.add(hours.map((hour) => lowestEventId(new Date(hour.getTime() + hourMs))))}::uuid[]) as h (day, least, past)`;
    const mine = at.audiences === null ? [] : [`e.audience = any(${values.add(at.audiences)}::int[])`];
    return read(source, [...mine, 'e.day = h.day', 'e.id >= h.least', 'e.id < h.past']);
  }
  // The newest of each audience by the readers' index, merged: `audience = any(...) order by portion` alone would sort all.
  if (at.audiences !== null)
    return read(`unnest(${values.add(at.audiences)}::int[]) as mine (audience)`, ['e.audience = mine.audience']);
  const where = conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`;
  return tx.query(`select ${eventColumns} from event e ${where} order by ${order} limit ${most}`, values.all);
}

/** Behind a place. The first comparison is what an index can use, the second one is exact. */
function behindPlace(behind: Place, byTime: boolean, values: SqlValues): string[] {
  if ('day' in behind !== byTime) throw new AppError('invalid_cursor');
  const [column, at] = 'day' in behind ? ['day', behind.day] : ['portion', behind.portion];
  const first = values.add(at);
  return [`e.${column} <= ${first}`, `(e.${column}, e.id) < (${first}, ${values.add(behind.id)})`];
}
