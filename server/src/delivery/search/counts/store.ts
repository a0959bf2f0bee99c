import type { Tx } from '#kernel/db.ts';
import type { Counted } from '../../counted.ts';
import type { Names } from '../../event-row.ts';
import { pseudonymOf } from '../../pseudonym.ts';
import type { Reader } from '../../reader.ts';
import { eventsFor } from '../../reader/store.ts';
import { sqlValues, type SqlValues } from '../../sql-values.ts';
import { eventConditions, type Resolved } from '../conditions.ts';
import { none } from '../criteria.ts';
import { ranked, words, type CubeRow, type Facets, type Wording } from '../facets.ts';
import { splitHours, type Stretch } from '../hours.ts';
import type { HourMatches } from '../choose-hours.ts';

/** Beyond so many, events are counted no further. */
export const mostCounted = 10_000;

const among = (audiences: readonly number[] | null, values: SqlValues): string[] =>
  audiences === null ? [] : [`audience = any(${values.add(audiences)}::int[])`];

const within = ({ from, to }: Stretch, values: SqlValues): string[] => [
  ...(from === undefined ? [] : [`hour >= ${values.add(from)}`]),
  ...(to === undefined ? [] : [`hour < ${values.add(to)}`]),
];

const where = (conditions: readonly string[]): string =>
  conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`;

/**
 * Events of a time range by family, class and country: whole hours from the tallies, the rest counted one by one.
 * `complete` is false when there were too many of the latter.
 */
export async function readCube(
  tx: Tx,
  audiences: readonly number[] | null,
  criteria: Resolved,
): Promise<{ cube: CubeRow[]; complete: boolean }> {
  const { whole, rest } = splitHours(criteria);
  const cube: CubeRow[] = [];
  let complete = true;
  if (whole !== undefined) {
    const values = sqlValues();
    const conditions = [...among(audiences, values), ...within(whole, values)];
    cube.push(
      ...(await tx.query<CubeRow>(
        `select family, class, country, sum(events)::int8 as events from tally ${where(conditions)} group by family, class, country`,
        values.all,
      )),
    );
  }
  for (const stretch of rest) {
    const values = sqlValues();
    const any: Resolved = { ...criteria, ...stretch, families: undefined, classes: [], countries: [], days: undefined };
    const conditions = [...among(audiences, values), ...eventConditions(any, values)];
    const rows = await tx.query<CubeRow>(
      `select coalesce(family, 0) as family, class, coalesce(country, '') as country, count(*) as events
       from (select family, class, country from ${eventsFor(audiences)} e ${where(conditions)} limit ${values.add(mostCounted + 1)}) e group by 1, 2, 3`,
      values.all,
    );
    complete &&= rows.reduce((sum, row) => sum + row.events, 0) <= mostCounted;
    cube.push(...rows);
  }
  return { cube, complete };
}

/** Names for a cube. */
export async function readWording(tx: Tx, cube: readonly Pick<CubeRow, 'family'>[]): Promise<Wording> {
  const ids = [...new Set(cube.map((row) => row.family))];
  const families = await tx.query<{ id: number; name: string }>('select id, name from family where id = any($1)', [
    ids,
  ]);
  const nations = await tx.query<{ code: string; name: string }>('select code, name from nation');
  return {
    families: new Map(families.map(({ id, name }) => [id, name])),
    nations: new Map(nations.map(({ code, name }) => [code, name])),
  };
}

/** Where the tallies have what is looked for: in which hours, the newest first, and for which audiences. */
export interface TallyMatches {
  readonly hours: readonly HourMatches[];
  readonly audiences: readonly number[];
}

/** Hours and audiences of events of the families, classes and countries looked for; of all events where none are named. */
export async function findInTallies(
  tx: Tx,
  audiences: readonly number[] | null,
  { families, classes, countries, from, to }: Resolved,
): Promise<TallyMatches> {
  const values = sqlValues();
  const conditions = among(audiences, values);
  if (from !== undefined) conditions.push(`hour > ${values.add(from)}::timestamptz - interval '1 hour'`);
  if (to !== undefined) conditions.push(`hour < ${values.add(to)}`);
  if (families !== undefined) conditions.push(`family = any(${values.add(families)}::int[])`);
  if (classes.length > 0) conditions.push(`class = any(${values.add(classes)})`);
  if (countries.length > 0)
    conditions.push(`country = any(${values.add(countries.map((code) => (code === none ? '' : code)))})`);
  const rows = await tx.query<{ hour: Date | null; audience: number | null; events: number }>(
    `select hour, audience, sum(events)::int8 as events from tally ${where(conditions)}
     group by grouping sets ((hour), (audience)) order by hour desc`,
    values.all,
  );
  return {
    hours: rows.flatMap(({ hour, events }) => (hour === null ? [] : [{ hour, events }])),
    audiences: rows.flatMap(({ audience }) => (audience === null ? [] : [audience])),
  };
}

/** How many events of some audiences the tallies have within a stretch of whole hours. */
export async function countWithin(tx: Tx, audiences: readonly number[], stretch: Stretch): Promise<number> {
  const values = sqlValues();
  const { events } = await tx.one<{ events: number }>(
    `select coalesce(sum(events), 0)::int8 as events from tally ${where([...among(audiences, values), ...within(stretch, values)])}`,
    values.all,
  );
  return events;
}

export interface HitRow {
  readonly what: 'family' | 'class' | 'country' | 'asn' | 'source';
  readonly key: string;
  readonly count: number;
}

/**
 * Counts matches one by one, to a bound, with facets of those. Where there are few, `exactly` says which they are, so
 * that a rare match in many rows is looked for once.
 */
export async function countHits(
  tx: Tx,
  audiences: readonly number[] | null,
  criteria: Resolved,
  names: Names,
  reader: Reader,
): Promise<Counted> {
  const values = sqlValues();
  const conditions = [...among(audiences, values), ...eventConditions(criteria, values)];
  const few = 2000;
  const { counts, days, ids, total } = await tx.one<{
    counts: HitRow[] | null;
    days: string[] | null;
    ids: string[] | null;
    total: number;
  }>(
    `with hits as materialized (
       select day, id, family, class, country, asn, source from ${eventsFor(audiences)} e ${where(conditions)} limit ${values.add(mostCounted + 1)}
     ), total as (select count(*) as n from hits)
     select n as total,
       (select array_agg(distinct day) from hits where n <= ${values.add(few)}) as days,
       (select array_agg(id) from hits where n <= ${values.add(few)}) as ids,
       (select json_agg(f) from (
          select case grouping(family, class, country, asn, source) when 15 then 'family' when 23 then 'class' when 27 then 'country' when 29 then 'asn' else 'source' end as what,
                 coalesce(family::text, class, country, asn::text, source::text, '') as key, count(*) as count
          from hits group by grouping sets ((family), (class), (country), (asn), (source))
        ) f) as counts
     from total`,
    values.all,
  );
  const families = (counts ?? []).filter(({ what }) => what === 'family').map(({ key }) => ({ family: Number(key) }));
  const wording = await readWording(tx, families);
  const facets: Record<string, Facets[string]> = {
    family: [],
    class: [],
    country: [],
    ...(await originFacets(tx, counts ?? [], names, reader)),
  };
  for (const { what, key, count } of counts ?? [])
    if (what !== 'asn' && what !== 'source')
      facets[what]?.push({ ...words(what, what === 'family' ? Number(key) : key, wording), count });
  return {
    total: Math.min(total, mostCounted),
    totalIs: total > mostCounted ? 'at_least' : 'exact',
    sampled: null,
    facets: Object.fromEntries(Object.entries(facets).map(([name, entries]) => [name, ranked(entries)])),
    ...(total <= few && { exactly: { days: days ?? [], ids: ids ?? [] } }),
  };
}

/** Facets of AS numbers and of sources, these under the names that the reader may know. Not yet in order. */
export async function originFacets(
  tx: Tx,
  counts: readonly HitRow[],
  names: Names,
  reader: Reader,
): Promise<{ asn: Facets[string]; source: Facets[string] }> {
  const asns = counts.filter(({ what, key }) => what === 'asn' && key !== '');
  const systems = await readSystemNames(
    tx,
    asns.map(({ key }) => Number(key)),
  );
  const sources = counts.filter(({ what }) => what === 'source');
  return {
    asn: asns.map(({ key, count }) => {
      return { value: key, label: `AS${key} ${systems.get(Number(key)) ?? ''}`.trim(), count };
    }),
    source: sources.map(({ key, count }) => {
      const source = names.sources.get(Number(key));
      const shown = source !== undefined && (reader.seesAll || source.showName || source.org === reader.org);
      const value = shown ? source.handle : pseudonymOf(names.pseudonymKey, Number(key), reader.org);
      return { value, label: shown ? source.name : value, count };
    }),
  };
}

/** Names of AS numbers, as far as they are known. */
export async function readSystemNames(tx: Tx, asns: readonly number[]): Promise<Map<number, string>> {
  const rows = await tx.query<{ asn: number; name: string }>(
    'select asn, name from autonomous_system where asn = any($1::int8[])',
    [asns],
  );
  return new Map(rows.map(({ asn, name }) => [asn, name]));
}
