const minute = 60_000;
const hour = 60 * minute;

/** Wait after each failed attempt at one message; after the last it is a dead letter. Some 29 hours in all. */
export const retryMs = [
  5_000,
  30_000,
  2 * minute,
  10 * minute,
  30 * minute,
  hour,
  2 * hour,
  5 * hour,
  10 * hour,
  10 * hour,
] as const;
/** Wait before the next message is tried once one has become a dead letter. */
export const afterDeadMs = hour;
/** A receiver may ask for a longer wait, up to this. */
const mostWaitMs = 24 * hour;

/** What an attempt brought. */
export type Outcome =
  | { readonly kind: 'delivered'; readonly status: number | null; readonly answer: string | null }
  | {
      /** `gone`: the receiver wants nothing any more. `refused`: this message will never be taken. */
      readonly kind: 'failed' | 'gone' | 'refused';
      readonly status: number | null;
      readonly answer: string;
      /** The wait that the receiver asked for. */
      readonly retryAfterMs?: number;
    };

/** What an HTTP status says (Standard Webhooks, "Deliverability"): 2xx is taken, 410 is gone, all else is tried again. */
export function outcomeOfStatus(status: number, retryAfterMs?: number): Outcome {
  if (status >= 200 && status < 300) return { kind: 'delivered', status, answer: null };
  if (status === 410) return { kind: 'gone', status, answer: 'The receiver answers 410: it wants nothing any more.' };
  const answer =
    status >= 300 && status < 400
      ? `The receiver redirects (${status}); webhooks do not follow.`
      : `The receiver answers ${status}.`;
  return { kind: 'failed', status, answer, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

/** What an SMTP reply says (RFC 5321 4.2.1): 4yz may pass later, 5yz will not. */
export function outcomeOfReply(status: number | null, answer: string): Outcome {
  return { kind: status !== null && status >= 500 ? 'refused' : 'failed', status, answer };
}

/** When to try a message again that failed for the `attempts`th time; undefined: it is a dead letter. */
export function nextAttempt(attempts: number, now: Date, retryAfterMs = 0): Date | undefined {
  const wait = retryMs[attempts - 1];
  if (wait === undefined) return undefined;
  return new Date(now.getTime() + Math.max(wait, Math.min(retryAfterMs, mostWaitMs)));
}

/** The wait that a Retry-After header asks for (RFC 9110 10.2.3): seconds or a date. */
export function retryAfterMs(header: string | string[] | undefined, now: Date): number | undefined {
  if (typeof header !== 'string') return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}

/** Whether a subscription has failed for so long that it is disabled. */
export function failedTooLong(failingSince: Date, now: Date, days: number): boolean {
  return now.getTime() - failingSince.getTime() >= days * 24 * hour;
}
