import type { Clock } from '#kernel/clock.ts';
import type { Db } from '#kernel/db.ts';
import { createCountCache } from '../count-cache.ts';
import { createNameCache } from '../names/store.ts';
import type { Reading } from '../reading.ts';
import { createReasonCache } from '../reasons/store.ts';

/** What reading for delivery needs, with caches of its own. */
export function createReading(db: Db, clock: Clock): Reading {
  return {
    db,
    clock,
    names: createNameCache({ db, clock }),
    reasons: createReasonCache(),
    counted: createCountCache(clock),
    countedEpisodes: createCountCache(clock),
  };
}
