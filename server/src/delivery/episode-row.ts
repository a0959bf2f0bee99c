import type { Episode } from '@tocsin/api';
import { decide, type Cleared } from '#sharing/index.ts';
import type { Names, Reasons } from './event-row.ts';
import type { Reader } from './reader.ts';
import { noteRoute } from './shown.ts';

/** An episode as it is stored. `number` counts the host's episodes from 1, family 0 is none. */
export interface EpisodeRow {
  readonly id: number;
  readonly host: string;
  readonly number: number;
  readonly state: Episode['state'];
  readonly address: string;
  readonly port: number | null;
  readonly family: number;
  readonly class: string;
  readonly asn: number | null;
  readonly country: string | null;
  readonly prefix: string | null;
  readonly audience: number;
  readonly route: number;
  readonly flags: number;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  readonly events: number;
  readonly closedAt: Date | null;
  readonly closedBy: string | null;
}

/**
 * A condition on `e.host` in a form for which PostgreSQL finds the two indexes that there are on it: one over current
 * episodes, one over past ones.
 */
export const byHost = (condition: string): string =>
  `((e.current and ${condition}) or (not e.current and ${condition}))`;

/** The columns of an EpisodeRow, of a table or subquery `e`. */
export const episodeColumns = `e.id, e.host, e.state, e.address, e.port, e.family, e.class, e.asn, e.country, e.prefix,
  e.audience, e.route, e.flags, e.first_seen as "firstSeen", e.last_seen as "lastSeen", e.events, e.closed_at as "closedAt",
  e.closed_by as "closedBy",
  (select count(*) from episode p where p.host = e.host and p.current and p.id <= e.id)
    + (select count(*) from episode p where p.host = e.host and not p.current and p.id <= e.id) as number`;

/** An episode goes on until its host is clean. */
export const openEpisode = `e.current and e.state <> 'cleaned'`;

/** Bits of `flags`, as ingest sets them. */
export const flags = { shared: 1, portMissing: 2 } as const;

/** Episodes as `reader` may have them now; what the sharing rule refuses is left out. */
export function clearEpisodes(
  rows: readonly EpisodeRow[],
  names: Names,
  reasons: Reasons,
  reader: Reader,
  now: Date,
): Cleared<Episode>[] {
  return rows.flatMap((row) => {
    const routed = (reasons.get(row.route) ?? []).map(({ orgId, decision, allowed }) => ({
      org: orgId,
      decision,
      allowed,
    }));
    const decision = decide({ facts: { routed }, body: episodeOut(row, names) }, reader.viewer, now);
    return decision.allow ? [noteRoute(decision.cleared, row.route)] : [];
  });
}

function episodeOut(row: EpisodeRow, names: Names): Episode {
  return {
    host: row.host,
    number: row.number,
    state: row.state,
    address: row.address,
    port: row.port,
    portMissing: (row.flags & flags.portMissing) !== 0,
    family: row.family === 0 ? null : (names.families.get(row.family) ?? null),
    class: row.class,
    asn: row.asn,
    asName: row.asn === null ? null : (names.systems.get(row.asn) ?? null),
    country: row.country,
    firstSeen: row.firstSeen.toISOString(),
    lastSeen: row.lastSeen.toISOString(),
    events: row.events,
    closedAt: row.closedAt?.toISOString() ?? null,
    closedBy: row.closedBy,
  };
}
