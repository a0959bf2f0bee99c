import type { Alarm, ProgrammeOverview } from '@tocsin/api';
import type { Tx } from '#kernel/db.ts';
import type { Caller } from '#kernel/http/caller.ts';
import { readHead } from '#sharing/store.ts';
import { openEpisode } from '../../episode-row.ts';
import { readReader } from '../../reader/store.ts';
import type { Reading } from '../../reading.ts';
import { readLastHour } from '../counts/store.ts';
import { dayBefore, hourMs, hourOf } from '../hours.ts';

type Source = ProgrammeOverview['sources'][number];
type Series = ProgrammeOverview['trend'];
type Nation = ProgrammeOverview['nations'][number];

const mostFamilies = 20;
const everything = { audiences: null, country: undefined };

/** The operator's first screen: by nation of the address, by family, by source. */
export async function readProgrammeOverview(reading: Reading, caller: Caller): Promise<ProgrammeOverview> {
  const now = reading.clock.now();
  const found = await reading.db.asOrg(caller.org, async (tx) => {
    await readReader(tx, caller, 'console');
    return {
      log: await readHead(tx),
      nations: await readNations(tx),
      day: await readDay(tx, now),
      lastHour: await readLastHour(tx, everything, now),
      episodes: await readOpen(tx),
      sources: await readSources(tx, now),
      alarms: await readAlarms(tx),
      held: await tx.one<{ held: number }>(`select count(*) as held from quarantine where state = 'held'`),
    };
  });
  const { day, episodes, lastHour } = found;
  const families = await reading.names.of([...day.families, ...episodes.families].map(({ family }) => ({ family })));
  return {
    at: now.toISOString(),
    nations: found.nations.map((nation) => ({
      ...nation,
      eventsLastDay: day.countries.get(nation.code) ?? 0,
      eventsLastHour: lastHour.get(nation.code) ?? 0,
      openEpisodes: episodes.countries.get(nation.code) ?? 0,
    })),
    families: mergeFamilies(day.families, episodes.families)
      .slice(0, mostFamilies)
      .map(({ family, ...rest }) => ({
        ...rest,
        family: family === 0 ? null : (families.families.get(family) ?? null),
      })),
    trend: series(day.hours, now),
    eventsLastDay: [...day.hours.values()].reduce((sum, events) => sum + events, 0),
    openEpisodes: episodes.open,
    // One episode of a host is current, and only a current one is open.
    openHosts: episodes.open,
    unroutedLastDay: day.unrouted,
    quarantineHeld: found.held.held,
    sources: found.sources,
    alarms: found.alarms,
    log: { epoch: found.log.epoch, seq: found.log.seq },
  };
}

function readNations(tx: Tx): Promise<Omit<Nation, 'eventsLastDay' | 'eventsLastHour' | 'openEpisodes'>[]> {
  return tx.query(
    `select n.code, n.name, n.enrolment, count(o.id) as teams from nation n left join org o on o.nation = n.code and o.kind = 'government'
     group by n.code order by n.name`,
  );
}

interface FamilyCount {
  readonly family: number;
  readonly class: string;
  readonly events: number;
}

/** The last 24 clock hours as tallied. */
async function readDay(tx: Tx, now: Date) {
  const rows = await tx.query<{
    hour: Date | null;
    country: string | null;
    family: number | null;
    class: string | null;
    events: number;
    unrouted: number;
  }>(
    `select hour, country, family, class, sum(events)::int8 as events, coalesce(sum(events) filter (where audience = 0), 0)::int8 as unrouted
     from tally where hour >= $1 group by grouping sets ((hour), (country), (family, class))`,
    [dayBefore(now)],
  );
  return {
    hours: new Map(rows.flatMap(({ hour, events }) => (hour === null ? [] : [[hour.getTime(), events] as const]))),
    unrouted: rows.reduce((sum, { hour, unrouted }) => (hour === null ? sum : sum + unrouted), 0),
    countries: new Map(rows.flatMap(({ country, events }) => (country === null ? [] : [[country, events] as const]))),
    families: rows.flatMap(({ family, class: of, events }): FamilyCount[] =>
      family === null || of === null ? [] : [{ family, class: of, events }],
    ),
  };
}

/** Open episodes by country and by family. */
async function readOpen(tx: Tx) {
  const rows = await tx.query<{
    country: string | null;
    family: number | null;
    class: string | null;
    what: number;
    open: number;
  }>(
    `select grouping(country, family, class) as what, country, family, class, count(*) as open
     from episode e where ${openEpisode} group by grouping sets ((), (country), (family, class))`,
  );
  const all = rows.find(({ what }) => what === 7);
  return {
    open: all?.open ?? 0,
    countries: new Map(rows.flatMap(({ country, open }) => (country === null ? [] : [[country, open] as const]))),
    families: rows.flatMap(({ family, class: of, open }): FamilyCount[] =>
      family === null || of === null ? [] : [{ family, class: of, events: open }],
    ),
  };
}

function mergeFamilies(
  events: readonly FamilyCount[],
  open: readonly FamilyCount[],
): { family: number; class: string; eventsLastDay: number; openEpisodes: number }[] {
  const key = ({ family, class: of }: FamilyCount): string => `${family} ${of}`;
  const episodes = new Map(open.map((row) => [key(row), row.events]));
  const seen = new Set(events.map(key));
  const merged = [
    ...events.map((row) => ({
      family: row.family,
      class: row.class,
      eventsLastDay: row.events,
      openEpisodes: episodes.get(key(row)) ?? 0,
    })),
    ...open
      .filter((row) => !seen.has(key(row)))
      .map((row) => ({ family: row.family, class: row.class, eventsLastDay: 0, openEpisodes: row.events })),
  ];
  return merged.sort((a, b) => b.eventsLastDay - a.eventsLastDay || b.openEpisodes - a.openEpisodes);
}

interface SourceRow extends Omit<Source, 'lastBatchAt' | 'lastEventAt' | 'perHour'> {
  readonly lastBatchAt: Date | null;
  readonly lastEventAt: Date | null;
  readonly hours: { readonly hour: string; readonly events: number }[] | null;
}

/** Sources with what came from them in the last 24 hours; by arrival, for that is what tells of a feed's health. */
async function readSources(tx: Tx, now: Date): Promise<Source[]> {
  const rows = await tx.query<SourceRow>(
    `with lately as materialized (
       select source, date_bin('1 hour', received_at, '2000-01-01Z') as hour, sum(accepted) as accepted, sum(duplicate) as duplicate,
         sum(filtered) as filtered, sum(quarantined) as quarantined, coalesce(sum(accepted) filter (where received_at > $2), 0) as recent
       from batch where received_at >= $1 group by 1, 2
     )
     select s.handle, s.name, s.state, s.last_batch_at as "lastBatchAt", s.last_event_at as "lastEventAt",
       coalesce(sum(l.recent), 0)::int8 as "eventsLastHour", coalesce(sum(l.accepted), 0)::int8 as accepted,
       coalesce(sum(l.duplicate), 0)::int8 as duplicate, coalesce(sum(l.filtered), 0)::int8 as filtered,
       coalesce(sum(l.quarantined), 0)::int8 as quarantined,
       json_agg(json_build_object('hour', l.hour, 'events', l.accepted)) filter (where l.hour is not null) as hours
     from source s left join lately l on l.source = s.id group by s.id order by s.handle`,
    [dayBefore(now), new Date(now.getTime() - hourMs)],
  );
  return rows.map(({ hours, lastBatchAt, lastEventAt, ...rest }) => ({
    ...rest,
    lastBatchAt: lastBatchAt?.toISOString() ?? null,
    lastEventAt: lastEventAt?.toISOString() ?? null,
    perHour: series(new Map(hours?.map(({ hour, events }) => [Date.parse(hour), events])), now),
  }));
}

/** The last 24 clock hours, those without events too. */
function series(byHour: ReadonlyMap<number, number>, now: Date): Series {
  const current = hourOf(now).getTime();
  return Array.from({ length: 24 }, (_, n) => {
    const hour = current - (23 - n) * hourMs;
    return { hour: new Date(hour).toISOString(), events: byHour.get(hour) ?? 0 };
  });
}

async function readAlarms(tx: Tx): Promise<Alarm[]> {
  const rows = await tx.query<Omit<Alarm, 'openedAt' | 'closedAt'> & { openedAt: Date }>(
    `select a.id, s.handle as source, a.kind, a.detail, a.opened_at as "openedAt" from alarm a join source s on s.id = a.source
     where a.closed_at is null order by a.id desc limit 50`,
  );
  return rows.map(({ openedAt, ...alarm }) => ({ ...alarm, openedAt: openedAt.toISOString(), closedAt: null }));
}
