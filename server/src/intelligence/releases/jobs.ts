import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '#kernel/clock.ts';
import type { Db, DbLog } from '#kernel/db.ts';
import {
  closeTombstones,
  readBook,
  readProgress,
  releasesBehind,
  reviewGroups,
  reviewReleases,
  writeProgress,
  type SharingBook,
} from '#sharing/store.ts';
import { followRelease, rematchObjects, releaseScheduled } from './due/store.ts';

export interface KeepingDeps {
  readonly db: Db;
  readonly clock: Clock;
}

/** What one look has done: numbers of versions. */
export interface Kept {
  /** Released after the time to undo. */
  readonly released: number;
  /** Given to, or taken back from, somebody because clock, registry or groups moved. */
  readonly moved: number;
}

/**
 * Brings audiences to what clock, registry and groups say now: releases that waited, embargoes that end, releases that
 * expire, members that come and go, groups and constituencies that change. Safe in several processes at once; what is cut off
 * goes on at the next look.
 */
export async function keepAudiences({ db, clock }: KeepingDeps): Promise<Kept> {
  let released = 0;
  for (let some = -1; some !== 0; released += Math.max(some, 0)) some = await releaseScheduled(db, clock.now());
  await db.asSystem('tombstones', (tx) => closeTombstones(tx, clock.now()));
  const book = await followRegistry(db, clock);
  for (let looked = -1; looked !== 0;) looked = await reviewReleases(db, book, clock.now());
  let moved = 0;
  for (const { id, reason } of await db.asSystem('sharing', releasesBehind)) {
    for (let some = -1; some !== 0; moved += Math.max(some, 0)) some = await followRelease(db, id, reason, clock.now());
  }
  return { released, moved };
}

/** Brings groups, and what objects concern, to the registry as it is; gives that. */
async function followRegistry(db: Db, clock: Clock): Promise<SharingBook> {
  const before = await readBook(db, clock.now());
  const progress = await db.asSystem('sharing', readProgress);
  if (progress.registry === before.version && progress.entries === before.entriesKey) return before;
  await reviewGroups(db, clock.now());
  const book = await readBook(db, clock.now());
  // Objects before releases: what falls under another release now is decided on once.
  if (progress.entries !== book.entriesKey) {
    for (let row: number | undefined = 0; row !== undefined;) row = await rematchObjects(db, book, row, clock.now());
  }
  await db.asSystem('sharing', (tx) => writeProgress(tx, { registry: book.version, entries: book.entriesKey }));
  return book;
}

/** The keeper of a process. */
export interface AudienceKeeper {
  stop(): Promise<void>;
}

/** Looks each `everyMs`; a failure is told and the next look tries again. */
export function startAudienceKeeper(
  deps: KeepingDeps & { readonly log: DbLog; readonly everyMs?: number },
): AudienceKeeper {
  const stopping = new AbortController();
  const { log, everyMs = 1000 } = deps;
  const keeping = (async () => {
    while (!stopping.signal.aborted) {
      try {
        await keepAudiences(deps);
      } catch (error) {
        log.warn({ err: error }, 'audiences could not be brought up to date; trying again');
      }
      await delay(everyMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await keeping;
    },
  };
}
