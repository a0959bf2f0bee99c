import type { Tx } from '#kernel/db.ts';
import { readHead } from '#sharing/store.ts';
import type { HostHour } from './sighting-objects.ts';

/** Changes that are looked at in one transaction. */
const mostChanges = 5000;

/** Notes the hours of events that came since the last time; gives how many changes were looked at. Run it as the programme. */
export async function noteHours(tx: Tx): Promise<number> {
  const { seq } = await tx.one<{ seq: number }>('select seq from event_sighting_progress for update');
  const head = await readHead(tx);
  // After a restore the log may be shorter than what was noted.
  const from = Math.min(seq, head.seq);
  const { looked, last } = await tx.one<{ looked: number; last: number }>(
    `with news as (
       select seq, audience, portion, first_day, last_day from change
       where subject = 'events' and seq > $1 and seq <= $2 order by seq limit $3
     ), noted as (
       insert into event_hour_due (hour, noted)
       select date_trunc('hour', e.time, 'UTC'), max(n.seq) from news n
       join event e on e.audience = n.audience and e.portion = n.portion and e.day between n.first_day and n.last_day
       where e.host is not null group by 1
       on conflict (hour) do update set noted = greatest(event_hour_due.noted, excluded.noted)
     )
     select count(*)::int as looked, coalesce(max(seq), $2) as last from news`,
    [from, head.seq, mostChanges],
  );
  await tx.query('update event_sighting_progress set seq = $1', [looked < mostChanges ? head.seq : last]);
  return looked;
}

export interface DueHour {
  readonly hour: Date;
  readonly noted: number;
}

/** Hours that were over before a time and have something to tell, the earliest first. */
export function dueHours(tx: Tx, before: Date, limit: number): Promise<DueHour[]> {
  return tx.query<DueHour>(
    `select hour, noted from event_hour_due where hour + interval '1 hour' <= $1 order by hour limit $2`,
    [before, limit],
  );
}

/** Hosts of an hour that are not told yet, or have more events than was told; at most `limit`. */
export function untold(tx: Tx, hour: Date, limit: number): Promise<(HostHour & { readonly familyRow: number })[]> {
  return tx.query(
    `select g.*, coalesce(f.name, '') as family from (
       select $1::timestamptz as hour, e.host, coalesce(e.family, 0) as "familyRow", e.audience, min(e.address)::text as address,
         min(e.port) filter (where e.flags & 1 = 1) as port, count(*) as events, min(e.time) as "firstSeen", max(e.time) as "lastSeen"
       from event e
       where e.day = ($1::timestamptz at time zone 'UTC')::date and e.time >= $1 and e.time < $1::timestamptz + interval '1 hour' and e.host is not null
         and e.audience <> 0
       group by e.host, coalesce(e.family, 0), e.audience
     ) g
     left join event_sighting s on s.hour = g.hour and s.host = g.host and s.family = g."familyRow" and s.audience = g.audience
     left join family f on f.id = g."familyRow"
     where s.events is distinct from g.events order by g.audience, g.host limit $2`,
    [hour, limit],
  );
}

/** Remembers what was told. */
export async function noteTold(tx: Tx, told: readonly (HostHour & { readonly familyRow: number })[]): Promise<void> {
  await tx.query(
    `insert into event_sighting (hour, host, family, audience, events)
     select * from unnest($1::timestamptz[], $2::uuid[], $3::int[], $4::int[], $5::int8[])
     on conflict (hour, host, family, audience) do update set events = excluded.events`,
    [
      told.map(({ hour }) => hour),
      told.map(({ host }) => host),
      told.map(({ familyRow }) => familyRow),
      told.map(({ audience }) => audience),
      told.map(({ events }) => events),
    ],
  );
}

/** An hour has been told, unless events came to it meanwhile. */
export async function settleHour(tx: Tx, { hour, noted }: DueHour): Promise<void> {
  await tx.query('delete from event_hour_due where hour = $1 and noted = $2', [hour, noted]);
}

/** Who is told: the operator, in whose name, and the orgs of each audience. */
export async function readAddressees(
  tx: Tx,
  audiences: readonly number[],
): Promise<{ operator: number | undefined; orgs: Map<number, number[]> }> {
  const operator = await tx.maybe<{ id: number }>(`select id from org where kind = 'operator' order by id limit 1`);
  const rows = await tx.query<{ audience: number; orgs: number[] }>(
    'select audience, array_agg(org order by org) as orgs from audience_member where audience = any($1) group by audience',
    [audiences],
  );
  return { operator: operator?.id, orgs: new Map(rows.map(({ audience, orgs }) => [audience, orgs])) };
}

/** Removes what was told of hours before a time; gives how many objects. */
export async function expireSightings(tx: Tx, before: Date): Promise<number> {
  return (await tx.one<{ gone: number }>('select expire_event_sightings($1) as gone', [before])).gone;
}
