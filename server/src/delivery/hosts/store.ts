import type { HostDetail } from '@tocsin/api';
import type { Tx } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import type { Caller } from '#kernel/http/caller.ts';
import { byHost, clearEpisodes, episodeColumns, flags, type EpisodeRow } from '../episode-row.ts';
import { clearEvents, eventColumns, type EventRow } from '../event-row.ts';
import { eventsFor, readAudiences, readReader } from '../reader/store.ts';
import type { Reading } from '../reading.ts';
import { hourOf } from '../overview/hours.ts';
import { dayOf } from '../search/conditions.ts';
import { countWithin } from '../search/counts/store.ts';
import { lowestEventId } from '../search/event-id.ts';
import { hostRange } from './host-range.ts';

const mostLatest = 20;
const mostEpisodes = 200;
/** More events than these in the time of a host are not searched for a few that are older. */
const mostSearched = 200_000;
const hourMs = 3_600_000;

interface Neighbour {
  readonly id: string;
  readonly family: number;
  readonly lastSeen: Date;
  readonly events: number;
}

/** A host with its episodes, the newest first, and its latest events. Throws `not_found`. */
export async function readHost(reading: Reading, caller: Caller, id: string): Promise<HostDetail> {
  const { reader, rows, latest, alsoHere, reasons } = await reading.db.asOrg(caller.org, async (tx) => {
    const reader = await readReader(tx, caller, 'console');
    const rows = await tx.query<EpisodeRow>(
      `select ${episodeColumns} from episode e where ${byHost('e.host = $1')} order by e.id desc limit $2`,
      [id, mostEpisodes],
    );
    const [newest] = rows;
    if (newest === undefined) throw new AppError('not_found', { detail: 'There is no such host.' });
    const audiences = (await readAudiences(tx, reader)) ?? (await readAround(tx, rows));
    const latest = await readLatest(tx, id, rows, audiences);
    const alsoHere = await readNeighbours(tx, id, newest.address);
    const reasons = await reading.reasons.of(
      tx,
      reader.org,
      [...rows, ...latest].map((row) => row.route),
    );
    return { reader, rows, latest, alsoHere, reasons };
  });
  const names = await reading.names.of([
    ...latest,
    ...rows.map(({ family, asn }) => ({ family, asn })),
    ...alsoHere.map(({ family }) => ({ family })),
  ]);
  const now = reading.clock.now();
  const episodes = clearEpisodes(rows, names, reasons, reader, now);
  const [newest] = rows;
  const [shown] = episodes;
  if (newest === undefined || shown === undefined)
    throw new AppError('not_found', { detail: 'There is no such host.' });
  return {
    id,
    address: shown.address,
    port: shown.port,
    portMissing: shown.portMissing,
    shared: (newest.flags & flags.shared) !== 0,
    family: shown.family,
    class: shown.class,
    asn: shown.asn,
    asName: shown.asName,
    prefix: newest.prefix,
    country: shown.country,
    firstSeen: episodes.map((episode) => episode.firstSeen).reduce((a, b) => (a < b ? a : b)),
    lastSeen: episodes.map((episode) => episode.lastSeen).reduce((a, b) => (a > b ? a : b)),
    events: episodes.reduce((sum, episode) => sum + episode.events, 0),
    episodes,
    latest: clearEvents(latest, names, reasons, reader, now).map(({ event }) => event),
    alsoHere: alsoHere.map(({ family, lastSeen, ...rest }) => ({
      ...rest,
      family: family === 0 ? null : (names.families.get(family) ?? null),
      lastSeen: lastSeen.toISOString(),
    })),
    why: (reasons.get(newest.route) ?? []).map(({ orgId: _, ...reason }) => reason),
  };
}

/**
 * The latest events of a host. Events have no index by host: they are looked for in the hour before it was last seen, then
 * in the day, then in all its time where that is not too much.
 */
async function readLatest(
  tx: Tx,
  host: string,
  episodes: readonly EpisodeRow[],
  audiences: readonly number[],
): Promise<EventRow[]> {
  const until = new Date(Math.max(...episodes.map(({ lastSeen }) => lastSeen.getTime())) + 1);
  const since = Math.min(...episodes.map(({ firstSeen }) => firstSeen.getTime()));
  let found: EventRow[] = [];
  for (const span of [hourMs, 24 * hourMs, Infinity]) {
    const from = new Date(Math.max(since, until.getTime() - span));
    if (span === Infinity && (await countWithin(tx, audiences, { from: hourOf(from), to: until })) > mostSearched)
      return found;
    found = await tx.query<EventRow>(
      `select ${eventColumns} from ${eventsFor(audiences)} e
       where e.host = $1 and e.audience = any($2::int[]) and e.day between $3 and $4 and e.id >= $5 and e.id <= $6 order by e.day desc, e.id desc limit $7`,
      [
        host,
        audiences,
        dayOf(from),
        dayOf(until),
        lowestEventId(from),
        lowestEventId(new Date(until.getTime() + 1)),
        mostLatest,
      ],
    );
    if (found.length === mostLatest || from.getTime() === since) return found;
  }
  return found;
}

/**
 * For a reader who sees everything: the audiences in which events of some episodes may be. An episode gains readers that
 * its earlier events did not have, so that these may be in any audience of one of them.
 */
async function readAround(tx: Tx, episodes: readonly EpisodeRow[]): Promise<number[]> {
  const own = [...new Set(episodes.map(({ audience }) => audience))];
  const rows = await tx.query<{ audience: number }>(
    `select distinct audience from audience_member
     where audience > 0 and org in (select org from audience_member where audience = any($1))`,
    [own],
  );
  return [...new Set([...own, ...rows.map(({ audience }) => audience)])];
}

/** Other hosts at the same address: what else was seen there. */
function readNeighbours(tx: Tx, host: string, address: string): Promise<Neighbour[]> {
  const { least, greatest } = hostRange(address);
  return tx.query<Neighbour>(
    `select host as id, (array_agg(family))[1] as family, max(last_seen) as "lastSeen", sum(events)::int8 as events
     from episode e where ${byHost('e.host between $1 and $2')} and address = $3 and host <> $4 group by host order by max(last_seen) desc limit 20`,
    [least, greatest, address, host],
  );
}
