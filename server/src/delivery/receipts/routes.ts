import { routes, type Acknowledgement } from '@tocsin/api';
import type { FastifyInstance } from 'fastify';
import { recordAnswered, type Answered } from '#audit/store.ts';
import type { Clock } from '#kernel/clock.ts';
import type { Db, Tx } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import { mount } from '#kernel/http/routes.ts';
import { parseCursor } from '#sharing/index.ts';
import { recipientStates } from './recipient-state.ts';
import { deliveredChange, isReleased, readObjectReceipts, readRecipients, unreadUpTo } from './store.ts';

/** Mounts what an org says of what it was given, and what the sender sees of it. */
export function receiptRoutes(app: FastifyInstance, { db, clock }: { db: Db; clock: Clock }): void {
  mount(app, routes.acknowledge, ({ body, caller }) =>
    db.asOrg(caller.org, async (tx) => {
      const about = await stretchOf(tx, caller.org, body);
      const who = { org: caller.org, at: clock.now(), actor: caller.name, channel: 'api' };
      return recordAnswered(tx, { ...who, kind: body.kind, ...about });
    }),
  );

  mount(app, routes.objectReceipts, async ({ params: { id }, caller }) =>
    // As the programme: whose receipts a sender may see follows from what it sent, not from whose they are.
    db.asSystem('receipts of an object', async (tx) => {
      const owner = caller.orgKind === 'operator' ? null : caller.org;
      if (!(await isReleased(tx, id, owner)))
        throw new AppError('not_found', { detail: 'There is no such object of yours.' });
      return recipientStates(await readRecipients(tx, id, owner), await readObjectReceipts(tx, id, owner));
    }),
  );
}

/** What was delivered and is answered. Throws `not_delivered`, whether there is nothing or it is another's. */
async function stretchOf(
  tx: Tx,
  org: number,
  body: Acknowledgement,
): Promise<Pick<Answered, 'subject' | 'epoch' | 'first' | 'last' | 'items' | 'detail'>> {
  if ('cursor' in body) {
    const { cursor, of: subject = 'events' } = body;
    const unread = await unreadUpTo(tx, org, subject, parseCursor(cursor));
    if (unread === undefined)
      throw new AppError('not_delivered', { detail: 'Nothing was delivered up to there that is not read already.' });
    return { ...unread, subject, detail: {} };
  }
  const { kind: _, ...detail } = body;
  const change = await deliveredChange(tx, org, body.object);
  if (change === undefined) throw new AppError('not_delivered', { detail: `${body.object} was not delivered to you.` });
  return { ...change, subject: 'objects', detail };
}
