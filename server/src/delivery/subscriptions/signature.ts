import { createHmac, randomBytes } from 'node:crypto';

const mark = 'whsec_';

/** A secret for signing webhooks: 256 random bits, as Standard Webhooks writes them. */
export function newWebhookSecret(): string {
  return mark + randomBytes(32).toString('base64');
}

/**
 * The headers of a webhook (https://github.com/standard-webhooks/standard-webhooks, "Signature scheme"): one symmetric
 * signature for each secret, of `id.timestamp.body`. During a rotation there are two, and either one proves the sender.
 */
export function webhookHeaders(
  secrets: readonly string[],
  id: string,
  at: Date,
  body: string,
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(mark.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}
