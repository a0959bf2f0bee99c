import type { EpisodePage, EventPage } from '@tocsin/api';
import type { Facets } from './search/facets.ts';

/** Some days and ids that are all there is. */
export interface Exactly {
  readonly days: readonly string[];
  readonly ids: readonly string[];
}

/** Total and facets of a search; `exactly` all its matches, where they were so few that counting found them. */
export type Counted = Pick<EventPage, 'total' | 'totalIs' | 'sampled'> & {
  readonly facets: Facets;
  readonly exactly?: Exactly | undefined;
};

/** Episodes, their hosts and their events: three numbers that are never added. */
export type EpisodeTotals = Pick<EpisodePage, 'total' | 'hosts' | 'events'> & { readonly facets: Facets };
