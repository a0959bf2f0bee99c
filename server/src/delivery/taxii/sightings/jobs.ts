import type { Clock } from '#kernel/clock.ts';
import type { Config } from '#kernel/config.ts';
import type { Db } from '#kernel/db.ts';
import { defineJob, type AnyJob } from '#kernel/jobs.ts';
import { storeObjects } from '#intelligence/store.ts';
import { eventsNumber } from '../collections.ts';
import { expireStatuses } from '../statuses/store.ts';
import { familyObject, sightingObjects, type HostHour } from './sighting-objects.ts';
import {
  dueHours,
  expireSightings,
  noteHours,
  noteTold,
  readAddressees,
  settleHour,
  untold,
  type DueHour,
} from './store.ts';

/** An hour is told this long after its end: most events have come by then, and those that come later make another version. */
const settleMs = 5 * 60_000;
const dayMs = 86_400_000;
/** Hosts whose objects are stored together; others write between two such steps. */
const hostsAtOnce = 1000;
const hoursAtOnce = 24;
const statusDays = 30;

/** Tells, in the events collection, of every hour that is over. Gives how many hosts were told. */
export async function tellEvents(db: Db, clock: Clock): Promise<number> {
  while ((await db.asSystem('event hours', noteHours)) > 0);
  const before = new Date(clock.now().getTime() - settleMs);
  const due = await db.asSystem('event hours', (tx) => dueHours(tx, before, hoursAtOnce));
  let told = 0;
  for (const hour of due) told += await tellHour(db, clock, hour);
  return told;
}

async function tellHour(db: Db, clock: Clock, due: DueHour): Promise<number> {
  let told = 0;
  for (;;) {
    const hosts = await db.asSystem('event hours', (tx) => untold(tx, due.hour, hostsAtOnce));
    if (hosts.length === 0) break;
    await tellHosts(db, hosts, clock.now());
    await db.asSystem('event hours', (tx) => noteTold(tx, hosts));
    told += hosts.length;
  }
  await db.asSystem('event hours', (tx) => settleHour(tx, due));
  return told;
}

/** Stores the objects of some hosts for whom their events concerned, as the operator’s. */
async function tellHosts(db: Db, hosts: readonly HostHour[], now: Date): Promise<void> {
  const byAudience = Map.groupBy(hosts, ({ audience }) => audience);
  const { operator, orgs } = await db.asSystem('event hours', (tx) => readAddressees(tx, [...byAudience.keys()]));
  if (operator === undefined) return;
  const shared = { collection: eventsNumber, by: 'tocsin' };
  const families = [...new Set(hosts.map(({ family }) => family))];
  await storeObjects(
    db,
    { ...shared, objects: families.map(familyObject), terms: { owner: operator, defaultTlp: 'green' } },
    now,
  );
  for (const [audience, some] of byAudience) {
    const terms = { owner: operator, defaultTlp: 'amber', orgs: orgs.get(audience) ?? [] } as const;
    await storeObjects(db, { ...shared, objects: some.flatMap((host) => sightingObjects(host, now)), terms }, now);
  }
}

/** The regular work of TAXII. */
export function taxiiJobs({
  db,
  clock,
  config,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly config: Config;
}): AnyJob[] {
  return [
    defineJob({
      name: 'taxii.tell_events',
      schedule: '* * * * *',
      handler: async (_data: object, { log }) => {
        const hosts = await tellEvents(db, clock);
        if (hosts > 0) log.debug({ hosts }, 'hours of events were told');
      },
    }),
    defineJob({
      name: 'taxii.expire',
      schedule: '41 0 * * *',
      handler: async (_data: object) => {
        const ago = (days: number): Date => new Date(clock.now().getTime() - days * dayMs);
        await db.asSystem('taxii', async (tx) => {
          await expireStatuses(tx, ago(statusDays));
          await expireSightings(tx, ago(config.retentionDays));
        });
      },
    }),
  ];
}
