import type { Clock } from '#kernel/clock.ts';
import type { Db } from '#kernel/db.ts';
import { defineJob, type AnyJob } from '#kernel/jobs.ts';
import { forgetUnsubscribeLinks } from '../mail/store.ts';
import { forgetMessages } from '../messages/store.ts';

/** What was delivered is remembered for so long; dead letters as long as the log holds what they carry. */
const rememberMs = 30 * 86_400_000;

/** The regular work of subscriptions. */
export function subscriptionJobs({ db, clock }: { readonly db: Db; readonly clock: Clock }): AnyJob[] {
  return [
    defineJob({
      name: 'subscriptions.forget',
      schedule: '41 2 * * *',
      handler: async (_data: object) => {
        const now = clock.now();
        await db.asSystem('subscriptions', async (tx) => {
          await forgetMessages(tx, new Date(now.getTime() - rememberMs));
          await forgetUnsubscribeLinks(tx, now);
        });
      },
    }),
  ];
}
