import type { Cursor, LogHead } from '#sharing/index.ts';

/** Where a subscription goes on, and what its receiver must be told of the log first. */
export interface Place {
  readonly cursor: Cursor;
  readonly broken?: 'log_restored' | 'log_gap';
}

/**
 * Where to go on from a cursor that the programme itself keeps. Unlike a reader's cursor it was restored together with
 * the log: what follows it in the new epoch is what its receiver has not been sent, or will be sent a second time.
 */
export function goOn(head: LogHead, at: Cursor): Place {
  const restored = at.epoch !== head.epoch;
  const here: Cursor = at.seq > head.seq ? { epoch: head.epoch, seq: head.seq } : { ...at, epoch: head.epoch };
  const kept = here.event === undefined ? here.seq >= head.horizon : here.seq > head.horizon;
  if (!kept) return { cursor: { epoch: head.epoch, seq: head.horizon }, broken: 'log_gap' };
  return { cursor: here, ...((restored || at.seq > head.seq) && { broken: 'log_restored' as const }) };
}
