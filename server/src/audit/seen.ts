/** A read that showed data, as it waits to be sealed. */
export interface UnsealedRead {
  readonly org: number;
  readonly at: Date;
  readonly action: string;
  readonly subject: string;
  /** Events by route (episodes, where `episodes` says so), objects by owner. */
  readonly routes: Readonly<Record<string, number>> | null;
  readonly owners: Readonly<Record<string, number>> | null;
  readonly episodes: boolean;
}

/** One line of the log `seen`: another org saw data of `org`. */
export interface SeenRow {
  readonly org: number;
  readonly at: Date;
  /** Handle of the org that saw it. */
  readonly reader: string;
  readonly detail: {
    readonly action: string;
    readonly route: string;
    readonly reads: number;
    readonly events: number;
    readonly episodes: number;
    readonly objects: number;
  };
}

type Counts = Pick<SeenRow['detail'], 'events' | 'episodes' | 'objects'>;
const nothing: Counts = { events: 0, episodes: 0, objects: 0 };

/**
 * What the orgs are told whose data some reads showed: one row for each org, reader and route, with counts. The person is
 * not named: for that the reader's org answers, whose own log says it. What an org reads of its own needs no telling.
 */
export function seenBy(
  reads: readonly UnsealedRead[],
  orgsOfRoute: ReadonlyMap<number, readonly number[]>,
  handles: ReadonlyMap<number, string>,
): SeenRow[] {
  const rows = new Map<string, SeenRow>();
  for (const read of reads) {
    const seen = new Map<number, Counts>();
    const add = (org: number, what: keyof Counts, count: number): void => {
      if (org === read.org || org === 0) return;
      const before = seen.get(org) ?? nothing;
      seen.set(org, { ...before, [what]: before[what] + count });
    };
    for (const [route, count] of Object.entries(read.routes ?? {}))
      for (const org of orgsOfRoute.get(Number(route)) ?? []) add(org, read.episodes ? 'episodes' : 'events', count);
    for (const [owner, count] of Object.entries(read.owners ?? {})) add(Number(owner), 'objects', count);
    const reader = handles.get(read.org) ?? 'tocsin';
    for (const [org, counts] of seen) {
      const key = `${org} ${reader} ${read.action} ${read.subject}`;
      const before = rows.get(key)?.detail ?? { reads: 0, ...nothing };
      const detail = {
        action: read.action,
        route: read.subject,
        reads: before.reads + 1,
        events: before.events + counts.events,
        episodes: before.episodes + counts.episodes,
        objects: before.objects + counts.objects,
      };
      rows.set(key, { org, at: read.at, reader, detail });
    }
  }
  return [...rows.values()];
}
