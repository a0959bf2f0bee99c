import type { EventFilter, EventPage, RouteReason } from '@tocsin/api';
import type { Tx } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import type { Caller } from '#kernel/http/caller.ts';
import { decide } from '#sharing/index.ts';
import { clearEvents, eventColumns, type EventRow } from '../event-row.ts';
import { readAudiences, readReader } from '../reader/store.ts';
import type { Reading } from '../reading.ts';
import { sqlValues, type SqlValues } from '../sql-values.ts';
import { eventConditions, sourcesNamed, type Resolved } from './conditions.ts';
import { countHits, readCube, readWording, tallyDays } from './counts/store.ts';
import { isTallied, readCriteria } from './criteria.ts';
import { countCube, type Facets } from './facets.ts';
import { familiesNamed } from './families/store.ts';
import { formatPlace, parsePlace, type Place } from './place.ts';

const usualLimit = 100;

/** A page of events for a screen, the newest first, with total and facets. */
export async function searchEvents(
  reading: Reading,
  caller: Caller,
  { cursor, limit = usualLimit, ...filter }: EventFilter & { cursor?: string; limit?: number },
): Promise<EventPage> {
  const criteria = readCriteria(filter);
  const behind = cursor === undefined ? undefined : parsePlace(cursor);
  const sourceNames = await reading.names.of([]);
  const { reader, reasons, rows, counted } = await reading.db.asOrg(caller.org, async (tx) => {
    const reader = await readReader(tx, caller, 'console');
    const audiences = criteria.unrouted && reader.seesAll ? [0] : await readAudiences(tx, reader);
    const resolved: Resolved = {
      ...criteria,
      families: criteria.families.length === 0 ? undefined : await familiesNamed(tx, criteria.families),
      sources: criteria.sources.length === 0 ? undefined : sourcesNamed(criteria.sources, sourceNames, reader),
      days: undefined,
    };
    const narrowed: Resolved = { ...resolved, days: await tallyDays(tx, audiences, resolved) };
    const { exactly, ...counted } = isTallied(criteria)
      ? await countTallied(tx, audiences, resolved)
      : await countHits(tx, audiences, narrowed, sourceNames, reader);
    // So few that counting has found them all need not be looked for again.
    const rows = await readPage(tx, audiences, exactly ?? narrowed, behind, limit + 1);
    return {
      reader,
      reasons: await reading.reasons.of(
        tx,
        reader.org,
        rows.map((row) => row.route),
      ),
      rows,
      counted,
    };
  });
  const page = rows.slice(0, limit);
  const events = clearEvents(page, await reading.names.of(page), reasons, reader, reading.clock.now()).map(
    ({ event }) => event,
  );
  const last = page.at(-1);
  const byPortion = !reader.seesAll || criteria.unrouted;
  const next =
    rows.length > limit && last !== undefined ? formatPlace(byPortion ? last : { day: last.day, id: last.id }) : null;
  return { events, next, ...counted };
}

type Counted = Pick<EventPage, 'total' | 'totalIs'> & { facets: Facets; exactly?: undefined };

async function countTallied(tx: Tx, audiences: readonly number[] | null, criteria: Resolved): Promise<Counted> {
  const { cube, complete } = await readCube(tx, audiences, criteria);
  const { total, facets } = countCube(cube, criteria, await readWording(tx, cube));
  return { total, totalIs: complete ? 'exact' : 'at_least', facets };
}

/** Some days and ids that are all there is. */
export interface Exactly {
  readonly days: readonly string[];
  readonly ids: readonly string[];
}

/**
 * One page. Members: the newest of each audience by the readers' index, merged, because `audience = any(...) order by
 * portion` alone would sort them all. Who sees everything walks the primary key backwards.
 */
async function readPage(
  tx: Tx,
  audiences: readonly number[] | null,
  criteria: Resolved | Exactly,
  behind: Place | undefined,
  limit: number,
): Promise<EventRow[]> {
  const values = sqlValues();
  const exact = 'ids' in criteria;
  const conditions = exact
    ? [`e.day = any(${values.add(criteria.days)}::date[])`, `e.id = any(${values.add(criteria.ids)}::uuid[])`]
    : eventConditions(criteria, values);
  if (behind !== undefined) conditions.push(...after(behind, audiences === null, values));
  const most = values.add(limit);
  const order = audiences === null ? 'e.day desc, e.id desc' : 'e.portion desc, e.id desc';
  if (audiences === null || exact) {
    const where = conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`;
    return tx.query(`select ${eventColumns} from event e ${where} order by ${order} limit ${most}`, values.all);
  }
  return tx.query(
    `select ${eventColumns} from unnest(${values.add(audiences)}::int[]) as mine (audience)
     cross join lateral (
       select * from event e where ${['e.audience = mine.audience', ...conditions].join(' and ')} order by ${order} limit ${most}
     ) e
     order by ${order} limit ${most}`,
    values.all,
  );
}

/** Behind a place. The first comparison is what an index can use, the second one is exact. */
function after(behind: Place, byDay: boolean, values: SqlValues): string[] {
  if ('day' in behind !== byDay) throw new AppError('invalid_cursor');
  const [column, at] = 'day' in behind ? ['day', behind.day] : ['portion', behind.portion];
  const first = values.add(at);
  return [`e.${column} <= ${first}`, `(e.${column}, e.id) < (${first}, ${values.add(behind.id)})`];
}

/** Why the caller got an event: its own reasons; the operator sees those of every org. Throws `not_found`. */
export async function whyEvent(reading: Reading, caller: Caller, day: string, id: string): Promise<RouteReason[]> {
  return reading.db.asOrg(caller.org, async (tx) => {
    const reader = await readReader(tx, caller, 'console');
    const event = await tx.maybe<{ route: number }>('select route from event where day = $1 and id = $2', [day, id]);
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
