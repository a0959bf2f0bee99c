import type { ResponseOf } from '@tocsin/api';
import type { registryRoutes } from '@tocsin/api/routes/registry.ts';
import type { Tx } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import type { Actor } from '../actor.ts';
import { recordChange } from '../changes/store.ts';
import { warninglistKinds } from '../pipeline-registry.ts';
import { validationFailed } from '../validation-failed.ts';
import { readWarninglist as readEntries, readWarninglistKind, type WarninglistBody } from './warninglist.ts';

type WarninglistItem = ResponseOf<typeof registryRoutes.warninglists>[number];
type Stored = Omit<WarninglistItem, 'updatedAt'> & { updatedAt: Date };

const selectList = `
  select id, name, kind, enabled, cardinality(addresses) as addresses, cardinality(domains) as domains, updated_at as "updatedAt"
  from warninglist`;

const itemOf = (row: Stored): WarninglistItem => ({ ...row, updatedAt: row.updatedAt.toISOString() });

/** Every warninglist with the number of its entries, by name. */
export async function listWarninglists(tx: Tx): Promise<WarninglistItem[]> {
  return (await tx.query<Stored>(`${selectList} order by name`)).map(itemOf);
}

/**
 * A warninglist with its entries, in the form in which they are given: put again, they make the same list. Throws
 * `not_found`.
 */
export async function readWarninglist(tx: Tx, name: string): Promise<ResponseOf<typeof registryRoutes.warninglist>> {
  const row = await tx.maybe<Stored>(`${selectList} where name = $1`, [name]);
  if (row === undefined) throw missing(name);
  const { list } = await tx.one<{ list: string[] }>(
    'select addresses::text[] || domains as list from warninglist where name = $1',
    [name],
  );
  return { warninglist: itemOf(row), list };
}

const missing = (name: string): AppError => new AppError('not_found', { detail: `There is no warninglist ${name}.` });

/** Switches a warninglist on or off; what it is already changes nothing. Throws `not_found`. */
export async function switchWarninglist(
  tx: Tx,
  name: string,
  enabled: boolean,
  by: Actor,
  now: Date,
): Promise<WarninglistItem> {
  const before = await tx.maybe<Stored>(`${selectList} where name = $1 for update`, [name]);
  if (before === undefined) throw missing(name);
  if (before.enabled === enabled) return itemOf(before);
  await tx.query('update warninglist set enabled = $2, updated_at = $3 where name = $1', [name, enabled, now]);
  await recordChange(tx, by, now, {
    action: 'warninglist.switch',
    subject: `warninglist/${name}`,
    detail: { enabled },
  });
  return itemOf({ ...before, enabled, updatedAt: now });
}

/** Most refused entries that an answer carries. */
const shownRefusals = 1000;

/**
 * Creates or replaces a warninglist. A list that replaces one keeps its kind and whether it is on, unless it says
 * otherwise. Throws `validation_failed` for an unknown kind, or where no entry of a filled list can be taken.
 */
export async function putWarninglist(
  tx: Tx,
  name: string,
  body: WarninglistBody,
  by: Actor,
  now: Date,
): Promise<ResponseOf<typeof registryRoutes.putWarninglist>> {
  const kind = readWarninglistKind(body.kind);
  if (kind === undefined)
    throw validationFailed([{ in: 'body', pointer: '/kind', problem: `is none of ${warninglistKinds.join(', ')}` }]);
  const { addresses, domains, refused } = readEntries(body);
  if (addresses.length + domains.length === 0 && refused.length > 0)
    throw validationFailed([
      { in: 'body', pointer: '/list', problem: `holds no entry that can be taken: ${refused[0] ?? ''}` },
    ]);
  const row = await tx.one<Stored>(
    `with put as (
       insert into warninglist as w (name, kind, enabled, addresses, domains, updated_at)
       values ($1, $2, coalesce($3, true), $4::cidr[], $5, $6)
       on conflict (name) do update set kind = case when $7 then $2 else w.kind end, enabled = coalesce($3, w.enabled),
         addresses = excluded.addresses, domains = excluded.domains, updated_at = excluded.updated_at
       returning *
     )
     ${selectList.replace('from warninglist', 'from put')}`,
    [name, kind, body.enabled ?? null, addresses, domains, now, body.kind !== undefined],
  );
  await recordChange(tx, by, now, {
    action: 'warninglist.put',
    subject: `warninglist/${name}`,
    detail: {
      kind: row.kind,
      enabled: row.enabled,
      addresses: row.addresses,
      domains: row.domains,
      refused: refused.length,
    },
  });
  const more = refused.length - shownRefusals;
  return {
    warninglist: itemOf(row),
    refused: more > 0 ? [...refused.slice(0, shownRefusals), `and ${more} more`] : [...refused],
  };
}
