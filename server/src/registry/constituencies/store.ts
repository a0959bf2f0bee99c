import type { Constituency, NewConstituency } from '@tocsin/api';
import type { Tx } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import type { Actor } from '../actor.ts';
import { recordChange } from '../changes/store.ts';
import { findOrg } from '../orgs/store.ts';
import { validationFailed } from '../validation-failed.ts';
import { normaliseValue, sharedProblem } from './constituency.ts';
import { inForce, isExpired, type LayeredEntry } from './effective.ts';

type EntryRecord = LayeredEntry & {
  shared: boolean;
  import: string | null;
  note: string | null;
  createdAt: Date;
  createdBy: string;
};

/** What an organisation answers for, both layers, each entry with whether it counts. Throws `not_found`. */
export async function listConstituency(tx: Tx, handle: string, now: Date): Promise<Constituency[]> {
  const { id } = await findOrg(tx, handle);
  const rows = await entriesOf(tx, id);
  const counting = inForce(rows, now);
  return rows.map((row) => ({
    ...row,
    org: handle,
    inForce: counting.has(row.id),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  }));
}

function entriesOf(tx: Tx, org: number): Promise<EntryRecord[]> {
  return tx.query<EntryRecord>(
    `select id, org, layer, kind, value, effect, shared, import, note, expires_at as "expiresAt",
       created_at as "createdAt", created_by as "createdBy"
     from constituency where org = $1
     order by array_position(array['nation', 'asn', 'prefix', 'suffix', 'sector'], kind), value, layer desc, effect`,
    [org],
  );
}

/**
 * Adds a manual entry. An exclude must name an automatic entry exactly: it hides that one, and cuts nothing out of a
 * wider one. Throws `not_found`, `conflict`, or `validation_failed` with pointers.
 */
export async function addConstituency(
  tx: Tx,
  handle: string,
  entry: NewConstituency,
  by: Actor,
  now: Date,
): Promise<Constituency> {
  const { id: org } = await findOrg(tx, handle);
  // Two changes of one org's entries at once could each pass the checks below and contradict each other. The key stays
  // free: an import that holds the table of entries needs it.
  await tx.query('select from org where id = $1 for no key update', [org]);
  const { kind, effect = 'include', shared = false, note, expiresAt = null } = entry;
  const value = await checkedValue(tx, entry, now);
  const same = (await entriesOf(tx, org)).filter((other) => other.kind === kind && other.value === value);
  refuseContradiction(same, { handle, value, effect }, now);
  const expired = same.filter((other) => other.layer === 'manual' && other.effect === effect).map(({ id }) => id);
  await tx.query('delete from constituency where id = any($1)', [expired]);
  const { id } = await tx.one<{ id: number }>(
    `insert into constituency (org, layer, kind, value, effect, shared, note, expires_at, created_at, created_by)
     values ($1, 'manual', $2, $3, $4, $5, $6, $7, $8, $9) returning id`,
    [org, kind, value, effect, shared, note, expiresAt, now, by.name],
  );
  await recordChange(tx, by, now, {
    action: 'constituency.add',
    subject: `org/${handle}`,
    detail: { id, kind, value, effect, shared, note, expiresAt },
  });
  return readEntry(tx, handle, id, now);
}

async function checkedValue(
  tx: Tx,
  { kind, value, shared, effect, expiresAt }: NewConstituency,
  now: Date,
): Promise<string> {
  const nations = await tx.query<{ code: string }>('select code from nation');
  const normal = normaliseValue(kind, value, new Set(nations.map(({ code }) => code)));
  if ('refusal' in normal) throw validationFailed([{ in: 'body', pointer: '/value', problem: normal.refusal }]);
  const wrong =
    shared === true ? (effect === 'exclude' ? 'an exclude is shared by nobody' : sharedProblem(kind)) : undefined;
  if (wrong !== undefined) throw validationFailed([{ in: 'body', pointer: '/shared', problem: wrong }]);
  if (expiresAt != null && isExpired({ expiresAt: new Date(expiresAt) }, now))
    throw validationFailed([{ in: 'body', pointer: '/expiresAt', problem: 'lies in the past' }]);
  return normal.value;
}

function refuseContradiction(
  same: readonly EntryRecord[],
  { handle, value, effect }: { handle: string; value: string; effect: 'include' | 'exclude' },
  now: Date,
): void {
  const manual = same.find((other) => other.layer === 'manual' && !isExpired(other, now));
  if (manual !== undefined) {
    const what = manual.effect === effect ? 'already has' : `has, with effect ${manual.effect},`;
    throw new AppError('conflict', {
      detail: `${handle} ${what} the manual entry ${value}: remove it first (id ${manual.id}).`,
    });
  }
  if (effect === 'exclude' && !same.some((other) => other.layer === 'automatic')) {
    const problem = `${handle} has no automatic entry ${value} to exclude; an exclude hides one of exactly the same value`;
    throw validationFailed([{ in: 'body', pointer: '/value', problem }]);
  }
}

async function readEntry(tx: Tx, handle: string, id: number, now: Date): Promise<Constituency> {
  const entry = (await listConstituency(tx, handle, now)).find((each) => each.id === id);
  if (entry === undefined) throw new AppError('not_found', { detail: `${handle} has no entry ${id}.` });
  return entry;
}

/** Removes a manual entry. Throws `not_found`, and `conflict` for an automatic one. */
export async function removeConstituency(tx: Tx, handle: string, id: number, by: Actor, now: Date): Promise<void> {
  const entry = await readEntry(tx, handle, id, now);
  if (entry.layer === 'automatic') {
    const detail = `${entry.value} came with the import "${entry.import ?? ''}" and would come back with it: add a manual entry that excludes it.`;
    throw new AppError('conflict', { detail });
  }
  await tx.query('delete from constituency where id = $1', [id]);
  const { kind, value, effect } = entry;
  await recordChange(tx, by, now, {
    action: 'constituency.remove',
    subject: `org/${handle}`,
    detail: { id, kind, value, effect },
  });
}
