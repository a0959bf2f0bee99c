import { routes, type NewSource, type SourceChange } from '@tocsin/api';
import type { FastifyInstance } from 'fastify';
import { recordAudit } from '#audit/store.ts';
import type { Clock } from '#kernel/clock.ts';
import type { Db, Tx } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import { mount } from '#kernel/http/routes.ts';
import { parsePrefix } from '#registry/ip-data/index.ts';
import { isFeedName } from '../feeds/index.ts';
import { describeSource, insertSource, listSources, orgIds, updateSource } from './store.ts';

/** Declares sources: what they send, how far it may go, and what of them recipients see. */
export function sourceRoutes(app: FastifyInstance, { db, clock }: { db: Db; clock: Clock }): void {
  mount(app, routes.sources, ({ caller }) => db.asOrg(caller.org, (tx) => listSources(tx, clock.now())));

  mount(app, routes.createSource, ({ body, caller }) => {
    check(body);
    return db.asOrg(caller.org, async (tx) => {
      const org = body.org === undefined ? caller.org : (await idsOf(tx, [body.org]))[0];
      const id = await insertSource(tx, body, org ?? caller.org, await idsOf(tx, body.recipients ?? []));
      if (id === undefined) throw new AppError('conflict', { detail: `There is a source ${body.handle} already.` });
      await recordAudit(tx, {
        at: clock.now(),
        org: caller.org,
        actor: caller.name,
        action: 'source.create',
        subject: `source:${body.handle}`,
        detail: body,
      });
      return (await describeSource(tx, body.handle, clock.now())) ?? notFound(body.handle);
    });
  });

  mount(app, routes.changeSource, ({ params, body, caller }) => {
    check(body);
    return db.asOrg(caller.org, async (tx) => {
      const recipients = body.recipients === undefined ? undefined : await idsOf(tx, body.recipients);
      if (!(await updateSource(tx, params.handle, body, recipients))) notFound(params.handle);
      await recordAudit(tx, {
        at: clock.now(),
        org: caller.org,
        actor: caller.name,
        action: 'source.change',
        subject: `source:${params.handle}`,
        detail: body,
      });
      return (await describeSource(tx, params.handle, clock.now())) ?? notFound(params.handle);
    });
  });
}

function notFound(handle: string): never {
  throw new AppError('unknown_source', { detail: `There is no source ${handle}.` });
}

function check({ feed, ownAddresses }: NewSource | SourceChange): void {
  if (feed !== undefined && !isFeedName(feed))
    throw new AppError('unknown_feed', { detail: `There is no feed ${feed}.` });
  for (const address of ownAddresses ?? []) {
    if (parsePrefix(address) === undefined) {
      throw new AppError('validation_failed', { detail: `body /ownAddresses: ${address} is no address or prefix` });
    }
  }
}

/** Ids of orgs in the order of their handles; an unknown one is refused. */
async function idsOf(tx: Tx, handles: readonly string[]): Promise<number[]> {
  const ids = await orgIds(tx, handles);
  return handles.map((handle) => {
    const id = ids.get(handle);
    if (id === undefined) throw new AppError('validation_failed', { detail: `There is no organisation ${handle}.` });
    return id;
  });
}
