import type { BackfillPreview } from '@tocsin/api';
import { recordAudit } from '#audit/store.ts';
import type { Clock } from '#kernel/clock.ts';
import type { Db } from '#kernel/db.ts';
import { defineJob, type AnyJob, type JobDefinition, type Jobs } from '#kernel/jobs.ts';
import { on, type Subscription } from '#kernel/outbox.ts';
import { loadPipelineRegistry, registryChanged } from '#registry/store.ts';
import { dayText } from '../upkeep/retention.ts';
import { readGained, readReach, writeReach } from './reach/store.ts';
import { createRouteAgain, gains, reachOf, sieveOf, type RouteAgain, type Sieve } from './regrant.ts';
import { endBackfill, noteProgress, orgToFill, takeUp, type Asked, type Span } from './requests/store.ts';
import { allSources, daysKept, daysOfOpen } from './store.ts';
import { episodesOfDay, eventsOfDay } from './walk/jobs.ts';

export interface BackfillDeps {
  readonly db: Db;
  readonly clock: Clock;
}

const dayMs = 86_400_000;
const minuteMs = 60_000;

/** Today and `days` days before it. */
export function spanOf(now: Date, days: number): Span {
  const today = Math.floor(now.getTime() / dayMs);
  return { firstDay: dayText(today - days), lastDay: dayText(today) };
}

/** What a walk over stored events decides by. */
export interface Rules {
  readonly route: RouteAgain;
  /** Orgs that may gain, with what each answers for: `asn 64500`. */
  readonly reach: ReadonlyMap<number, readonly string[]>;
  sieve(entries: readonly string[]): Sieve;
}

async function loadRules({ db, clock }: BackfillDeps): Promise<Rules> {
  return db.asSystem('back-fill', async (tx) => {
    const registry = await loadPipelineRegistry(tx, clock.now());
    return {
      route: createRouteAgain(registry, await allSources(tx)),
      reach: reachOf(registry),
      sieve: (entries) => sieveOf(entries, registry.nations),
    };
  });
}

/** Gives orgs the open episodes that concern them by what they gained; returns how many episodes each got. */
async function grantOpen(
  { db }: BackfillDeps,
  rules: Rules,
  gained: ReadonlyMap<number, readonly string[]>,
): Promise<Map<number, number>> {
  const granted = new Map<number, number>();
  if (gained.size === 0) return granted;
  const sieve = rules.sieve([...new Set([...gained.values()].flat())]);
  for (const day of await db.asSystem('open episodes', daysOfOpen))
    for await (const part of episodesOfDay(db, {
      day,
      kind: 'open',
      sieve,
      route: rules.route,
      orgs: new Set(gained.keys()),
    }))
      for (const [org, count] of await part.grant()) granted.set(org, (granted.get(org) ?? 0) + count);
  return granted;
}

/** Gives every org whose constituency has grown the open episodes that concern it, and notes how far it reaches now. */
export async function grantWhatWasGained(deps: BackfillDeps): Promise<Map<number, number>> {
  const { db, clock } = deps;
  const rules = await loadRules(deps);
  const gained = gains(await db.asSystem('reach', readReach), rules.reach);
  const granted = await grantOpen(deps, rules, gained);
  await db.asSystem('reach', async (tx) => {
    const now = clock.now();
    await writeReach(tx, rules.reach, gained, now);
    for (const [org, episodes] of granted)
      await recordAudit(tx, { at: now, org: 0, actor: 'backfill', action: 'episodes.grant', subject: `org:${org}`, detail: { episodes, for: gained.get(org) } }); // prettier-ignore
  });
  return granted;
}

/** Looks once more for orgs that gained something lately: a batch may have been under way with the old registry. */
export async function grantOnceMore(deps: BackfillDeps): Promise<Map<number, number>> {
  const { db, clock } = deps;
  const gained = await db.asSystem('reach', (tx) => readGained(tx, new Date(clock.now().getTime() - 10 * minuteMs)));
  return gained.size === 0 ? new Map() : grantOpen(deps, await loadRules(deps), gained);
}

/** Beyond so many events a preview counts no further. */
const mostPreviewed = 200_000;

/** What a back-fill of today and so many days before it would give an org. Throws `not_found`, `conflict`. */
export async function previewBackfill(
  deps: BackfillDeps,
  caller: number,
  handle: string,
  days: number,
): Promise<BackfillPreview> {
  const { db, clock } = deps;
  const org = await db.asOrg(caller, (tx) => orgToFill(tx, handle));
  const rules = await loadRules(deps);
  const sieve = rules.sieve(rules.reach.get(org) ?? []);
  const span = spanOf(clock.now(), days);
  const byDay: BackfillPreview['byDay'] = [];
  let episodes = 0;
  let looked = 0;
  for (const day of await db.asSystem('back-fill', (tx) => daysKept(tx, span.firstDay, span.lastDay))) {
    let events = 0;
    for await (const part of eventsOfDay(db, { day, sieve, route: rules.route, org })) {
      events += part.gained;
      if ((looked += part.looked) > mostPreviewed) break;
    }
    if (events > 0) byDay.push({ day, events });
    for (const kind of ['current', 'past'] as const)
      for await (const part of episodesOfDay(db, { day, kind, sieve, route: rules.route, orgs: new Set([org]) })) {
        episodes += part.gained;
        if ((looked += part.looked) > mostPreviewed) break;
      }
    if (looked > mostPreviewed) break;
  }
  const events = byDay.reduce((sum, each) => sum + each.events, 0);
  return { org: handle, days, ...span, events, episodes, byDay, complete: looked <= mostPreviewed };
}

/** Runs a back-fill to its end, or goes on with one that was cut off. Days are taken in order, the oldest first. */
export async function runBackfill(deps: BackfillDeps, id: number, signal?: AbortSignal): Promise<void> {
  const { db, clock } = deps;
  const asked = await db.asSystem('back-fill', (tx) => takeUp(tx, id));
  if (asked === undefined) return;
  const rules = await loadRules(deps);
  const days = await db.asSystem('back-fill', (tx) => daysKept(tx, asked.firstDay, asked.lastDay));
  for (const day of days) {
    if (asked.doneThrough !== null && day <= asked.doneThrough) continue;
    await fillDay(deps, rules, asked, day, signal);
  }
  await db.asSystem('back-fill', (tx) => endBackfill(tx, asked, null, clock.now()));
}

async function fillDay({ db, clock }: BackfillDeps, rules: Rules, asked: Asked, day: string, signal?: AbortSignal) {
  const { id, org } = asked;
  const sieve = rules.sieve(rules.reach.get(org) ?? []);
  const note = (given: { events: number; episodes: number; through?: string }): Promise<void> =>
    db.asSystem('back-fill', (tx) => noteProgress(tx, id, given));
  for await (const part of eventsOfDay(db, { day, sieve, route: rules.route, org })) {
    signal?.throwIfAborted();
    const events = await part.grant(clock.now());
    if (events > 0) await note({ events, episodes: 0 });
  }
  for (const kind of ['current', 'past'] as const)
    for await (const part of episodesOfDay(db, { day, kind, sieve, route: rules.route, orgs: new Set([org]) })) {
      signal?.throwIfAborted();
      const episodes = (await part.grant()).get(org) ?? 0;
      if (episodes > 0) await note({ events: 0, episodes });
    }
  await note({ events: 0, episodes: 0, through: day });
}

/** The jobs of late grants. */
export interface BackfillJobs {
  readonly run: JobDefinition<{ backfill: number }>;
  readonly grant: JobDefinition<object>;
  readonly again: JobDefinition<object>;
}

const lastAttempt = 4;

export function backfillJobs(deps: BackfillDeps): BackfillJobs {
  const { db, clock } = deps;
  return {
    run: defineJob({
      name: 'backfill.run',
      retryLimit: lastAttempt,
      // A back-fill of months takes as long as it takes; it goes on where it was cut off.
      limitS: 82_800,
      handler: async ({ backfill }: { backfill: number }, { signal, retries }) => {
        try {
          await runBackfill(deps, backfill, signal);
        } catch (error) {
          if (!signal.aborted && retries >= lastAttempt) await giveUp(deps, backfill, error);
          throw error;
        }
      },
    }),
    grant: defineJob({
      name: 'episodes.grant',
      // What an expiry alone brings back (an exclude that has run out) moves no version.
      schedule: '41 * * * *',
      handler: async (_data: object, { log }) => {
        const granted = await grantWhatWasGained({ ...deps, db, clock });
        if (granted.size > 0) log.info({ granted: Object.fromEntries(granted) }, 'open episodes were granted');
      },
    }),
    again: defineJob({
      name: 'episodes.grant_again',
      handler: async (_data: object) => void (await grantOnceMore(deps)),
    }),
  };
}

async function giveUp({ db, clock }: BackfillDeps, id: number, error: unknown): Promise<void> {
  const why = error instanceof Error ? error.message : String(error);
  await db.asSystem('back-fill', async (tx) => {
    const asked = await takeUp(tx, id);
    if (asked !== undefined) await endBackfill(tx, asked, why, clock.now());
  });
}

/** All of them, for the job queue. */
export const allJobs = ({ run, grant, again }: BackfillJobs): AnyJob[] => [run, grant, again];

/** When the registry changes, open episodes are granted at once, and looked for again when batches under way are done. */
export function grantOnChange(definitions: BackfillJobs, jobs: Jobs, clock: Clock): Subscription {
  return on(registryChanged, async (_payload, { tx }) => {
    const minute = Math.floor(clock.now().getTime() / minuteMs);
    await jobs.send(definitions.grant, {}, { tx, key: 'changed' });
    await jobs.send(definitions.again, {}, { tx, key: `after ${minute}`, after: new Date((minute + 2) * minuteMs) });
  });
}
