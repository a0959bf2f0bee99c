import { AppError } from '#kernel/errors.ts';
import type { Outbound } from '#kernel/outbound/client.ts';
import { outcomeOfStatus, retryAfterMs, type Outcome } from '../attempts.ts';
import { webhookHeaders } from '../signature.ts';

/** A receiver has so long; Standard Webhooks advises 15 to 30 s. */
const timeoutMs = 20_000;

/** Sends one webhook and says what the receiver made of it. Never throws for what the other side does. */
export async function sendWebhook(
  outbound: Outbound,
  to: { readonly url: string; readonly secrets: readonly string[] },
  id: string,
  body: string,
  now: Date,
): Promise<Outcome> {
  try {
    const response = await outbound.request({
      purpose: 'webhook',
      method: 'POST',
      url: to.url,
      headers: { 'content-type': 'application/json', ...webhookHeaders(to.secrets, id, now, body) },
      body,
      timeoutMs,
      maxBytes: 16 * 1024,
    });
    await response.discard();
    return outcomeOfStatus(response.status, retryAfterMs(response.headers['retry-after'], now));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { kind: 'failed', status: null, answer: `${error.code}: ${error.message}` };
  }
}
