import { eventColumns } from '../event-columns.ts';

const names = eventColumns.map(([name]) => name).join(', ');

/** One staging table per connection; temporary tables are not logged and know no row-level security. */
export const createStaging = `
create temp table if not exists event_staging (${eventColumns.map((column) => column.join(' ')).join(', ')}) on commit delete rows;
create temp table if not exists episode_left_over (
  host uuid, address inet, port int, family int, class text, asn int8, country text, prefix cidr, audience int, route int,
  flags int, first_seen timestamptz, last_seen timestamptz, events int8
) on commit delete rows`;

export const copyStaging = `copy event_staging (${names}) from stdin (format binary)`;

/**
 * Stores what is staged, in one statement: events that are new, their episodes and hourly counts. Rows are taken in the
 * order of their keys, else concurrent batches deadlock. Events that cannot join their host's current episode, because more
 * than the gap ($1) lies between them, are left over for `placeLeftOver`.
 *
 * Returns one row per portion and audience: {portion, audience, events, firstDay, lastDay, leftOver}.
 */
export const storeStaged = `
with stored as (
  insert into event (${names}) select ${names} from event_staging order by day, id
  on conflict (day, id) do nothing
  returning day, time, portion, host, audience, route, family, flags, port, asn, class, country, address, prefix
), seen as (
  select host, any_value(address) as address, any_value(case when flags & 1 = 1 then port end) as port,
    any_value(coalesce(family, 0)) as family, any_value(class) as class, any_value(asn) as asn,
    any_value(country) as country, any_value(prefix) as prefix, any_value(audience) as audience, any_value(route) as route,
    bit_or(flags) as flags, min(time) as first_seen, max(time) as last_seen, count(*) as events
  from stored where host is not null group by host
), placed as (
  insert into episode as e (host, state, address, port, family, class, asn, country, prefix, audience, route, flags, first_seen, last_seen, events)
  select host, case when exists (select from episode p where p.host = seen.host and not p.current) then 'returned' else 'opened' end,
    address, port, family, class, asn, country, prefix, audience, route, flags, first_seen, last_seen, events
  from seen order by host
  on conflict (host) where current do update set
    first_seen = least(e.first_seen, excluded.first_seen), last_seen = greatest(e.last_seen, excluded.last_seen),
    events = e.events + excluded.events, audience = excluded.audience, route = excluded.route, flags = excluded.flags
  where excluded.first_seen <= e.last_seen + $1::interval and excluded.last_seen >= e.first_seen - $1::interval
  returning 1
), tallied as (
  insert into tally as t
  select date_bin('1 hour', time, '2000-01-01Z'), audience, coalesce(country, ''), coalesce(family, 0), class, count(*)
  from stored group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
  on conflict (hour, audience, country, family, class) do update set events = t.events + excluded.events
)
select portion, audience, count(*)::int as events, min(day) as "firstDay", max(day) as "lastDay",
  (select count(*)::int from seen) - (select count(*)::int from placed) as "leftOver"
from stored group by portion, audience order by portion, audience`;

/**
 * Places what was left over ($1 the gap, $2 the portions). First it is found again: events that were stored just now and
 * still lie further than the gap from their host's current episode. Later than the current episode: that one ends as unseen, and another begins. Earlier: it
 * belongs to the past, to an episode there that it touches, else to one of its own.
 */
export const placeLeftOver = [
  `insert into episode_left_over
   select g.* from (
     select host, any_value(address), any_value(case when flags & 1 = 1 then port end), any_value(coalesce(family, 0)), any_value(class), any_value(asn),
       any_value(country), any_value(prefix), any_value(audience), any_value(route), bit_or(flags), min(time) as first_seen, max(time) as last_seen, count(*)
     from event where (day, id) in (select day, id from event_staging) and portion = any($2) and host is not null group by host
   ) g join episode e on e.host = g.host and e.current
   where g.first_seen > e.last_seen + $1::interval or g.last_seen < e.first_seen - $1::interval`,
  `update episode e set current = false, state = 'cleaned', closed_at = coalesce(e.closed_at, e.last_seen + $1::interval), closed_by = coalesce(e.closed_by, 'unseen')
   from episode_left_over l where e.host = l.host and e.current and l.first_seen > e.last_seen + $1::interval`,
  `with later as (
     insert into episode (host, state, address, port, family, class, asn, country, prefix, audience, route, flags, first_seen, last_seen, events)
     select host, 'returned', address, port, family, class, asn, country, prefix, audience, route, flags, first_seen, last_seen, events
     from episode_left_over l where not exists (select from episode e where e.host = l.host and e.current)
     order by host on conflict (host) where current do nothing returning host
   ) delete from episode_left_over l using later where later.host = l.host`,
  `with touched as (
     update episode e set first_seen = least(e.first_seen, l.first_seen), last_seen = greatest(e.last_seen, l.last_seen), events = e.events + l.events
     from episode_left_over l
     where e.id = (select p.id from episode p where p.host = l.host and not p.current
                   and l.first_seen <= p.last_seen + $1::interval and l.last_seen >= p.first_seen - $1::interval order by p.id limit 1)
     returning e.host
   ) delete from episode_left_over l using touched where touched.host = l.host`,
  `insert into episode (host, current, state, address, port, family, class, asn, country, prefix, audience, route, flags, first_seen, last_seen, events, closed_at, closed_by)
   select host, false, 'cleaned', address, port, family, class, asn, country, prefix, audience, route, flags, first_seen, last_seen, events, last_seen + $1::interval, 'unseen'
   from episode_left_over order by host`,
] as const;
