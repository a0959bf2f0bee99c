import type { Tx } from '#kernel/db.ts';
import type { Reasons, RouteReasonRow } from '../event-row.ts';

/** Reasons of routes, remembered for each org: routes are interned and never change. */
export interface ReasonCache {
  /** The reasons that the acting org may see (row-level security: its own; the operator all), by route. */
  of(tx: Tx, org: number, routes: Iterable<number>): Promise<Reasons>;
}

/** Beyond so many routes everything is forgotten: org names in reasons may change, and memory is bounded. */
const mostRoutes = 50_000;

export function createReasonCache(): ReasonCache {
  const known = new Map<number, Map<number, readonly RouteReasonRow[]>>();
  let size = 0;
  return {
    async of(tx, org, routes) {
      if (size > mostRoutes) {
        known.clear();
        size = 0;
      }
      const mine = known.get(org) ?? new Map<number, readonly RouteReasonRow[]>();
      known.set(org, mine);
      const missing = [...new Set(routes)].filter((route) => !mine.has(route));
      if (missing.length === 0) return mine;
      const found = Map.groupBy(await readReasons(tx, missing), ({ route }) => route);
      for (const route of missing)
        mine.set(
          route,
          (found.get(route) ?? []).map(({ route: _, ...reason }) => reason),
        );
      size += missing.length;
      return mine;
    },
  };
}

/** The most specific first. An org that the reader may not see would be left out with its reason. */
function readReasons(tx: Tx, routes: readonly number[]): Promise<(RouteReasonRow & { route: number })[]> {
  return tx.query(
    `select r.route, r.org as "orgId", o.handle as org, o.name as "orgName", r.rule, r.value, r.decision, r.allowed
     from route_reason r join org o on o.id = r.org where r.route = any($1) order by r.route, r.position`,
    [routes],
  );
}
