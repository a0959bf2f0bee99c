import type { Tx } from '#kernel/db.ts';
import { eventsFor } from '../../reader/store.ts';
import { lowestEventId } from '../../search/event-id.ts';
import { sqlValues, type SqlValues } from '../../sql-values.ts';
import { dayBefore, dayMs, daysCompared, hourMs, hourOf, type HourCount } from '../hours.ts';

/** What is counted: the audiences of a reader (null: all), and one country where the operator asks for a nation. */
export interface Scope {
  readonly audiences: readonly number[] | null;
  readonly country: string | undefined;
}

/** A scope as conditions on a table with audience and country. */
export function scoped({ audiences, country }: Scope, values: SqlValues): string[] {
  return [
    ...(audiences === null ? [] : [`e.audience = any(${values.add(audiences)}::int[])`]),
    ...(country === undefined ? [] : [`e.country = ${values.add(country)}`]),
  ];
}

/** Events of one family and class in a day. */
export interface FamilyDay {
  readonly family: number;
  readonly class: string;
  /** 0: the last 24 clock hours, 1: the 24 before, and so on to 7. */
  readonly daysAgo: number;
  readonly events: number;
}

/** Events by clock hour, and by family and day, over the last 24 hours and the 7 days before them; in one pass. */
export async function readPast(
  tx: Tx,
  scope: Scope,
  now: Date,
): Promise<{ hours: HourCount[]; familyDays: FamilyDay[] }> {
  const values = sqlValues();
  const today = values.add(dayBefore(now));
  const since = values.add(new Date(dayBefore(now).getTime() - daysCompared * dayMs));
  const where = [...scoped(scope, values), `e.hour >= ${since}`].join(' and ');
  const rows = await tx.query<{
    hour: Date | null;
    family: number | null;
    class: string | null;
    bin: Date | null;
    events: number;
  }>(
    `select hour, family, class, bin, sum(events)::int8 as events
     from (select e.hour, e.family, e.class, date_bin('1 day', e.hour, ${today}) as bin, e.events from tally e where ${where}) e
     group by grouping sets ((hour), (family, class, bin))`,
    values.all,
  );
  const start = dayBefore(now).getTime();
  return {
    hours: rows
      .flatMap(({ hour, events }) => (hour === null ? [] : [{ hour, events }]))
      .sort((a, b) => a.hour.getTime() - b.hour.getTime()),
    familyDays: rows.flatMap(({ family, class: of, bin, events }): FamilyDay[] =>
      family === null || of === null || bin === null
        ? []
        : [{ family, class: of, daysAgo: Math.max(0, Math.round((start - bin.getTime()) / dayMs)), events }],
    ),
  };
}

/** More events than these in a part of an hour are not counted one by one. */
const mostCounted = 200_000;

/**
 * Events of the last 60 minutes by country ('' unknown): the current clock hour as tallied, and what of the hour before is
 * less than 60 minutes ago, one by one.
 */
export async function readLastHour(tx: Tx, scope: Scope, now: Date): Promise<Map<string, number>> {
  const values = sqlValues();
  const hour = hourOf(now);
  const from = new Date(now.getTime() - hourMs);
  const of = scoped(scope, values);
  const at = {
    hour: values.add(hour),
    from: values.add(from),
    day: values.add(from.toISOString().slice(0, 10)),
    to: values.add(hour.toISOString().slice(0, 10)),
  };
  const ids = { from: values.add(lowestEventId(from)), to: values.add(lowestEventId(hour)) };
  const rows = await tx.query<{ country: string; events: number }>(
    `select country, sum(events)::int8 as events from (
       select e.country, e.events from tally e where ${[...of, `e.hour >= ${at.hour}`].join(' and ')}
       union all
       select coalesce(country, ''), count(*) from (
         select e.country from ${eventsFor(scope.audiences)} e
         where ${[...of, `e.day between ${at.day} and ${at.to}`, `e.id >= ${ids.from}`, `e.id < ${ids.to}`, `e.time >= ${at.from}`].join(' and ')}
         limit ${mostCounted}
       ) late group by 1
     ) counts group by country`,
    values.all,
  );
  return new Map(rows.map(({ country, events }) => [country, events]));
}
