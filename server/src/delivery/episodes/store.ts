import type { Episode, EpisodePage, EventFilter } from '@tocsin/api';
import type { Tx } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import type { Caller } from '#kernel/http/caller.ts';
import type { Cleared } from '#sharing/index.ts';
import { clearEpisodes, episodeColumns, type EpisodeRow } from '../episode-row.ts';
import { readAudiences, readReader } from '../reader/store.ts';
import type { Reading } from '../reading.ts';
import type { EpisodeTotals } from '../counted.ts';
import { readSystemNames, readWording } from '../search/counts/store.ts';
import { readCriteria } from '../search/criteria.ts';
import { ranked, words, type Facet, type Facets } from '../search/facets.ts';
import { familiesNamed } from '../search/families/store.ts';
import { sqlValues, type SqlValues } from '../sql-values.ts';
import { episodeConditions, readStates } from './conditions.ts';

export interface EpisodeFilter extends EventFilter {
  readonly state?: string;
  /** Only episodes that began then or later. */
  readonly begunFrom?: string;
  readonly cursor?: string;
  readonly limit?: number;
}

const usualLimit = 100;

/** The list without totals: what a page and an export share. */
export interface EpisodeList {
  readonly episodes: Cleared<Episode>[];
  readonly next: string | null;
}

/** A page of episodes, the newest first, with totals of episodes, hosts and events apart, and facets. */
export async function readEpisodePage(reading: Reading, caller: Caller, filter: EpisodeFilter): Promise<EpisodePage> {
  const list = await readEpisodes(reading, caller, filter);
  const { cursor, limit: _, ...what } = filter;
  const key = JSON.stringify([caller.org, what]);
  const known = cursor === undefined ? undefined : reading.countedEpisodes.get(key);
  const totals = known ?? (await countEpisodes(reading, caller, filter));
  reading.countedEpisodes.set(key, totals);
  return { ...list, ...totals };
}

/** Episodes, the newest first, behind the cursor. */
export async function readEpisodes(reading: Reading, caller: Caller, filter: EpisodeFilter): Promise<EpisodeList> {
  const { limit = usualLimit } = filter;
  const { reader, rows, reasons } = await reading.db.asOrg(caller.org, async (tx) => {
    const reader = await readReader(tx, caller, 'console');
    const audiences = await readAudiences(tx, reader);
    const values = sqlValues();
    const conditions = await conditionsOf(tx, filter, values);
    if (filter.cursor !== undefined) conditions.push(`e.id < ${values.add(parseEpisodeCursor(filter.cursor))}`);
    const most = values.add(limit + 1);
    const text =
      audiences === null
        ? `select ${episodeColumns} from episode e ${whereAll(conditions)} order by e.id desc limit ${most}`
        : `select ${episodeColumns} from unnest(${values.add(audiences)}::int[]) as mine (audience)
           cross join lateral (
             select * from episode e ${whereAll(['e.audience = mine.audience', ...conditions])} order by e.id desc limit ${most}
           ) e
           order by e.id desc limit ${most}`;
    const rows = await tx.query<EpisodeRow>(text, values.all);
    return {
      reader,
      rows,
      reasons: await reading.reasons.of(
        tx,
        reader.org,
        rows.map((row) => row.route),
      ),
    };
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    episodes: clearEpisodes(
      page,
      await reading.names.of(page.map(({ family, asn }) => ({ family, asn }))),
      reasons,
      reader,
      reading.clock.now(),
    ),
    next: rows.length > limit && last !== undefined ? Buffer.from(`e${last.id}`).toString('base64url') : null,
  };
}

async function conditionsOf(tx: Tx, filter: EpisodeFilter, values: SqlValues): Promise<string[]> {
  const criteria = readCriteria(filter);
  const families = criteria.families.length === 0 ? undefined : await familiesNamed(tx, criteria.families);
  // A domain is of events: what is typed into the search field and looks like one finds no episode.
  const never = criteria.domain === undefined ? [] : ['false'];
  const begun = filter.begunFrom === undefined ? [] : [`e.first_seen >= ${values.add(new Date(filter.begunFrom))}`];
  return [...episodeConditions({ ...criteria, families }, readStates(filter.state), values), ...begun, ...never];
}

const whereAll = (conditions: readonly string[]): string =>
  conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`;

function parseEpisodeCursor(given: string): number {
  const id = /^e(\d{1,15})$/.exec(Buffer.from(given, 'base64url').toString('latin1'))?.[1];
  if (id === undefined) throw new AppError('invalid_cursor');
  return Number(id);
}

interface CountRow {
  readonly what: 'all' | 'state' | 'family' | 'class' | 'country' | 'asn';
  readonly key: string;
  readonly episodes: number;
  readonly hosts: number | null;
  readonly events: number;
}

async function countEpisodes(reading: Reading, caller: Caller, filter: EpisodeFilter): Promise<EpisodeTotals> {
  return reading.db.asOrg(caller.org, async (tx) => {
    const reader = await readReader(tx, caller, 'console');
    const audiences = await readAudiences(tx, reader);
    const values = sqlValues();
    const conditions = await conditionsOf(tx, filter, values);
    if (audiences !== null) conditions.push(`e.audience = any(${values.add(audiences)}::int[])`);
    const where = whereAll(conditions);
    const rows = await tx.query<CountRow>(
      `select case grouping(state, family, class, country, asn) when 31 then 'all' when 15 then 'state' when 23 then 'family' when 27 then 'class' when 29 then 'country' else 'asn' end as what,
              coalesce(state, family::text, class, country, asn::text, '') as key, count(*) as episodes, sum(events)::int8 as events,
              case when grouping(state, family, class, country, asn) = 31 then (select count(*) from (select from episode e ${where} group by e.host) h) end as hosts
       from episode e ${where} group by grouping sets ((), (state), (family), (class), (country), (asn))`,
      values.all,
    );
    const all = rows.find(({ what }) => what === 'all');
    return {
      total: all?.episodes ?? 0,
      hosts: all?.hosts ?? 0,
      events: all?.events ?? 0,
      facets: await facetsOf(tx, rows),
    };
  });
}

async function facetsOf(tx: Tx, rows: readonly CountRow[]): Promise<Facets> {
  const of = (name: CountRow['what']) => rows.filter(({ what }) => what === name);
  const asns = of('asn')
    .filter(({ key }) => key !== '')
    .sort((a, b) => b.episodes - a.episodes)
    .slice(0, 30);
  const systems = await readSystemNames(
    tx,
    asns.map(({ key }) => Number(key)),
  );
  const wording = await readWording(
    tx,
    of('family').map(({ key }) => ({ family: Number(key) })),
  );
  const plain = (name: 'family' | 'class' | 'country'): Facet[] =>
    ranked(
      of(name).map(({ key, episodes }) => ({
        ...words(name, name === 'family' ? Number(key) : key, wording),
        count: episodes,
      })),
    );
  return {
    state: ranked(of('state').map(({ key, episodes }) => ({ value: key, label: key, count: episodes }))),
    family: plain('family'),
    class: plain('class'),
    country: plain('country'),
    asn: ranked(
      asns.map(({ key, episodes }) => ({
        value: key,
        label: `AS${key} ${systems.get(Number(key)) ?? ''}`.trim(),
        count: episodes,
      })),
    ),
  };
}
