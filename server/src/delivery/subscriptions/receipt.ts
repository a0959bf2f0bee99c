import { digestOfIds, type Delivery } from '#audit/index.ts';
import type { Held, Message } from './subscription.ts';

/** The receipt of a message that was taken: what of the log it handed over. */
export function receiptOf(held: Held, { from, to }: Message, ids: readonly string[], at: Date): Delivery {
  const { org, channel, subject } = held;
  // The change that the message begins in may have been begun by the one before.
  const first = from.event === undefined ? Math.min(from.seq + 1, to.seq) : from.seq;
  return {
    org,
    at,
    channel,
    subject,
    epoch: to.epoch,
    first,
    last: to.seq,
    items: ids.length,
    digest: digestOfIds(ids),
    ids,
  };
}
