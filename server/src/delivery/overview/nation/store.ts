import type { Contact, NationOverview } from '@tocsin/api';
import type { Tx } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import type { Caller } from '#kernel/http/caller.ts';
import { dedicatedContact } from '#registry/store.ts';
import { formatCursor } from '#sharing/index.ts';
import { readHead } from '#sharing/store.ts';
import { openEpisode } from '../../episode-row.ts';
import { rankFamilies, type FamilyFacts } from '../../rank-families.ts';
import type { Reader } from '../../reader.ts';
import { readAudiences, readReader } from '../../reader/store.ts';
import type { Reading } from '../../reading.ts';
import { sqlValues } from '../../sql-values.ts';
import { verdictOf } from '../../verdict.ts';
import { readLastHour, readPast, scoped, type FamilyDay, type Scope } from '../counts/store.ts';
import { dayMs, hourMs, hourOf, trendOf, usualPerDay } from '../hours.ts';

const mostRanked = 10;
const mostShown = 20;

/** What concerns the caller now; for the operator, what happens in a nation, or everywhere. */
export async function readNationOverview(
  reading: Reading,
  caller: Caller,
  wanted: string | undefined,
): Promise<NationOverview> {
  const now = reading.clock.now();
  const found = await reading.db.asOrg(caller.org, async (tx) => {
    const reader = await readReader(tx, caller, 'console');
    const code = nationOf(reader, wanted);
    const scope: Scope = { audiences: await readAudiences(tx, reader), country: reader.seesAll ? code : undefined };
    const nation =
      code === undefined
        ? undefined
        : await tx.maybe<{ code: string; name: string; timeZone: string }>(
            'select code, name, time_zone as "timeZone" from nation where code = $1',
            [code],
          );
    if (wanted !== undefined && nation === undefined)
      throw new AppError('not_found', { detail: `There is no nation ${wanted}.` });
    return {
      nation: nation ?? null,
      org: await tx.one<NationOverview['org']>('select handle, name, kind from org where id = $1', [caller.org]),
      head: await readHead(tx),
      ...(await readPast(tx, scope, now)),
      lastHour: await readLastHour(tx, scope, now),
      episodes: await readEpisodeCounts(tx, scope, now),
      contact: code === undefined ? undefined : await dedicatedContact(tx, code, now),
    };
  });
  const { episodes } = found;
  const names = await reading.names.of([
    ...found.familyDays.map(({ family }) => ({ family })),
    ...episodes.map(({ family, asn }) => ({ family, asn })),
  ]);
  const familyName = (id: number): string | null => (id === 0 ? null : (names.families.get(id) ?? null));
  const all = episodes.find(({ what }) => what === 'all');
  const known = daysKnown(found.hours, now);
  const families = familyFacts(found.familyDays, episodes, known).map(({ id, ...facts }) => ({
    ...facts,
    family: familyName(id),
  }));
  const ranked = rankFamilies(families, now, known > 0, all?.firstSeen ?? null).slice(0, mostRanked);
  const trend = trendOf(found.hours, now);
  const situation = {
    eventsLastHour: [...found.lastHour.values()].reduce((sum, events) => sum + events, 0),
    eventsLastDay: trend.reduce((sum, { events }) => sum + events, 0),
    usualPerHour: trend.at(-1)?.usual ?? 0,
    openEpisodes: all?.open ?? 0,
    openedLastDay: all?.opened ?? 0,
    returnedLastDay: all?.returned ?? 0,
  };
  return {
    at: now.toISOString(),
    nation: found.nation,
    org: found.org,
    ...situation,
    // One episode of a host is current, and only a current one is open.
    openHosts: all?.open ?? 0,
    verdict: verdictOf({ ...situation, comparable: known > 0, ranked }),
    ranked: ranked.map(({ firstSeenHere, ...rest }) => ({
      ...rest,
      firstSeenHere: firstSeenHere?.toISOString() ?? null,
    })),
    trend: trend.map(({ hour, ...rest }) => ({ hour: hour.toISOString(), ...rest })),
    providers: topOpen(episodes, 'asn').map(({ asn, open, openEvents }) => ({
      asn,
      name: asn === null ? null : (names.systems.get(asn) ?? null),
      openEpisodes: open,
      openHosts: open,
      events: openEvents,
    })),
    families: topOpen(episodes, 'family').map(({ family, class: of, open, openEvents }) => ({
      family: familyName(family ?? 0),
      class: of ?? '',
      openEpisodes: open,
      events: openEvents,
    })),
    contact: await contactOf(reading, found.contact),
    cursor: formatCursor({ epoch: found.head.epoch, seq: found.head.seq }),
  };
}

/** The operator may ask for any nation; others see their own constituency, whatever they ask. */
function nationOf(reader: Reader, wanted: string | undefined): string | undefined {
  const own = reader.viewer.org?.nation ?? undefined;
  if (reader.seesAll) return wanted;
  if (wanted !== undefined && wanted !== own) throw new AppError('forbidden', { detail: 'This is another nation.' });
  return own;
}

interface EpisodeCount {
  readonly what: 'all' | 'family' | 'asn';
  readonly family: number | null;
  readonly class: string | null;
  readonly asn: number | null;
  readonly open: number;
  readonly openEvents: number;
  /** Begun in the last 24 hours and not by a host that was clean before. */
  readonly opened: number;
  readonly returned: number;
  readonly firstSeen: Date;
}

/** Episodes of a scope in one pass: all, by family and class, by AS number. One episode of a host is current. */
function readEpisodeCounts(tx: Tx, scope: Scope, now: Date): Promise<EpisodeCount[]> {
  const values = sqlValues();
  const of = scoped(scope, values);
  const since = values.add(new Date(now.getTime() - dayMs));
  return tx.query<EpisodeCount>(
    `select case grouping(family, class, asn) when 7 then 'all' when 1 then 'family' else 'asn' end as what, family, class, asn,
       count(*) filter (where ${openEpisode}) as open,
       coalesce(sum(events) filter (where ${openEpisode}), 0)::int8 as "openEvents",
       count(*) filter (where first_seen >= ${since} and state <> 'returned') as opened,
       count(*) filter (where first_seen >= ${since} and state = 'returned') as returned,
       min(first_seen) as "firstSeen"
     from episode e ${of.length === 0 ? '' : `where ${of.join(' and ')}`} group by grouping sets ((), (family, class), (asn))`,
    values.all,
  );
}

function topOpen(episodes: readonly EpisodeCount[], by: 'asn' | 'family'): EpisodeCount[] {
  return episodes
    .filter(({ what, open }) => what === by && open > 0)
    .sort((a, b) => b.open - a.open || b.openEvents - a.openEvents)
    .slice(0, mostShown);
}

/** Whole days of counts before the last one, at most 7. */
function daysKnown(hours: readonly { hour: Date }[], now: Date): number {
  const first = hours[0]?.hour.getTime() ?? Infinity;
  return Math.max(0, Math.ceil((hourOf(now).getTime() + hourMs - dayMs - first) / dayMs));
}

function familyFacts(
  days: readonly FamilyDay[],
  episodes: readonly EpisodeCount[],
  known: number,
): (Omit<FamilyFacts, 'family'> & { id: number })[] {
  const key = (family: number | null, of: string | null): string => `${family ?? 0} ${of ?? ''}`;
  const counted = Map.groupBy(days, (day) => key(day.family, day.class));
  const lasting = new Map(
    episodes.filter(({ what }) => what === 'family').map((row) => [key(row.family, row.class), row]),
  );
  return [...new Set([...counted.keys(), ...lasting.keys()])].map((each) => {
    const totals = new Map(counted.get(each)?.map(({ daysAgo, events }) => [daysAgo, events]));
    const row = lasting.get(each);
    const [sample] = counted.get(each) ?? [];
    return {
      id: sample?.family ?? row?.family ?? 0,
      class: sample?.class ?? row?.class ?? '',
      eventsLastDay: totals.get(0) ?? 0,
      usualPerDay: usualPerDay(totals, known),
      newEpisodes: (row?.opened ?? 0) + (row?.returned ?? 0),
      openEpisodes: row?.open ?? 0,
      firstSeenHere: row?.firstSeen ?? null,
    };
  });
}

/** A nation sees its contact at the operator, but not the operator's row: the handle is read by the programme itself. */
async function contactOf(
  reading: Reading,
  contact: Awaited<ReturnType<typeof dedicatedContact>>,
): Promise<Contact | null> {
  if (contact === undefined) return null;
  const { owner, ...shown } = contact;
  const { handle } = await reading.db.asSystem('handle of a contact', (tx) =>
    tx.one<{ handle: string }>('select handle from org where id = $1', [owner]),
  );
  return { ...shown, org: handle };
}
