import type { Clock } from '#kernel/clock.ts';
import type { Db } from '#kernel/db.ts';
import type { Counted, EpisodeTotals } from './counted.ts';
import type { CountCache } from './count-cache.ts';
import type { NameCache } from './names/store.ts';
import type { ReasonCache } from './reasons/store.ts';

/** What reading for delivery needs. One per process: the caches are shared by all readers. */
export interface Reading {
  readonly db: Db;
  readonly clock: Clock;
  readonly names: NameCache;
  readonly reasons: ReasonCache;
  readonly counted: CountCache<Counted>;
  readonly countedEpisodes: CountCache<EpisodeTotals>;
}
