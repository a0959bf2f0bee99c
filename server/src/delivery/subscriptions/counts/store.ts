import type { Tx } from '#kernel/db.ts';
import type { SubscriptionCounts } from '../metrics.ts';

/** How many subscriptions there are and how far behind; run it as the programme. */
export function countSubscriptions(tx: Tx): Promise<SubscriptionCounts[]> {
  return tx.query<SubscriptionCounts>(
    `select s.channel, s.state, count(*) as subscriptions,
       coalesce(max(greatest(h.seq - s.seq, 0)) filter (where s.channel = 'webhook' or s.digest_at is null), 0)::int8 as behind
     from subscription s, change_head h group by s.channel, s.state`,
  );
}
