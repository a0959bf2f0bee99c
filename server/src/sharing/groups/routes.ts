import { routes, type Group, type GroupChange, type NewGroup } from '@tocsin/api';
import type { FastifyInstance } from 'fastify';
import { recordAudit } from '#audit/store.ts';
import type { Clock } from '#kernel/clock.ts';
import type { Db, Tx } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import type { Caller } from '#kernel/http/caller.ts';
import { mount } from '#kernel/http/routes.ts';
import { readBook, type SharingBook } from '../book/store.ts';
import { evaluateBlueprint } from './blueprint.ts';
import { groupOf, insertGroup, listGroups, updateGroup } from './store.ts';

/** Mounts groups: by hand, and by blueprint. */
export function groupRoutes(app: FastifyInstance, { db, clock }: { readonly db: Db; readonly clock: Clock }): void {
  const answer = (row: Parameters<typeof groupOf>[0], caller: Caller, book: SharingBook): Group => {
    const group = groupOf(row, new Map(book.orgs.map(({ id, handle }) => [id, handle])));
    // With whom one shares one may know; who shares with whom besides one may not.
    const all = row.owner === caller.org || caller.orgKind === 'operator';
    return all ? group : { ...group, members: group.members.filter((handle) => handle === caller.orgHandle) };
  };
  const audited = (tx: Tx, caller: Caller, action: string, handle: string, detail: object): Promise<void> =>
    recordAudit(tx, {
      at: clock.now(),
      org: caller.org,
      actor: caller.name,
      action,
      subject: `group/${handle}`,
      detail,
    });

  mount(app, routes.groups, async ({ caller }) => {
    const book = await readBook(db, clock.now());
    const rows = await db.asOrg(caller.org, listGroups);
    return rows.map((row) => answer(row, caller, book));
  });

  mount(app, routes.createGroup, async ({ caller, body }) => {
    const book = await readBook(db, clock.now());
    const { handle, name, blueprint = null } = body;
    const members = membersFor(body, book) ?? [];
    const row = await db.asOrg(caller.org, async (tx) => {
      await audited(tx, caller, 'group.create', handle, body);
      return insertGroup(tx, { handle, name, owner: caller.org, blueprint, members }, clock.now());
    });
    return answer(row, caller, book);
  });

  mount(app, routes.changeGroup, async ({ caller, params, body }) => {
    const book = await readBook(db, clock.now());
    const members = membersFor(body, book);
    const row = await db.asOrg(caller.org, async (tx) => {
      const { name, blueprint } = body;
      const change = {
        ...(name !== undefined && { name }),
        ...(blueprint !== undefined && { blueprint }),
        ...(members !== undefined && { members }),
      };
      await audited(tx, caller, 'group.change', params.handle, body);
      return updateGroup(tx, params.handle, change, clock.now());
    });
    return answer(row, caller, book);
  });

  mount(app, routes.previewGroup, async ({ body }) => {
    const book = await readBook(db, clock.now());
    const described = new Set(evaluateBlueprint(body, book));
    return {
      members: book.orgs
        .filter(({ id }) => described.has(id))
        .map(({ handle }) => handle)
        .sort(),
    };
  });
}

/** The members that a request describes or lists, ascending; undefined where it says neither. Throws `validation_failed`. */
function membersFor({ blueprint, members }: NewGroup | GroupChange, book: SharingBook): number[] | undefined {
  if (blueprint != null && members !== undefined)
    throw new AppError('validation_failed', { detail: 'A group has a blueprint, or members by hand.' });
  if (blueprint != null) return evaluateBlueprint(blueprint, book);
  const ids = new Map(book.orgs.map(({ id, handle }) => [handle, id]));
  return members
    ?.map((handle) => {
      const id = ids.get(handle);
      if (id === undefined) throw new AppError('validation_failed', { detail: `There is no organisation ${handle}.` });
      return id;
    })
    .sort((a, b) => a - b);
}
