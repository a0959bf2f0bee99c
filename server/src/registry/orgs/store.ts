import type { NewOrg, Org, OrgChange, OrgKind } from '@tocsin/api';
import type { Tx } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import type { Actor } from '../actor.ts';
import { recordChange } from '../changes/store.ts';
import { effectiveEntries, type LayeredEntry } from '../constituencies/effective.ts';
import { validationFailed } from '../validation-failed.ts';
import { lastOperator, orgProblems } from './org-rules.ts';

export interface OrgQuery {
  readonly kind?: OrgKind;
  readonly nation?: string;
  /** Part of the name or handle, or an AS number (64500, AS64500) that the org answers for. */
  readonly q?: string;
}

type OrgRecord = Omit<Org, 'updatedAt' | 'constituencies'> & { updatedAt: Date };

/** The organisations that the acting org may see, by name. `now` decides which entries and contacts are in force. */
export async function listOrgs(tx: Tx, { kind, nation, q }: OrgQuery, now: Date): Promise<Org[]> {
  const rows = await tx.query<OrgRecord>(
    `select o.id, o.handle, o.name, o.kind, o.nation, o.team, o.enrolment, o.updated_at as "updatedAt",
       (select count(*) from contact c where c.org = o.id and (c.expires_at is null or c.expires_at > $1)) as contacts
     from org o
     where ($2::text is null or o.kind = $2) and ($3::text is null or o.nation = $3)
       and ($4::text is null or strpos(lower(o.name), lower($4)) > 0 or strpos(o.handle, lower($4)) > 0
       or exists (select 1 from constituency c where c.org = o.id and c.kind = 'asn' and c.effect = 'include' and c.value = $5))
     order by o.name, o.id`,
    [now, kind ?? null, nation ?? null, q ?? null, /^(?:as)?(\d{1,10})$/i.exec(q?.trim() ?? '')?.[1] ?? null],
  );
  const counts = await countEntries(
    tx,
    rows.map(({ id }) => id),
    now,
  );
  return rows.map((row) => ({
    ...row,
    constituencies: counts.get(row.id) ?? 0,
    updatedAt: row.updatedAt.toISOString(),
  }));
}

async function countEntries(tx: Tx, orgs: readonly number[], now: Date): Promise<Map<number, number>> {
  const entries = await tx.query<LayeredEntry>(
    `select id, org, layer, kind, value, effect, expires_at as "expiresAt" from constituency where org = any($1)`,
    [orgs],
  );
  const counts = new Map<number, number>();
  for (const { org } of effectiveEntries(entries, now)) counts.set(org, (counts.get(org) ?? 0) + 1);
  return counts;
}

/** What other parts of the registry need of an org. */
export interface OrgFacts {
  readonly id: number;
  readonly handle: string;
  readonly kind: OrgKind;
  readonly nation: string | null;
}

/** The org of this handle. Throws `not_found` where there is none that the acting org may see. */
export async function findOrg(tx: Tx, handle: string): Promise<OrgFacts> {
  const row = await tx.maybe<OrgFacts>('select id, handle, kind, nation from org where handle = $1', [handle]);
  if (row === undefined) throw new AppError('not_found', { detail: `There is no organisation ${handle}.` });
  return row;
}

/** One organisation. Throws `not_found`. */
export async function readOrg(tx: Tx, handle: string, now: Date): Promise<Org> {
  const { id } = await findOrg(tx, handle);
  const found = (await listOrgs(tx, { q: handle }, now)).find((org) => org.id === id);
  if (found === undefined) throw new AppError('not_found', { detail: `There is no organisation ${handle}.` });
  return found;
}

async function nationCodes(tx: Tx): Promise<Set<string>> {
  return new Set((await tx.query<{ code: string }>('select code from nation')).map(({ code }) => code));
}

/** Adds an organisation. Throws `conflict` where the handle is taken, `validation_failed` with pointers. */
export async function createOrg(tx: Tx, org: NewOrg, by: Actor, now: Date): Promise<Org> {
  const { handle, name, kind, nation = null, team = null, enrolment = 'invited' } = org;
  const problems = orgProblems({ kind, nation, team }, await nationCodes(tx));
  if (problems.length > 0) throw validationFailed(problems);
  const added = await tx.query(
    `insert into org (handle, name, kind, nation, team, enrolment, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $7) on conflict (handle) do nothing returning id`,
    [handle, name, kind, nation, team, enrolment, now],
  );
  if (added.length === 0) throw new AppError('conflict', { detail: `There is an organisation ${handle} already.` });
  const detail = { name, kind, nation, team, enrolment };
  await recordChange(tx, by, now, { action: 'org.create', subject: `org/${handle}`, detail });
  return readOrg(tx, handle, now);
}

/** Changes an organisation. Throws `not_found`, `conflict` for the last operator, `validation_failed` with pointers. */
export async function changeOrg(tx: Tx, handle: string, change: OrgChange, by: Actor, now: Date): Promise<Org> {
  const before = await readOrg(tx, handle, now);
  const after = { ...before, ...change };
  const problems = orgProblems(after, await nationCodes(tx));
  if (problems.length > 0) throw validationFailed(problems);
  if (before.kind === 'operator' && after.enrolment !== 'enrolled') await refuseLastOperator(tx, handle);
  await tx.query(
    'update org set name = $2, nation = $3, team = $4, enrolment = $5, updated_at = $6 where handle = $1',
    [handle, after.name, after.nation, after.team, after.enrolment, now],
  );
  await recordChange(tx, by, now, { action: 'org.change', subject: `org/${handle}`, detail: change });
  return readOrg(tx, handle, now);
}

async function refuseLastOperator(tx: Tx, handle: string): Promise<void> {
  const others = await tx.query(
    `select id from org where kind = 'operator' and enrolment = 'enrolled' and handle <> $1 for no key update`,
    [handle],
  );
  if (others.length === 0) throw new AppError('conflict', { detail: `${handle} ${lastOperator}.` });
}
