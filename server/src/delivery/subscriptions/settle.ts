import { afterDeadMs, failedTooLong, nextAttempt, type Outcome } from './attempts.ts';
import type { Progress } from './held/store.ts';
import type { Held, Message } from './subscription.ts';

/** What follows from an attempt: for the message, and for the subscription. */
export interface Settled {
  readonly message: {
    readonly state: 'waiting' | 'delivered' | 'dead';
    readonly status: number | null;
    readonly answer: string | null;
  };
  readonly progress: Progress;
  /** Set when the subscription ends here until a person resumes it: why. */
  readonly disabled?: string;
}

/** What becomes of a message and its subscription after an attempt. `behind` is where it goes on once the message is done. */
export function settle(
  held: Pick<Held, 'failures' | 'failingSince'>,
  message: Pick<Message, 'attempts' | 'items'>,
  outcome: Outcome,
  { now, behind, disableDays }: { readonly now: Date; readonly behind: Progress; readonly disableDays: number },
): Settled {
  const { status, answer } = outcome;
  if (outcome.kind === 'delivered')
    return {
      message: { state: 'delivered', status, answer },
      progress: {
        nextAt: null,
        ...behind,
        state: 'active',
        failures: 0,
        failingSince: null,
        successAt: now,
        delivered: message.items,
      },
    };
  const failingSince = held.failingSince ?? now;
  const failed = { failures: held.failures + 1, failingSince, error: { at: now, text: outcome.answer } };
  const gone = outcome.kind === 'gone';
  if (gone || failedTooLong(failingSince, now, disableDays)) {
    const why = gone ? outcome.answer : `Every attempt for ${disableDays} days has failed. ${outcome.answer}`;
    // The message stays open: when a person resumes, it is the first to go.
    return {
      message: { state: 'waiting', status, answer },
      progress: { ...failed, state: 'disabled', nextAt: null },
      disabled: why,
    };
  }
  const retry = outcome.kind === 'refused' ? undefined : nextAttempt(message.attempts, now, outcome.retryAfterMs);
  if (retry !== undefined)
    return {
      message: { state: 'waiting', status, answer },
      progress: { ...failed, state: 'failing', nextAt: retry },
    };
  return {
    message: { state: 'dead', status, answer },
    progress: { ...behind, ...failed, state: 'failing', nextAt: new Date(now.getTime() + afterDeadMs) },
  };
}
