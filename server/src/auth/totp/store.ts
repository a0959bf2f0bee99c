import type { Tx } from '#kernel/db.ts';
import { recoveryHash } from './codes.ts';

export interface StoredTotp {
  /** In use; null: none yet. */
  readonly sealed: Buffer | null;
  /** Shown, and no code of it given yet. */
  readonly offered: Buffer | null;
  readonly lastStep: number;
}

/** A person's secrets for one-time codes, locked. */
export function lockTotp(tx: Tx, person: string): Promise<StoredTotp | undefined> {
  return tx.maybe('select sealed, offered, last_step as "lastStep" from totp where person = $1 for update', [person]);
}

/** Keeps a secret that is shown; what is in use stays in use until a code of the new one comes. */
export async function offerTotp(tx: Tx, person: string, org: number, offered: Buffer): Promise<void> {
  await tx.query(
    `insert into totp (person, org, offered) values ($1, $2, $3)
     on conflict (person) do update set offered = excluded.offered`,
    [person, org, offered],
  );
}

/** Takes the secret that was shown into use, by the code of a step. */
export async function confirmTotp(tx: Tx, person: string, step: number): Promise<void> {
  await tx.query('update totp set sealed = offered, offered = null, last_step = $2 where person = $1', [person, step]);
}

/** Spends the code of a step; false where one of this step or a later one was spent already. */
export async function spendStepOf(tx: Tx, person: string, step: number): Promise<boolean> {
  const rows = await tx.query(
    'update totp set last_step = $2 where person = $1 and last_step < $2 and sealed is not null returning person',
    [person, step],
  );
  return rows.length > 0;
}

/** Gives a person these recovery codes in place of all earlier ones. */
export async function replaceRecoveryCodes(
  tx: Tx,
  person: string,
  org: number,
  codes: readonly string[],
): Promise<void> {
  await tx.query('delete from recovery_code where person = $1', [person]);
  await tx.query('insert into recovery_code (person, org, hash) select $1, $2, unnest($3::bytea[])', [
    person,
    org,
    codes.map((code) => recoveryHash(person, code)),
  ]);
}

/** Spends a recovery code; false where there is none like it. */
export async function spendRecoveryCode(tx: Tx, person: string, code: string): Promise<boolean> {
  const rows = await tx.query('delete from recovery_code where person = $1 and hash = $2 returning person', [
    person,
    recoveryHash(person, code),
  ]);
  return rows.length > 0;
}
