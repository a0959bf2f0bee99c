import type { CollectionOut, NewCollection } from '@tocsin/api';
import { recordAudit } from '#audit/store.ts';
import type { Db, Tx } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import type { Caller } from '#kernel/http/caller.ts';
import { bumpRegistryVersion } from '#registry/store.ts';
import { builtInAliases, builtInCollections, type Collection } from '../collections.ts';

/** Gives the key of this database, which never changes: read once. */
export function createKeyKeeper(db: Db): () => Promise<string> {
  let kept: string | undefined;
  return async () =>
    (kept ??= (await db.asSystem('taxii key', (tx) => tx.one<{ key: string }>('select key from taxii_key'))).key);
}

interface GrantedRow {
  readonly number: number;
  readonly id: string;
  readonly alias: string;
  readonly title: string;
  readonly description: string | null;
  readonly readers: number;
  readonly canRead: boolean;
  readonly canWrite: boolean;
}

/** Every collection of the caller's org, those that it was granted behind those that every org has; the order never changes. */
export async function collectionsOf(tx: Tx, { org, scopes }: Caller, key: string): Promise<Collection[]> {
  const rows = await tx.query<GrantedRow>(
    `select c.number, c.id, c.alias, c.title, c.description, c.readers, g.can_read as "canRead", g.can_write as "canWrite"
     from collection c join collection_grant g on g.collection = c.number and g.org = $1 order by c.number`,
    [org],
  );
  const granted = rows.map(({ number, readers, description, canRead, canWrite, ...row }): Collection => ({
    ...row,
    ...(description !== null && { description }),
    canRead: canRead && scopes.includes('objects:read'),
    canWrite: canWrite && scopes.includes('objects:write'),
    contents: { kind: 'entries', number, readers },
  }));
  return [...builtInCollections(org, scopes, key), ...granted];
}

/** The collections that were made, with who has which right in them. For the operator. */
export async function listCollections(tx: Tx): Promise<CollectionOut[]> {
  return tx.query<CollectionOut>(
    `select c.id, c.alias, c.title, c.description, c.created_at::text as "createdAt", c.created_by as "createdBy",
       coalesce((select json_agg(json_build_object('org', o.handle, 'read', g.can_read, 'write', g.can_write) order by o.handle)
                 from collection_grant g join org o on o.id = g.org where g.collection = c.number), '[]') as grants
     from collection c order by c.number`,
  );
}

/** Makes a collection that nobody has a right in yet. Throws `conflict` when the alias is taken. */
export async function createCollection(tx: Tx, wanted: NewCollection, by: Caller, now: Date): Promise<CollectionOut> {
  const taken = await tx.maybe('select from collection where alias = $1', [wanted.alias]);
  if (taken !== undefined || builtInAliases.includes(wanted.alias))
    throw new AppError('conflict', { detail: `There is a collection ${wanted.alias}.` });
  // Its readers are a group, so that the sharing rule names them, and takes back what they may no longer have.
  await tx.query(
    `with readers as (
       insert into sharing_group (handle, name, owner, members, updated_at) values ('taxii-' || $1, $2, $4, '{}', $5) returning id
     )
     insert into collection (alias, title, description, readers, created_at, created_by) select $1, $2, $3, readers.id, $5, $6 from readers`,
    [wanted.alias, wanted.title, wanted.description ?? null, by.org, now, by.name],
  );
  await recordAudit(tx, {
    at: now,
    org: by.org,
    actor: by.name,
    action: 'collection.create',
    subject: `collection/${wanted.alias}`,
    detail: { title: wanted.title },
  });
  return find(tx, wanted.alias);
}

/** Sets the rights of an org in a collection; neither takes them away. Throws `not_found`. */
export async function grantCollection(
  tx: Tx,
  { alias, org, read, write }: { alias: string; org: string; read: boolean; write: boolean },
  by: Caller,
  now: Date,
): Promise<CollectionOut> {
  const found = await tx.maybe<{ number: number; readers: number; org: number }>(
    `select c.number, c.readers, o.id as org from collection c, org o where c.alias = $1 and o.handle = $2 for update of c`,
    [alias, org],
  );
  if (found === undefined)
    throw new AppError('not_found', { detail: `There is no collection ${alias}, or no organisation ${org}.` });
  if (read || write)
    await tx.query(
      `insert into collection_grant (collection, org, can_read, can_write) values ($1, $2, $3, $4)
       on conflict (collection, org) do update set can_read = excluded.can_read, can_write = excluded.can_write`,
      [found.number, found.org, read, write],
    );
  else await tx.query('delete from collection_grant where collection = $1 and org = $2', [found.number, found.org]);
  await tx.query(
    `update sharing_group set updated_at = $3, members = coalesce(
       (select array_agg(g.org order by g.org) from collection_grant g where g.collection = $2 and g.can_read), '{}') where id = $1`,
    [found.readers, found.number, now],
  );
  await recordAudit(tx, {
    at: now,
    org: by.org,
    actor: by.name,
    action: 'collection.grant',
    subject: `collection/${alias}`,
    detail: { org, read, write },
  });
  // Audiences follow from groups as they do from the registry: what is shared already is looked at anew.
  await bumpRegistryVersion(tx);
  return find(tx, alias);
}

async function find(tx: Tx, alias: string): Promise<CollectionOut> {
  const found = (await listCollections(tx)).find((collection) => collection.alias === alias);
  if (found === undefined) throw new AppError('not_found');
  return found;
}
