import type { Tx } from '#kernel/db.ts';

/** What is asked of a password sign-in; without an account all of it is null. */
export interface PasswordAccount {
  readonly person: string;
  readonly org: number;
  readonly hash: string | null;
  readonly sealed: Buffer | null;
  readonly lastStep: number;
}

/** The account of an org with this mail address, with what its password sign-in is checked against. */
export function findByMail(tx: Tx, org: string, mail: string): Promise<PasswordAccount | undefined> {
  return tx.maybe(
    `select p.id as person, p.org, w.hash, t.sealed, coalesce(t.last_step, 0) as "lastStep"
     from person p join org o on o.id = p.org left join password w on w.person = p.id
          left join totp t on t.person = p.id
     where o.handle = lower($1) and lower(p.mail) = lower($2)`,
    [org, mail],
  );
}

/** Sets a person's password. */
export async function setPassword(tx: Tx, person: string, org: number, hash: string, now: Date): Promise<void> {
  await tx.query(
    `insert into password (person, org, hash, changed_at) values ($1, $2, $3, $4)
     on conflict (person) do update set hash = excluded.hash, changed_at = excluded.changed_at`,
    [person, org, hash, now],
  );
}

/** Whether a person has a password. */
export async function hasPassword(tx: Tx, person: string): Promise<boolean> {
  return (await tx.maybe('select 1 as found from password where person = $1', [person])) !== undefined;
}

/** Removes password, one-time codes and recovery codes: none is good for anything without the others. */
export async function removePassword(tx: Tx, person: string): Promise<void> {
  for (const table of ['password', 'totp', 'recovery_code'])
    await tx.query(`delete from ${table} where person = $1`, [person]);
}
