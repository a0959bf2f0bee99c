import type { Group, GroupBlueprint } from '@tocsin/api/group.ts';
import type { Db, Tx } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import { bumpRegistryVersion } from '#registry/store.ts';
import { readBook } from '../book/store.ts';
import { evaluateBlueprint } from './blueprint.ts';

interface GroupRow {
  readonly id: number;
  readonly handle: string;
  readonly name: string;
  readonly owner: number;
  readonly blueprint: GroupBlueprint | null;
  readonly members: readonly number[];
  readonly updatedAt: Date;
}

const columns = 'id, handle, name, owner, blueprint, members, updated_at as "updatedAt"';

/** Groups that the acting org may see, by handle. */
export function listGroups(tx: Tx): Promise<GroupRow[]> {
  return tx.query(`select ${columns} from sharing_group order by handle`);
}

/** A group as the API shows it; `handles`: those of orgs, by id. */
export function groupOf(row: GroupRow, handles: ReadonlyMap<number, string>): Group {
  const { handle, name, owner, blueprint, members, updatedAt } = row;
  const named = (id: number): string[] => {
    const found = handles.get(id);
    return found === undefined ? [] : [found];
  };
  return {
    handle,
    name,
    owner: named(owner)[0] ?? '',
    blueprint,
    members: members.flatMap(named).sort(),
    updatedAt: updatedAt.toISOString(),
  };
}

/** Makes a group. Throws `conflict` where the handle is taken. Bumps the registry: what was shared follows. */
export async function insertGroup(tx: Tx, group: Omit<GroupRow, 'id' | 'updatedAt'>, now: Date): Promise<GroupRow> {
  const { handle, name, owner, blueprint, members } = group;
  const row = await tx.maybe<GroupRow>(
    `insert into sharing_group (handle, name, owner, blueprint, members, updated_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (handle) do nothing returning ${columns}`,
    [handle, name, owner, blueprint === null ? null : JSON.stringify(blueprint), members, now],
  );
  if (row === undefined) throw new AppError('conflict', { detail: `There is a group ${handle} already.` });
  await bumpRegistryVersion(tx);
  return row;
}

/** Changes a group of the acting org; throws `not_found` where it keeps none of that handle. Bumps the registry. */
export async function updateGroup(
  tx: Tx,
  handle: string,
  change: Partial<Pick<GroupRow, 'name' | 'blueprint' | 'members'>>,
  now: Date,
): Promise<GroupRow> {
  const { name = null, members = null, blueprint } = change;
  const row = await tx.maybe<GroupRow>(
    `update sharing_group set name = coalesce($2, name), members = coalesce($3, members), updated_at = $6,
       blueprint = case when $4 then $5::jsonb else blueprint end
     where handle = $1 and (owner = (select acting_org()) or (select acting_org()) = 0) returning ${columns}`,
    [handle, name, members, blueprint !== undefined, blueprint == null ? null : JSON.stringify(blueprint), now],
  );
  if (row === undefined) throw new AppError('not_found', { detail: `There is no group ${handle} of yours.` });
  await bumpRegistryVersion(tx);
  return row;
}

/** Evaluates the blueprints that the registry may have moved; gives the handles of groups that changed. */
export async function reviewGroups(db: Db, now: Date): Promise<string[]> {
  const book = await readBook(db, now);
  return db.asSystem('groups', async (tx) => {
    const rows = await tx.query<GroupRow>(
      `select ${columns} from sharing_group where blueprint is not null order by id for no key update`,
    );
    const changed = rows.flatMap(({ id, handle, blueprint, members }) => {
      const described = blueprint === null ? members : evaluateBlueprint(blueprint, book);
      return described.join() === members.join() ? [] : [{ id, handle, members: described }];
    });
    for (const { id, members } of changed)
      await tx.query('update sharing_group set members = $2, updated_at = $3 where id = $1', [id, members, now]);
    if (changed.length > 0) await bumpRegistryVersion(tx);
    return changed.map(({ handle }) => handle);
  });
}
