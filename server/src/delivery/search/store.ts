import type { EventFilter, EventOut, EventPage, RouteReason } from '@tocsin/api';
import type { Tx } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import type { Caller } from '#kernel/http/caller.ts';
import { decide, type Cleared } from '#sharing/index.ts';
import type { Counted } from '../counted.ts';
import { clearEvents, eventColumns, type EventRow, type Names } from '../event-row.ts';
import type { Reader } from '../reader.ts';
import { eventsFor, readAudiences, readReader } from '../reader/store.ts';
import { dayMs } from '../overview/hours.ts';
import type { Reading } from '../reading.ts';
import { dayOf, sourcesNamed, type Resolved } from './conditions.ts';
import { chooseHours } from './choose-hours.ts';
import {
  countHits,
  findInTallies,
  originFacets,
  readCube,
  readWording,
  type HitRow,
  type TallyMatches,
} from './counts/store.ts';
import { isTallied, readCriteria } from './criteria.ts';
import { countCube, ranked } from './facets.ts';
import { timeOfEventId } from './event-id.ts';
import { familiesNamed } from './families/store.ts';
import { readOrigins, readPage } from './pages/store.ts';
import { formatPlace, parsePlace, type Place } from './place.ts';

const usualLimit = 100;

/** A page of events for a screen, the newest first, with total and facets. */
export async function searchEvents(
  reading: Reading,
  caller: Caller,
  { cursor, limit = usualLimit, ...filter }: EventFilter & { cursor?: string; limit?: number },
): Promise<EventPage & { events: Cleared<EventOut>[] }> {
  const criteria = readCriteria(filter);
  const tallied = isTallied(criteria);
  const behind = cursor === undefined ? undefined : parsePlace(cursor);
  const sourceNames = await reading.names.of([]);
  const { reader, reasons, rows, counted } = await reading.db.asOrg(caller.org, async (tx) => {
    const reader = await readReader(tx, caller, 'console');
    const all = criteria.unrouted && reader.seesAll ? [0] : await readAudiences(tx, reader);
    const resolved: Resolved = {
      ...criteria,
      families: criteria.families.length === 0 ? undefined : await familiesNamed(tx, criteria.families),
      sources: criteria.sources.length === 0 ? undefined : sourcesNamed(criteria.sources, sourceNames, reader),
      days: undefined,
    };
    const found = await findHours(tx, all, resolved, { tallied, behind, limit: limit + 1, now: reading.clock.now() });
    const narrowed: Resolved = { ...resolved, days: [...new Set(found.hours.map(({ hour }) => dayOf(hour)))] };
    // Audiences without a match need not be looked through to find that out.
    const audiences = all && found.audiences;
    const key = JSON.stringify([caller.org, filter]);
    const known = behind === undefined ? undefined : reading.counted.get(key);
    const { exactly, ...counted } =
      known ??
      (tallied
        ? await countTallied(tx, all, resolved, sourceNames, reader, reading.clock.now())
        : await countHits(tx, audiences, narrowed, sourceNames, reader));
    reading.counted.set(key, { ...counted, exactly });
    const where = { audiences, criteria: narrowed, found, exactly, tallied };
    const rows = await readPage(tx, where, behind, limit + 1);
    const reasons = await reading.reasons.of(
      tx,
      reader.org,
      rows.map((row) => row.route),
    );
    return { reader, reasons, rows, counted };
  });
  const page = rows.slice(0, limit);
  const events = clearEvents(page, await reading.names.of(page), reasons, reader, reading.clock.now()).map(
    ({ event }) => event,
  );
  const last = page.at(-1);
  const next = rows.length > limit && last !== undefined ? formatPlace(last) : null;
  return { events, next, ...counted };
}

/**
 * Where the tallies have what is looked for. Mostly the last day fills the page, and all the time before need not be
 * summed up to find that out.
 */
async function findHours(
  tx: Tx,
  audiences: readonly number[] | null,
  criteria: Resolved,
  { tallied, behind, limit, now }: { tallied: boolean; behind: Place | undefined; limit: number; now: Date },
): Promise<TallyMatches> {
  if (tallied) {
    const last = behind && timeOfEventId(behind.id);
    const from = new Date((last ?? criteria.to ?? now).getTime() - dayMs);
    if (criteria.from === undefined || criteria.from < from) {
      const recent = await findInTallies(tx, audiences, { ...criteria, from });
      if (chooseHours(recent.hours, { range: criteria, exact: true, behind: last, limit }).fills) return recent;
    }
  }
  return findInTallies(tx, audiences, criteria);
}

/** What the tallies do not know of events is told of the newest so many. */
const mostSampled = 10_000;

async function countTallied(
  tx: Tx,
  audiences: readonly number[] | null,
  criteria: Resolved,
  names: Names,
  reader: Reader,
  now: Date,
): Promise<Counted> {
  const { cube, complete } = await readCube(tx, audiences, criteria);
  const { total, facets } = countCube(cube, criteria, await readWording(tx, cube));
  const limit = mostSampled + 1;
  const found = await findHours(tx, audiences, criteria, { tallied: true, behind: undefined, limit, now });
  const narrowed = { ...criteria, days: [...new Set(found.hours.map(({ hour }) => dayOf(hour)))] };
  const where = { audiences, criteria: narrowed, found, exactly: undefined, tallied: true };
  const newest = await readOrigins(tx, where, limit);
  const { asn, source } = await originFacets(tx, countOrigins(newest.slice(0, mostSampled)), names, reader);
  return {
    total,
    totalIs: complete ? 'exact' : 'at_least',
    facets: { ...facets, asn: ranked(asn), source: ranked(source) },
    sampled: newest.length > mostSampled ? mostSampled : null,
  };
}

function countOrigins(origins: readonly { asn: number | null; source: number }[]): HitRow[] {
  return (['asn', 'source'] as const).flatMap((what) => {
    const counts = new Map<string, number>();
    for (const origin of origins) {
      const key = origin[what]?.toString() ?? '';
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return [...counts].map(([key, count]) => ({ what, key, count }));
  });
}

/** One event. What there is not and what the caller may not see are answered alike: throws `not_found`. */
export async function readEvent(reading: Reading, caller: Caller, id: string): Promise<Cleared<EventOut>> {
  const time = timeOfEventId(id);
  // 48 bits of milliseconds reach further than dates do.
  if (time.getUTCFullYear() > 9999) throw new AppError('not_found', { detail: 'There is no such event.' });
  const { reader, row, reasons } = await reading.db.asOrg(caller.org, async (tx) => {
    const reader = await readReader(tx, caller, 'console');
    const events = eventsFor(await readAudiences(tx, reader));
    const row = await tx.maybe<EventRow>(`select ${eventColumns} from ${events} e where e.day = $1 and e.id = $2`, [
      dayOf(time),
      id,
    ]);
    return { reader, row, reasons: await reading.reasons.of(tx, reader.org, row === undefined ? [] : [row.route]) };
  });
  const rows = row === undefined ? [] : [row];
  const [found] = clearEvents(rows, await reading.names.of(rows), reasons, reader, reading.clock.now());
  if (found === undefined) throw new AppError('not_found', { detail: 'There is no such event.' });
  return found.event;
}

/** Why the caller got an event: its own reasons; the operator sees those of every org. Throws `not_found`. */
export async function whyEvent(reading: Reading, caller: Caller, day: string, id: string): Promise<RouteReason[]> {
  return reading.db.asOrg(caller.org, async (tx) => {
    const reader = await readReader(tx, caller, 'console');
    const events = eventsFor(await readAudiences(tx, reader));
    const event = await tx.maybe<{ route: number }>(`select route from ${events} where day = $1 and id = $2`, [
      day,
      id,
    ]);
    if (event === undefined) throw new AppError('not_found', { detail: 'There is no such event.' });
    const reasons = (await reading.reasons.of(tx, reader.org, [event.route])).get(event.route) ?? [];
    const routed = reasons.map(({ orgId, decision, allowed }) => ({ org: orgId, decision, allowed }));
    const decision = decide(
      { facts: { routed }, body: reasons.map(({ orgId: _, ...reason }) => reason) },
      reader.viewer,
      reading.clock.now(),
    );
    if (!decision.allow) throw new AppError('not_found', { detail: 'There is no such event.' });
    return decision.cleared;
  });
}
