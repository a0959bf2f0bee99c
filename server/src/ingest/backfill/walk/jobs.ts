import type { Db } from '#kernel/db.ts';
import { internNames } from '../../interning/store.ts';
import type { NewRoute } from '../../portion.ts';
import { routeOf } from '../../router.ts';
import { mergeReasons, reasonsGained, type RouteAgain, type Sieve } from '../regrant.ts';
import {
  chunkSize,
  grantEvents,
  membersOf,
  readEpisodes,
  readUngranted,
  reasonsOf,
  widenEpisodes,
  type EpisodeKind,
  type StoredEpisode,
  type StoredEvent,
} from '../store.ts';

/** Before every id of events. */
const nowhere = '00000000-0000-0000-0000-000000000000';
const nobody: ReadonlySet<number> = new Set();

/** Chunks of a day, each read behind the last id of the one before. */
async function* chunks<Row extends { id: string }>(read: (after: string) => Promise<Row[]>): AsyncGenerator<Row[]> {
  let after = nowhere;
  for (;;) {
    const rows = await read(after);
    if (rows.length > 0) yield rows;
    if (rows.length < chunkSize) return;
    after = rows.at(-1)?.id ?? after;
  }
}

async function intern(db: Db, routes: Iterable<NewRoute>): Promise<Map<string, { id: number; audience: number }>> {
  const wanted = [...new Map([...routes].map((route) => [route.key, route])).values()];
  return new Map((await internNames(db, { families: [], routes: wanted, enrichments: [] })).routes);
}

/** A part of the events of a day: how many were looked at, how many an org would gain, and what gives them to it. */
export interface EventPart {
  readonly looked: number;
  readonly gained: number;
  /** Returns how many were new. */
  grant(now: Date): Promise<number>;
}

/** The events of a day that concern an org and that it has not got, in parts. */
export async function* eventsOfDay(
  db: Db,
  { day, sieve, route, org }: { day: string; sieve: Sieve; route: RouteAgain; org: number },
): AsyncGenerator<EventPart> {
  const wanted = new Set([org]);
  const read = (after: string): Promise<StoredEvent[]> =>
    db.asIngest((tx) => readUngranted(tx, { org, day, sieve, after }));
  for await (const rows of chunks(read)) {
    const gaining = rows.flatMap((event) => {
      const reasons = reasonsGained(route(event), wanted, nobody);
      return reasons.length === 0 ? [] : [{ id: event.id, route: routeOf(reasons) }];
    });
    yield {
      looked: rows.length,
      gained: gaining.length,
      async grant(now) {
        if (gaining.length === 0) return 0;
        const ids = await intern(
          db,
          gaining.map((each) => each.route),
        );
        const events = gaining.map(({ id, route: to }) => ({ id, route: ids.get(to.key)?.id ?? 0 }));
        return grantEvents(db, { org, day, events }, now);
      },
    };
  }
}

/** A part of the episodes that were last seen on a day. */
export interface EpisodePart {
  readonly looked: number;
  readonly gained: number;
  /** Returns how many episodes each org gained. */
  grant(): Promise<Map<number, number>>;
}

/**
 * The episodes last seen on a day that concern some orgs, in parts. An episode goes where its last event would go today,
 * beside those who have it.
 */
export async function* episodesOfDay(
  db: Db,
  wanted: { day: string; kind: EpisodeKind; sieve: Sieve; route: RouteAgain; orgs: ReadonlySet<number> },
): AsyncGenerator<EpisodePart> {
  const { day, kind, sieve, route, orgs } = wanted;
  for await (const rows of chunks((after) => db.asIngest((tx) => readEpisodes(tx, { kind, day, sieve, after })))) {
    // Several events may share the moment in which a host was last seen: the first that gives something counts.
    const gaining = new Map<number, { row: StoredEpisode; reasons: ReturnType<typeof reasonsGained> }>();
    const members = await db.asIngest((tx) =>
      membersOf(
        tx,
        rows.map(({ audience }) => audience),
      ),
    );
    for (const row of rows) {
      if (gaining.has(row.episode)) continue;
      const reasons = reasonsGained(route(row), orgs, members.get(row.audience) ?? nobody);
      if (reasons.length > 0) gaining.set(row.episode, { row, reasons });
    }
    yield { looked: rows.length, gained: gaining.size, grant: () => widen(db, [...gaining.values()]) };
  }
}

async function widen(
  db: Db,
  gaining: readonly { row: StoredEpisode; reasons: ReturnType<typeof reasonsGained> }[],
): Promise<Map<number, number>> {
  const granted = new Map<number, number>();
  if (gaining.length === 0) return granted;
  const before = await db.asIngest((tx) =>
    reasonsOf(
      tx,
      gaining.map(({ row }) => row.route),
    ),
  );
  const wider = gaining.map(({ row, reasons }) => ({
    row,
    reasons,
    route: routeOf(mergeReasons(before.get(row.route) ?? [], reasons)),
  }));
  const ids = await intern(
    db,
    wider.map(({ route }) => route),
  );
  const moved = await widenEpisodes(
    db,
    wider.flatMap(({ row, route }) => {
      const to = ids.get(route.key);
      return to === undefined ? [] : [{ episode: row.episode, was: row.audience, audience: to.audience, route: to.id }];
    }),
  );
  for (const { row, reasons } of wider)
    if (moved.has(row.episode))
      for (const org of new Set(reasons.map((reason) => reason.org))) granted.set(org, (granted.get(org) ?? 0) + 1);
  return granted;
}
