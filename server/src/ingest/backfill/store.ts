import type { Db, Tx } from '#kernel/db.ts';
import type { EventReason } from '#sharing/index.ts';
import { appendChanges, readMembers } from '#sharing/store.ts';
import type { SourceFacts } from '../facts.ts';
import type { Sieve, StoredConcern } from './regrant.ts';

/** Most rows that one transaction reads or grants: nobody else waits longer than that takes. */
export const chunkSize = 5_000;

/** A stored event with where it went. */
export interface StoredEvent extends StoredConcern {
  readonly id: string;
  readonly audience: number;
}

/** An episode, with the event that it was last seen by. */
export interface StoredEpisode extends StoredEvent {
  readonly episode: number;
  readonly route: number;
}

const concern = 'e.id, e.source, e.asn, e.country, e.sector, e.domain, host(e.address) as address';

/** The conditions of a sieve on an event `e`, with its values from $`from` on. */
function sifted(sieve: Sieve, from: number): { condition: string; values: unknown[] } {
  const at = (offset: number): string => `$${from + offset}`;
  return {
    condition: `(e.asn = any(${at(0)}::int8[]) or e.country = any(${at(1)}::text[]) or e.sector = any(${at(2)}::text[])
      or e.address <<= any(${at(3)}::inet[]) or (${at(4)}::boolean and e.address is not null)
      or rtrim(lower(e.domain), '. ') like any(${at(5)}::text[]))`,
    values: [sieve.asns, sieve.countries, sieve.sectors, sieve.prefixes, sieve.everyAddress, sieve.domains],
  };
}

/** The next events of a day behind an id that may concern an org and that it has not. */
export function readUngranted(
  tx: Tx,
  { org, day, sieve, after }: { org: number; day: string; sieve: Sieve; after: string },
): Promise<StoredEvent[]> {
  const { condition, values } = sifted(sieve, 5);
  return tx.query<StoredEvent>(
    `select ${concern}, e.audience from event e
     where e.day = $1 and e.id > $2 and ${condition}
       and e.audience <> all(array(select audience from audience_member where org = $3))
       and not exists (select from event_grant g where g.day = e.day and g.id = e.id and g.audience = -$3)
     order by e.id limit $4`,
    [day, after, org, chunkSize, ...values],
  );
}

/** Which episodes are looked at: open ones, or all. */
export type EpisodeKind = 'open' | 'current' | 'past';
const kinds: Readonly<Record<EpisodeKind, string>> = {
  open: `p.current and p.state <> 'cleaned'`,
  current: 'p.current',
  past: 'not p.current',
};

/** The next events of a day behind an id by which episodes were last seen, and that may concern somebody. */
export function readEpisodes(
  tx: Tx,
  { kind, day, sieve, after }: { kind: EpisodeKind; day: string; sieve: Sieve; after: string },
): Promise<StoredEpisode[]> {
  const { condition, values } = sifted(sieve, 4);
  return tx.query<StoredEpisode>(
    `select ${concern}, p.audience, p.id as episode, p.route
     from event e join episode p on p.host = e.host and ${kinds[kind]} and p.last_seen = e.time
     where e.day = $1 and e.id > $2 and ${condition} order by e.id limit $3`,
    [day, after, chunkSize, ...values],
  );
}

/** Days from `first` to `last` whose events are here, in order. */
export async function daysKept(tx: Tx, first: string, last: string): Promise<string[]> {
  const rows = await tx.query<{ day: string }>(
    'select day from event_partition where day between $1 and $2 and dropped_at is null order by day',
    [first, last],
  );
  return rows.map(({ day }) => day);
}

/** The days on which hosts of open episodes were last seen, in order. */
export async function daysOfOpen(tx: Tx): Promise<string[]> {
  const rows = await tx.query<{ day: string }>(
    `select distinct (last_seen at time zone 'UTC')::date as day from episode p where ${kinds.open} order by 1`,
  );
  return rows.map(({ day }) => day);
}

/** All sources as the rule of sharing sees them. */
export function allSources(tx: Tx): Promise<SourceFacts[]> {
  return tx.query(
    'select id, handle, org, feed, tlp, distribution, recipients, own_addresses::text[] as "ownAddresses" from source',
  );
}

/** The members of audiences, by audience. */
export async function membersOf(tx: Tx, audiences: Iterable<number>): Promise<Map<number, Set<number>>> {
  const members = new Map<number, Set<number>>();
  for (const { audience, org } of await readMembers(tx, [...new Set(audiences)]))
    members.set(audience, (members.get(audience) ?? new Set()).add(org));
  return members;
}

/** The reasons of routes, by route, the most specific first. */
export async function reasonsOf(tx: Tx, routes: Iterable<number>): Promise<Map<number, EventReason[]>> {
  const rows = await tx.query<EventReason & { route: number }>(
    'select route, org, rule, value, decision, allowed from route_reason where route = any($1) order by route, position',
    [[...new Set(routes)]],
  );
  return Map.groupBy(rows, ({ route }) => route);
}

/**
 * Grants events of one day to an org: a row each, its hours counted, and last, under the lock of the log, one new change
 * for the org alone. What it was granted before counts as nothing. Returns how many were new.
 */
export function grantEvents(
  db: Db,
  { org, day, events }: { org: number; day: string; events: readonly { id: string; route: number }[] },
  now: Date,
): Promise<number> {
  return db.asIngest(async (tx) => {
    await tx.query(`insert into audience (id, key) overriding system value values (-$1::int, 'late ' || $1) on conflict do nothing`, [org]); // prettier-ignore
    await tx.query('insert into audience_member (audience, org) values (-$1::int, $1) on conflict do nothing', [org]);
    const { portion } = await tx.one<{ portion: number }>(`select nextval('portion_id') as portion`);
    const { granted } = await tx.one<{ granted: number }>(
      `with granted as (
         insert into event_grant (day, id, audience, portion, route)
         select e.day, e.id, -$1::int, $2, g.route
         from unnest($4::uuid[], $5::int[]) as g (id, route) join event e on e.day = $3 and e.id = g.id order by e.id
         on conflict do nothing returning day, id
       ), tallied as (
         insert into tally as t
         select date_bin('1 hour', e.time, '2000-01-01Z'), -$1::int, coalesce(e.country, ''), coalesce(e.family, 0), e.class, count(*)
         from granted g join event e on e.day = g.day and e.id = g.id group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
         on conflict (hour, audience, country, family, class) do update set events = t.events + excluded.events
       )
       select count(*)::int as granted from granted`,
      [org, portion, day, events.map(({ id }) => id), events.map(({ route }) => route)],
    );
    const change = {
      portion,
      audience: -org,
      events: granted,
      firstDay: day,
      lastDay: day,
      reason: 'backfilled' as const,
    };
    await appendChanges(tx, granted === 0 ? [] : [change], now);
    return granted;
  });
}

/** An episode that gains readers; `was` is the audience it had when that was decided. */
export interface EpisodeGain {
  readonly episode: number;
  readonly was: number;
  readonly audience: number;
  readonly route: number;
}

/** Gives episodes their new audience and route; one that an event has moved on since stays as it is. Returns which moved. */
export function widenEpisodes(db: Db, gains: readonly EpisodeGain[]): Promise<Set<number>> {
  return db.asIngest(async (tx) => {
    const ids = gains.map(({ episode }) => episode);
    // In the order in which ingest takes them.
    await tx.query('select from episode where id = any($1::int8[]) order by host for update', [ids]);
    const rows = await tx.query<{ id: number }>(
      `update episode p set audience = g.audience, route = g.route
       from unnest($1::int8[], $2::int[], $3::int[], $4::int[]) as g (id, was, audience, route)
       where p.id = g.id and p.audience = g.was returning p.id`,
      [ids, gains.map(({ was }) => was), gains.map(({ audience }) => audience), gains.map(({ route }) => route)],
    );
    return new Set(rows.map(({ id }) => id));
  });
}
