import { routes, type SubscriptionTest } from '@tocsin/api';
import type { FastifyInstance } from 'fastify';
import { recordAudit } from '#audit/store.ts';
import { AppError } from '#kernel/errors.ts';
import type { Caller } from '#kernel/http/caller.ts';
import { mount } from '#kernel/http/routes.ts';
import type { Reading } from '../../reading.ts';
import type { Outcome } from '../attempts.ts';
import { hold, release } from '../held/store.ts';
import type { Subscriptions } from '../jobs.ts';
import { resendMail, testMail } from '../mail/jobs.ts';
import { addressFreeAt } from '../mail/store.ts';
import { beginAttempt, endAttempt, findMessage, newMessageId } from '../messages/store.ts';
import { describeSubscription, replayable } from '../store.ts';
import type { Held } from '../subscription.ts';
import { resendWebhook, testWebhook } from '../webhook/jobs.ts';

export interface SendingDeps {
  readonly reading: Reading;
  readonly subscriptions: Subscriptions;
  readonly disableDays: number;
  readonly mailsPerHour: number;
}

/** What people have sent at once: a test, and messages again. The answer waits for what came of it. */
export function sendingRoutes(app: FastifyInstance, deps: SendingDeps): void {
  const { reading, subscriptions } = deps;
  const { db, clock } = reading;

  mount(app, routes.testSubscription, ({ caller, params }) =>
    holding(deps, caller, params.id, async (held) => {
      const id = newMessageId();
      const now = clock.now();
      const address = held.contact?.email ?? null;
      await db.asSystem('test', async (tx) => {
        const free = address === null ? undefined : await addressFreeAt(tx, address, deps.mailsPerHour, now);
        if (free !== undefined)
          throw new AppError('too_many_requests', { retryAfter: (free.getTime() - now.getTime()) / 1000 });
        const message = { id, kind: 'test' as const, from: held.cursor, to: held.cursor, items: 0 };
        await beginAttempt(tx, held, message, now, address);
        await audit(tx, caller, 'test', held.id);
      });
      const outcome = await (held.channel === 'webhook'
        ? testWebhook(subscriptions.webhook, held, id)
        : testMail(subscriptions.mail, held, id));
      const state = outcome.kind === 'delivered' ? 'delivered' : 'dead';
      await db.asSystem('test', (tx) => endAttempt(tx, id, { ...outcome, state }));
      return shown(outcome);
    }),
  );

  mount(app, routes.replayMessage, ({ caller, params }) =>
    holding(deps, caller, params.id, async (held) => {
      const found = await db.asSystem('replay', (tx) => findMessage(tx, held.id, params.message));
      if (found === undefined) throw new AppError('not_found', { detail: 'There is no such message.' });
      if (!replayable(found)) throw new AppError('conflict', { detail: 'This message cannot be sent again.' });
      const message = await db.asSystem('replay', async (tx) => {
        await audit(tx, caller, 'replay_message', held.id, { message: found.id });
        return beginAttempt(tx, held, found, clock.now());
      });
      const sent = await (held.channel === 'webhook'
        ? resendWebhook(subscriptions.webhook, held, message)
        : resendMail(subscriptions.mail, held, message));
      if (sent.outcome === undefined) {
        await db.asSystem('replay', (tx) => endAttempt(tx, message.id, { state: 'empty' }));
        return { delivered: false, status: null, answer: 'Nothing of it may be had any more.' };
      }
      const { outcome } = sent;
      const state = outcome.kind === 'delivered' ? 'delivered' : 'dead';
      await db.asSystem('replay', (tx) => endAttempt(tx, message.id, { ...outcome, state }));
      return shown(outcome);
    }),
  );

  const audit = (
    tx: Parameters<typeof recordAudit>[0],
    caller: Caller,
    action: string,
    id: number,
    detail: object = {},
  ) =>
    recordAudit(tx, {
      at: clock.now(),
      org: caller.org,
      actor: caller.name,
      action: `subscription.${action}`,
      subject: `subscription:${id}`,
      detail,
    });
}

/** Holds a subscription of the caller's own org, so that no turn runs meanwhile. */
async function holding<T>(
  { reading, disableDays }: SendingDeps,
  caller: Caller,
  id: number,
  work: (held: Held) => Promise<T>,
): Promise<T> {
  const { db, clock } = reading;
  const found = await db.asOrg(caller.org, (tx) => describeSubscription(tx, id, clock.now(), disableDays));
  if (found?.org !== caller.orgHandle) throw new AppError('not_found', { detail: 'There is no such subscription.' });
  const held = await db.asSystem('subscription', (tx) => hold(tx, id, clock.now(), true));
  if (held === undefined) throw new AppError('conflict', { detail: 'It is sending just now: try again in a moment.' });
  try {
    return await work(held);
  } finally {
    await db.asSystem('subscription', (tx) => release(tx, held));
  }
}

function shown(outcome: Outcome): SubscriptionTest {
  return { delivered: outcome.kind === 'delivered', status: outcome.status, answer: outcome.answer };
}
