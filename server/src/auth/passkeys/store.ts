import type { Passkey } from '@tocsin/api';
import type { Tx } from '#kernel/db.ts';

/** A passkey as its verification needs it. */
export interface StoredPasskey {
  readonly id: number;
  readonly person: string;
  readonly org: number;
  readonly credentialId: string;
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly transports: string[];
}

interface PasskeyRow extends Omit<Passkey, 'createdAt' | 'lastUsedAt'> {
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

const shown = `id, name, synced, created_at as "createdAt", last_used_at as "lastUsedAt"`;

const passkeyOf = (row: PasskeyRow): Passkey => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
});

/** A person's passkeys, the oldest first. */
export async function listPasskeys(tx: Tx, person: string): Promise<Passkey[]> {
  const rows = await tx.query<PasskeyRow>(`select ${shown} from passkey where person = $1 order by id`, [person]);
  return rows.map(passkeyOf);
}

/** A person's passkeys as browsers are told of them. */
export function passkeysOf(tx: Tx, person: string): Promise<{ id: string; transports: string[] }[]> {
  return tx.query('select credential_id as id, transports from passkey where person = $1 order by id', [person]);
}

/** The passkey with this credential id, locked: its counter is compared and moved on in one transaction. */
export function lockPasskey(tx: Tx, credentialId: string): Promise<StoredPasskey | undefined> {
  return tx.maybe(
    `select id, person, org, credential_id as "credentialId", public_key as "publicKey", counter, transports
     from passkey where credential_id = $1 for update`,
    [credentialId],
  );
}

/** Adds a passkey; undefined where its credential id is known already. */
export async function insertPasskey(
  tx: Tx,
  passkey: Omit<StoredPasskey, 'id'> & { readonly name: string; readonly synced: boolean },
  now: Date,
): Promise<Passkey | undefined> {
  const { person, org, credentialId, publicKey, counter, transports, synced, name } = passkey;
  const row = await tx.maybe<PasskeyRow>(
    `insert into passkey (person, org, credential_id, public_key, counter, transports, synced, name, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (credential_id) do nothing returning ${shown}`,
    [person, org, credentialId, publicKey, counter, transports, synced, name, now],
  );
  return row && passkeyOf(row);
}

/** Notes that a passkey was used. */
export async function notePasskey(tx: Tx, id: number, counter: number, now: Date): Promise<void> {
  await tx.query('update passkey set counter = $2, last_used_at = $3 where id = $1', [id, counter, now]);
}

/** Names a person's passkey; undefined where there is none. */
export async function renamePasskey(tx: Tx, person: string, id: number, name: string): Promise<Passkey | undefined> {
  const row = await tx.maybe<PasskeyRow>(
    `update passkey set name = $3 where person = $1 and id = $2 returning ${shown}`,
    [person, id, name],
  );
  return row && passkeyOf(row);
}

/** Removes a person's passkey; undefined where there is none, else its name. */
export async function deletePasskey(tx: Tx, person: string, id: number): Promise<string | undefined> {
  const row = await tx.maybe<{ name: string }>('delete from passkey where person = $1 and id = $2 returning name', [
    person,
    id,
  ]);
  return row?.name;
}
