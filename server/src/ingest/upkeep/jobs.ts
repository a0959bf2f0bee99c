import type { Clock } from '#kernel/clock.ts';
import type { Config } from '#kernel/config.ts';
import type { Db } from '#kernel/db.ts';
import { defineJob, type AnyJob } from '#kernel/jobs.ts';
import { recordAudit } from '#audit/store.ts';
import { expireChanges } from '#sharing/store.ts';
import { raiseSilence } from '../alarms/jobs.ts';
import { ensurePartitions } from '../portions/store.ts';
import { dayText, oldestDay } from './retention.ts';
import { daysBefore, dropDay, dropTallies, endUnseen } from './store.ts';

const dayMs = 86_400_000;
const episodesAtOnce = 5_000;

/** Drops events, counts and log entries beyond their retention, with a record of what was dropped. Returns the days. */
export async function dropExpired(db: Db, clock: Clock, retentionDays: number): Promise<string[]> {
  const oldest = dayText(oldestDay(clock.now().getTime(), retentionDays));
  const days = await db.asSystem('retention', (tx) => daysBefore(tx, oldest));
  for (const day of days) {
    // A day each: a lock on the table is held only for one drop.
    await db.asSystem('retention', async (tx) => {
      const events = await dropDay(tx, day, 'retention');
      await recordAudit(tx, {
        at: clock.now(),
        org: 0,
        actor: 'retention',
        action: 'events.drop',
        subject: `day:${day}`,
        detail: { events },
      });
    });
  }
  await db.asSystem('retention', async (tx) => {
    await dropTallies(tx, oldest);
    await expireChanges(tx, new Date(`${oldest}T00:00:00Z`));
  });
  return days;
}

/** Ends all episodes that were unseen for the gap; returns how many. */
export async function endUnseenEpisodes(db: Db, clock: Clock, gapDays: number): Promise<number> {
  let ended = 0;
  for (;;) {
    const some = await db.asSystem('unseen episodes', (tx) => endUnseen(tx, gapDays, clock.now(), episodesAtOnce));
    ended += some;
    if (some < episodesAtOnce) return ended;
  }
}

/** The regular work of ingest. */
export function upkeepJobs({ db, clock, config }: { db: Db; clock: Clock; config: Config }): AnyJob[] {
  return [
    defineJob({
      name: 'events.drop_expired',
      schedule: '17 0 * * *',
      handler: async (_data: object, { log }) => {
        const days = await dropExpired(db, clock, config.retentionDays);
        if (days.length > 0) log.info({ days }, 'events beyond retention were dropped');
      },
    }),
    defineJob({
      name: 'events.make_partitions',
      schedule: '5 * * * *',
      handler: async (_data: object) => {
        const now = clock.now().getTime();
        await ensurePartitions(db, [dayText(Math.floor(now / dayMs)), dayText(Math.floor(now / dayMs) + 1)]);
      },
    }),
    defineJob({
      name: 'episodes.end_unseen',
      schedule: '23 * * * *',
      handler: async (_data: object, { log }) => {
        const ended = await endUnseenEpisodes(db, clock, config.episodeGapDays);
        if (ended > 0) log.info({ ended }, 'episodes ended unseen');
      },
    }),
    defineJob({
      name: 'sources.raise_silence',
      schedule: '* * * * *',
      handler: async (_data: object) => void (await raiseSilence(db, clock)),
    }),
  ];
}
