import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '#kernel/clock.ts';
import type { Db, DbLog } from '#kernel/db.ts';
import { readBook } from '#sharing/store.ts';
import { countriesBy } from '../country-of.ts';
import { indexSome } from './store.ts';

export interface IndexingDeps {
  readonly db: Db;
  readonly clock: Clock;
}

/** Indexes every version that waits; gives how many. Safe in several processes at once: one works, the others go on. */
export async function indexObjects({ db, clock }: IndexingDeps, signal?: AbortSignal): Promise<number> {
  const countryOf = countriesBy(await readBook(db, clock.now()));
  let indexed = 0;
  for (let some = -1; some !== 0 && signal?.aborted !== true; indexed += Math.max(some, 0))
    some = await indexSome(db, countryOf);
  return indexed;
}

/** The indexer of a process. */
export interface ObjectIndexer {
  stop(): Promise<void>;
}

/** Looks each `everyMs`: what is stored is found by search so much later, or when what came before it is indexed. */
export function startObjectIndexer(
  deps: IndexingDeps & { readonly log: DbLog; readonly everyMs?: number },
): ObjectIndexer {
  const stopping = new AbortController();
  const { log, everyMs = 500 } = deps;
  const indexing = (async () => {
    while (!stopping.signal.aborted) {
      try {
        await indexObjects(deps, stopping.signal);
      } catch (error) {
        log.warn({ err: error }, 'objects could not be indexed; trying again');
      }
      await delay(everyMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await indexing;
    },
  };
}
