import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Clock } from '#kernel/clock.ts';
import type { Config } from '#kernel/config.ts';
import type { Db } from '#kernel/db.ts';
import type { Metrics } from '#kernel/metrics.ts';
import { OperatorError } from '#kernel/operator-error.ts';
import type { Outbound } from '#kernel/outbound/client.ts';
import type { Shutdown } from '#kernel/shutdown.ts';
import type { ChangeTail } from '#sharing/index.ts';
import { createReading } from '../delivery/reading/store.ts';
import { startSubscriptions } from '../delivery/subscriptions/jobs.ts';
import { createMailer } from '../delivery/subscriptions/mail/client.ts';
import { readMailIdentity, type MailIdentity } from '../delivery/subscriptions/mail/smime.ts';
import { subscriptionRoutes } from '../delivery/subscriptions/routes.ts';
import { sendingRoutes } from '../delivery/subscriptions/sending/routes.ts';
import { unsubscribeRoutes } from '../delivery/subscriptions/unsubscribe/routes.ts';

export interface SubscriptionParts {
  readonly config: Config;
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly shutdown: Shutdown;
  readonly outbound: Outbound;
  readonly tail: ChangeTail;
}

/** Starts what sends webhooks and mail; returns what mounts its routes. */
export async function openSubscriptions(parts: SubscriptionParts): Promise<(app: FastifyInstance) => void> {
  const { config, db, clock, log, metrics, shutdown, outbound, tail } = parts;
  const { smtpUrl, mailFrom, subscriptionDisableDays: disableDays, mailsPerHour } = config;
  const identity = await mailIdentity(config);
  const mailer = smtpUrl === undefined ? undefined : createMailer({ url: smtpUrl, from: mailFrom, identity });
  if (mailer !== undefined) shutdown.add({ name: 'mail', limitMs: 5_000, close: () => mailer.close() });
  const { name } = await db.asSystem('mail', (tx) => tx.one<{ name: string }>('select name from programme'));
  const reading = createReading(db, clock);
  const subscriptions = startSubscriptions({
    ...{ reading, tail, outbound, mailer, log, mailsPerHour, disableDays },
    registry: metrics.registry,
    programme: name,
    publicUrl: config.publicUrl,
    work: config.roles.includes('worker'),
  });
  shutdown.add({ name: 'subscriptions', limitMs: config.drainS * 1000 + 5_000, close: () => subscriptions.stop() });
  return (app) => {
    subscriptionRoutes(app, { reading, subscriptions, disableDays, checkUrl: (url) => outbound.check(url) });
    sendingRoutes(app, { reading, subscriptions, disableDays, mailsPerHour });
    unsubscribeRoutes(app, { reading });
  };
}

/** The certificate that mails are signed with. */
async function mailIdentity({ mailCertificate, mailKey }: Config): Promise<MailIdentity | undefined> {
  if (mailCertificate === undefined || mailKey === undefined) return undefined;
  try {
    return await readMailIdentity(readFileSync(mailCertificate, 'utf8'), readFileSync(mailKey, 'utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new OperatorError(`Mails cannot be signed with TOCSIN_MAIL_CERTIFICATE and TOCSIN_MAIL_KEY: ${why}`);
  }
}
