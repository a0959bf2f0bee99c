import type { ExternalIdentity } from '@tocsin/api';
import type { Tx } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import { stepUpMs } from '../standing.ts';

/** What a person may change of themselves. */
export interface OwnFacts {
  readonly id: string;
  readonly org: number;
  readonly orgHandle: string;
  readonly name: string;
  readonly mail: string;
  readonly languages: string[];
}

/** The facts of one's own account; locked until the transaction ends, so that ways to sign in are counted right. */
export function lockAccount(tx: Tx, person: string): Promise<OwnFacts> {
  return tx.one(
    `select p.id, p.org, o.handle as "orgHandle", p.name, p.mail, p.languages from person p join org o on o.id = p.org
     where p.id = $1 for update of p`,
    [person],
  );
}

/** Changes one's own name or languages. */
export async function changeOwnFacts(
  tx: Tx,
  person: string,
  change: { name?: string; languages?: string[] },
): Promise<void> {
  await tx.query('update person set name = coalesce($2, name), languages = coalesce($3, languages) where id = $1', [
    person,
    change.name ?? null,
    change.languages ?? null,
  ]);
}

interface IdentityRow extends Omit<ExternalIdentity, 'createdAt' | 'lastUsedAt'> {
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

/** The identities of other providers that are bound to a person. */
export async function listIdentities(tx: Tx, person: string): Promise<ExternalIdentity[]> {
  const rows = await tx.query<IdentityRow>(
    `select id, provider, issuer, subject, created_at as "createdAt", last_used_at as "lastUsedAt"
     from external_identity where person = $1 order by id`,
    [person],
  );
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  }));
}

/** Unbinds an identity; undefined where there is none. */
export function deleteIdentity(
  tx: Tx,
  person: string,
  id: number,
): Promise<{ provider: string; issuer: string; subject: string } | undefined> {
  return tx.maybe('delete from external_identity where person = $1 and id = $2 returning provider, issuer, subject', [
    person,
    id,
  ]);
}

/** Every way that a person can sign in, counted. */
export function countWays(
  tx: Tx,
  person: string,
): Promise<{ passkeys: number; identities: number; password: boolean; oneTimeCodes: boolean; recoveryCodes: number }> {
  return tx.one(
    `select (select count(*) from passkey where person = $1) as passkeys,
            (select count(*) from external_identity where person = $1) as identities,
            exists (select from password where person = $1) as password,
            exists (select from totp where person = $1 and sealed is not null) as "oneTimeCodes",
            (select count(*) from recovery_code where person = $1) as "recoveryCodes"`,
    [person],
  );
}

/** Throws AppError `last_way_to_sign_in` where a removal has left no way to sign in; the transaction takes it back. */
export async function demandAWayIn(tx: Tx, person: string): Promise<void> {
  const { passkeys, identities, password, oneTimeCodes } = await countWays(tx, person);
  if (passkeys + identities === 0 && !(password && oneTimeCodes)) throw new AppError('last_way_to_sign_in');
}

/**
 * Throws AppError `step_up_required` unless a way to sign in may be added now: by who has just shown a factor, who enrols,
 * or, having no factor to show (single sign-on alone), has just signed in.
 */
export async function demandFresh(
  tx: Tx,
  own: { readonly id: string; readonly session: string; readonly enrolling: boolean },
  steppedUp: boolean,
  now: Date,
): Promise<void> {
  if (steppedUp || own.enrolling) return;
  const { passkeys, oneTimeCodes } = await countWays(tx, own.id);
  const session = await tx.maybe<{ createdAt: Date }>('select created_at as "createdAt" from session where id = $1', [
    own.session,
  ]);
  const fresh = session !== undefined && now.getTime() - session.createdAt.getTime() < stepUpMs;
  if (passkeys > 0 || oneTimeCodes || !fresh) throw new AppError('step_up_required');
}

/** Removes every way to sign in and every session of a person whose access is renewed. */
export async function removeAllWays(tx: Tx, person: string): Promise<void> {
  for (const table of ['passkey', 'external_identity', 'password', 'totp', 'recovery_code'])
    await tx.query(`delete from ${table} where person = $1`, [person]);
  await tx.query('delete from session where person_id = $1', [person]);
}
