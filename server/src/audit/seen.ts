/** A read that showed data, as it waits to be sealed. */
export interface UnsealedRead {
  readonly org: number;
  readonly at: Date;
  readonly action: string;
  readonly subject: string;
  /** Events by route, objects by owner. */
  readonly routes: Readonly<Record<string, number>> | null;
  readonly owners: Readonly<Record<string, number>> | null;
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
    readonly objects: number;
  };
}

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
    const seen = new Map<number, { events: number; objects: number }>();
    const add = (org: number, events: number, objects: number): void => {
      if (org === read.org || org === 0) return;
      const before = seen.get(org) ?? { events: 0, objects: 0 };
      seen.set(org, { events: before.events + events, objects: before.objects + objects });
    };
    for (const [route, count] of Object.entries(read.routes ?? {}))
      for (const org of orgsOfRoute.get(Number(route)) ?? []) add(org, count, 0);
    for (const [owner, count] of Object.entries(read.owners ?? {})) add(Number(owner), 0, count);
    const reader = handles.get(read.org) ?? 'tocsin';
    for (const [org, { events, objects }] of seen) {
      const key = `${org} ${reader} ${read.action} ${read.subject}`;
      const before = rows.get(key)?.detail;
      rows.set(key, {
        org,
        at: read.at,
        reader,
        detail: {
          action: read.action,
          route: read.subject,
          reads: (before?.reads ?? 0) + 1,
          events: (before?.events ?? 0) + events,
          objects: (before?.objects ?? 0) + objects,
        },
      });
    }
  }
  return [...rows.values()];
}
