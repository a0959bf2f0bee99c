import { routes, type NewSubscription, type Subscription, type SubscriptionChange } from '@tocsin/api';
import type { FastifyInstance } from 'fastify';
import { recordAudit } from '#audit/store.ts';
import type { Tx } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import type { Caller } from '#kernel/http/caller.ts';
import { mount } from '#kernel/http/routes.ts';
import { parseCursor, resume, type Cursor } from '#sharing/index.ts';
import { readHead } from '#sharing/store.ts';
import type { Reading } from '../reading.ts';
import type { Subscriptions } from './jobs.ts';
import { nextDigest } from './mail/plan.ts';
import { abandonOpen } from './messages/store.ts';
import { newWebhookSecret } from './signature.ts';
import {
  addSecret,
  deleteSubscription,
  describeSubscription,
  findContact,
  insertSubscription,
  listMessages,
  listSubscriptions,
  moveSubscription,
  updateSubscription,
} from './store.ts';

export interface SubscriptionDeps {
  readonly reading: Reading;
  readonly subscriptions: Subscriptions;
  readonly disableDays: number;
  /** Throws AppError `outbound_refused` for an address that no webhook is sent to. */
  readonly checkUrl: (url: string) => void;
}

/** Both secrets sign for so long after a rotation. */
const rotationMs = 86_400_000;

/** Makes, changes and ends subscriptions, and says how they fare. */
export function subscriptionRoutes(app: FastifyInstance, deps: SubscriptionDeps): void {
  const { reading, subscriptions, disableDays } = deps;
  const { db, clock } = reading;
  const describe = async (tx: Tx, id: number): Promise<Subscription> =>
    (await describeSubscription(tx, id, clock.now(), disableDays)) ?? notFound();
  const audit = (tx: Tx, caller: Caller, action: string, id: number, detail: object = {}) =>
    recordAudit(tx, {
      at: clock.now(),
      org: caller.org,
      actor: caller.name,
      action: `subscription.${action}`,
      subject: `subscription:${id}`,
      detail,
    });

  mount(app, routes.subscriptions, ({ caller }) =>
    db.asOrg(caller.org, (tx) => listSubscriptions(tx, clock.now(), disableDays)),
  );

  mount(app, routes.subscription, ({ caller, params }) => db.asOrg(caller.org, (tx) => describe(tx, params.id)));

  mount(app, routes.createSubscription, async ({ caller, body }) => {
    const { url, mail } = checked(deps, body);
    const secret = body.channel === 'webhook' ? newWebhookSecret() : null;
    const subscription = await db.asOrg(caller.org, async (tx) => {
      const contact = body.contact === undefined ? undefined : await contactOf(tx, caller.org, body.contact);
      const row = {
        name: body.name,
        channel: body.channel,
        subject: body.subject ?? 'events',
        filter: body.filter ?? {},
        contact: body.contact ?? null,
        url,
        mail,
        digestAt: mail && nextDigest(mail, contact?.timeZone ?? 'UTC', clock.now()),
        cursor: await startOf(tx, body.start ?? 'now'),
        by: caller.name,
      };
      const id = await insertSubscription(tx, caller.org, row, clock.now());
      if (id === undefined) throw taken(body.name);
      if (secret !== null) await addSecret(tx, { id, org: caller.org }, secret, clock.now());
      await audit(tx, caller, 'create', id, {
        name: row.name,
        channel: row.channel,
        subject: row.subject,
        filter: row.filter,
      });
      return describe(tx, id);
    });
    subscriptions.wake();
    return { subscription, secret };
  });

  mount(app, routes.changeSubscription, async ({ caller, params, body }) => {
    const subscription = await db.asOrg(caller.org, async (tx) => {
      const before = await describe(tx, params.id);
      const change = { ...body, ...(await changed(deps, tx, caller, before, body)) };
      await refuseDouble(() => updateSubscription(tx, params.id, caller.org, change).then(orNotFound), body.name);
      await audit(tx, caller, 'change', params.id, {
        members: Object.keys(body),
        ...(body.state && { state: body.state }),
      });
      return describe(tx, params.id);
    });
    subscriptions.wake();
    return subscription;
  });

  mount(app, routes.deleteSubscription, async ({ caller, params }) => {
    await db.asOrg(caller.org, async (tx) => {
      orNotFound(await deleteSubscription(tx, params.id, caller.org));
      await audit(tx, caller, 'delete', params.id);
    });
    return undefined;
  });

  mount(app, routes.rotateSubscriptionSecret, async ({ caller, params }) => {
    const subscription = await db.asOrg(caller.org, (tx) => describe(tx, params.id));
    if (subscription.org !== caller.orgHandle) notFound();
    if (subscription.channel !== 'webhook') throw new AppError('conflict', { detail: 'Only webhooks are signed so.' });
    const secret = newWebhookSecret();
    const now = clock.now();
    // The secrets that are there only the programme reads and ends.
    await db.asSystem('rotation', async (tx) => {
      await addSecret(tx, { id: params.id, org: caller.org }, secret, now, new Date(now.getTime() + rotationMs));
      await audit(tx, caller, 'rotate_secret', params.id);
    });
    return { subscription, secret };
  });

  mount(app, routes.replaySubscription, async ({ caller, params, body }) => {
    await db.asOrg(caller.org, async (tx) => {
      orNotFound(await moveSubscription(tx, params.id, caller.org, await startOf(tx, body.from)));
      await audit(tx, caller, 'replay', params.id, { from: body.from });
    });
    await db.asSystem('replay', (tx) => abandonOpen(tx, params.id));
    subscriptions.wake();
    return db.asOrg(caller.org, (tx) => describe(tx, params.id));
  });

  mount(app, routes.subscriptionMessages, ({ caller, params, query }) =>
    db.asOrg(caller.org, async (tx) => {
      const { org } = await describe(tx, params.id);
      if (org !== caller.orgHandle) notFound();
      return listMessages(tx, params.id, query.state, query.limit ?? 50);
    }),
  );
}

function notFound(): never {
  throw new AppError('not_found', { detail: 'There is no such subscription.' });
}

function orNotFound(done: boolean): void {
  if (!done) notFound();
}

const taken = (name: string) => new AppError('conflict', { detail: `There is a subscription ${name} already.` });
const invalid = (detail: string) => new AppError('validation_failed', { detail });

/** Another name that is taken breaks the unique key (SQLSTATE 23505). */
async function refuseDouble(work: () => Promise<void>, name: string | undefined): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw name !== undefined && (error as { code?: unknown }).code === '23505' ? taken(name) : error;
  }
}

/** What belongs to the channel, and nothing of the other's. */
function checked({ checkUrl }: SubscriptionDeps, body: NewSubscription) {
  const { channel, url, contact, mail } = body;
  if (channel === 'webhook') {
    if (url === undefined) throw invalid('body /url: a webhook needs an address');
    if (contact !== undefined || mail !== undefined) throw invalid('body: contact and mail belong to mail');
    checkUrl(url);
    return { url, mail: null };
  }
  if (contact === undefined) throw invalid('body /contact: mail goes to a contact of your organisation');
  if (url !== undefined) throw invalid('body /url: belongs to webhooks');
  return { url: null, mail: mail ?? ({ every: 'day' } as const) };
}

/** Checks a change against what is there; returns what follows from it. */
async function changed(deps: SubscriptionDeps, tx: Tx, caller: Caller, before: Subscription, body: SubscriptionChange) {
  if (before.org !== caller.orgHandle) notFound();
  const { url, contact, mail } = body;
  if (before.channel === 'mail' ? url !== undefined : contact !== undefined || mail !== undefined)
    throw invalid('body: this belongs to the other channel');
  if (url !== undefined) deps.checkUrl(url);
  const to = contact ?? before.contact?.id;
  if (before.channel === 'webhook' || (mail === undefined && contact === undefined)) return {};
  const found = to === undefined ? undefined : await contactOf(tx, caller.org, to);
  const plan = mail ?? before.mail;
  return { digestAt: plan && nextDigest(plan, found?.timeZone ?? 'UTC', deps.reading.clock.now()) };
}

/** A contact of the org itself: nobody is mailed at the wish of a stranger. */
async function contactOf(tx: Tx, org: number, id: number) {
  const contact = await findContact(tx, org, id);
  if (contact?.email == null) throw invalid('body /contact: no contact of your organisation with a mail address');
  return contact;
}

/** A place in the log as a caller names it. Throws `invalid_cursor` and `gone_cursor`. */
async function startOf(tx: Tx, start: string): Promise<Cursor> {
  const head = await readHead(tx);
  if (start === 'now') return { epoch: head.epoch, seq: head.seq };
  return resume(head, start === 'beginning' ? undefined : parseCursor(start));
}
