import { eventColumns } from '../event-columns.ts';

const names = eventColumns.map(([name]) => name).join(', ');

/** One staging table per connection; temporary tables are not logged and know no row-level security. */
export const createStaging = `
create temp table if not exists event_staging (${eventColumns.map((column) => column.join(' ')).join(', ')}) on commit delete rows;
create temp table if not exists episode_left_host (host uuid) on commit delete rows;
create temp table if not exists episode_left_over (
  host uuid, address inet, port int, family int, class text, asn int8, country text, prefix cidr, audience int, route int,
  flags int, first_seen timestamptz, last_seen timestamptz, events int8
) on commit delete rows`;

export const copyStaging = `copy event_staging (${names}) from stdin (format binary)`;

/**
 * Stores what is staged, in one statement: events that are new, their episodes and hourly counts. Rows that may be here
 * already, and hosts, are taken in the order of their keys, else concurrent batches deadlock. Hosts whose events are not simply
 * one run that begins or goes on now are left over for `placeLeftOver`: more than the gap ($1) lies between them, or between
 * them and the current episode, or they touch an episode of the past. (`offset 0` keeps the look-up of that from being made
 * once for each use.)
 *
 * Returns one row per portion and audience: {portion, audience, events, firstDay, lastDay, leftOver}.
 */
const storing = (rows: string): string => `
with stored as (
  insert into event (${names}) select ${names} from event_staging ${rows}
  returning day, time, portion, host, audience, route, family, flags, port, asn, class, country, address, prefix
), seen as (
  select host, any_value(address) as address, any_value(case when flags & 1 = 1 then port end) as port,
    any_value(coalesce(family, 0)) as family, any_value(class) as class, any_value(asn) as asn,
    any_value(country) as country, any_value(prefix) as prefix, any_value(audience) as audience, any_value(route) as route,
    bit_or(flags) as flags, min(time) as first_seen, max(time) as last_seen, count(*) as events
  from stored where host is not null group by host
), placed as (
  insert into episode as e (host, state, address, port, family, class, asn, country, prefix, audience, route, flags, first_seen, last_seen, events)
  select host, case when past is null then 'opened' else 'returned' end,
    address, port, family, class, asn, country, prefix, audience, route, flags, first_seen, last_seen, events
  from (select seen.*, (select max(p.last_seen) from episode p where p.host = seen.host and not p.current) as past from seen offset 0) s
  where last_seen - first_seen <= $1::interval and (past is null or past + $1::interval < first_seen)
  order by host
  on conflict (host) where current do update set
    first_seen = least(e.first_seen, excluded.first_seen), last_seen = greatest(e.last_seen, excluded.last_seen),
    events = e.events + excluded.events, audience = excluded.audience, route = excluded.route, flags = excluded.flags
  where excluded.first_seen <= e.last_seen + $1::interval and excluded.last_seen >= e.first_seen - $1::interval
  returning host
), left_over as (
  -- The first condition is asked once: where nobody is left over, the anti-join is never made.
  insert into episode_left_host select host from seen
  where (select count(*) from placed) < (select count(*) from seen) and not exists (select from placed where placed.host = seen.host)
  returning 1
), tallied as (
  insert into tally as t
  select date_bin('1 hour', time, '2000-01-01Z'), audience, coalesce(country, ''), coalesce(family, 0), class, count(*)
  from stored group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
  on conflict (hour, audience, country, family, class) do update set events = t.events + excluded.events
)
select portion, audience, count(*)::int as events, min(day) as "firstDay", max(day) as "lastDay",
  (select count(*)::int from left_over) as "leftOver"
from stored group by portion, audience order by portion, audience`;

export const storeStaged = storing('order by day, id on conflict (day, id) do nothing');
/**
 * The same for events none of which is here yet, at three quarters of the cost; else it fails with unique_violation. Rows go
 * in as they came: sorting would serve only two transactions that store the same new events at the same time, and of those
 * PostgreSQL ends one, whose next attempt finds them here.
 */
export const storeNew = storing('');

const touches = (episode: string): string =>
  `l.first_seen <= ${episode}.last_seen + $1::interval and l.last_seen >= ${episode}.first_seen - $1::interval`;
const leftColumns =
  'address, port, family, class, asn, country, prefix, audience, route, flags, first_seen, last_seen, events';

/**
 * Places what was left over ($1 the gap, $2 the portions). The events of each host are cut into runs wherever more than the
 * gap lies between two. A run that touches the current episode joins it. One that is later ends that as unseen, and the
 * latest run begins another. What remains belongs to the past: to an episode there that it touches, else to one of its own.
 */
export const placeLeftOver = [
  `insert into episode_left_over
   select host, any_value(address), any_value(case when flags & 1 = 1 then port end), any_value(coalesce(family, 0)), any_value(class), any_value(asn),
     any_value(country), any_value(prefix), any_value(audience), any_value(route), bit_or(flags), min(time), max(time), count(*)
   from (
     select *, count(*) filter (where begins) over (partition by host order by time, id) as run from (
       select *, time - lag(time) over (partition by host order by time, id) > $1::interval as begins
       from event where (day, id) in (select day, id from event_staging) and portion = any($2) and host in (select host from episode_left_host)
     ) e
   ) e group by host, run`,
  `with joined as (
     select e.id, min(l.first_seen) as first_seen, max(l.last_seen) as last_seen, sum(l.events) as events
     from episode_left_over l join episode e on e.host = l.host and e.current and ${touches('e')} group by e.id
   ), extended as (
     update episode e set first_seen = least(e.first_seen, j.first_seen), last_seen = greatest(e.last_seen, j.last_seen), events = e.events + j.events
     from joined j where e.id = j.id
   ) delete from episode_left_over l using episode e where e.host = l.host and e.current and ${touches('e')}`,
  `update episode e set current = false, state = 'cleaned', closed_at = coalesce(e.closed_at, e.last_seen + $1::interval), closed_by = coalesce(e.closed_by, 'unseen')
   from episode_left_over l where e.host = l.host and e.current and l.first_seen > e.last_seen + $1::interval`,
  `with later as (
     insert into episode (host, state, ${leftColumns})
     select distinct on (host) host, 'returned', ${leftColumns} from episode_left_over l
     where not exists (select from episode e where e.host = l.host and (e.current or ${touches('e')} or e.first_seen > l.last_seen))
     order by host, first_seen desc
     on conflict (host) where current do nothing returning host, first_seen
   ) delete from episode_left_over l using later where later.host = l.host and later.first_seen = l.first_seen`,
  `with found as (
     select l.host, l.first_seen, l.last_seen, l.events, (select p.id from episode p where p.host = l.host and not p.current and ${touches('p')} order by p.id limit 1) as id
     from episode_left_over l
   ), joined as (
     select id, min(first_seen) as first_seen, max(last_seen) as last_seen, sum(events) as events from found where id is not null group by id
   ), extended as (
     update episode e set first_seen = least(e.first_seen, j.first_seen), last_seen = greatest(e.last_seen, j.last_seen), events = e.events + j.events
     from joined j where e.id = j.id
   ) delete from episode_left_over l using found f where f.id is not null and f.host = l.host and f.first_seen = l.first_seen`,
  `insert into episode (host, current, state, ${leftColumns}, closed_at, closed_by)
   select host, false, 'cleaned', ${leftColumns}, last_seen + $1::interval, 'unseen'
   from episode_left_over order by host, first_seen`,
] as const;
