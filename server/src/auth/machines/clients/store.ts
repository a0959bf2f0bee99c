import { timingSafeEqual } from 'node:crypto';
import type { NewOAuthClient, OAuthClient, Scope } from '@tocsin/api';
import { recordAudit } from '#audit/store.ts';
import type { Tx } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import { networksOf } from '../../networks.ts';
import { hashOf, newSecret, prefixOf } from '../../secret.ts';
import { endOf, machineColumns, machineOf, type MachineRow } from '../machine-row.ts';

interface Row extends MachineRow {
  readonly clientId: string;
  readonly prefix: string;
}

const columns = `${machineColumns}, m.client_id as "clientId", m.prefix`;

/** The OAuth clients that the acting org may see, the newest first. */
export async function listClients(tx: Tx): Promise<OAuthClient[]> {
  const rows = await tx.query<Row>(
    `select ${columns} from oauth_client m join org o on o.id = m.org order by m.id desc`,
  );
  return rows.map(machineOf);
}

/** Registers a client for an org; its secret is returned this once. Throws `not_found`, `validation_failed`. */
export async function registerClient(
  tx: Tx,
  wanted: NewOAuthClient,
  by: { org: number; name: string },
  now: Date,
): Promise<{ client: OAuthClient; secret: string }> {
  const secret = newSecret();
  const org = await tx.maybe<{ id: number }>('select id from org where handle = $1', [wanted.org]);
  if (org === undefined) throw new AppError('not_found', { detail: `There is no organisation ${wanted.org}.` });
  const row = await tx.one<Row>(
    `with m as (
       insert into oauth_client (hash, prefix, org, name, scopes, addresses, created_at, created_by, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning *
     ) select ${columns} from m join org o on o.id = m.org`,
    [
      hashOf(secret),
      prefixOf(secret),
      org.id,
      wanted.name,
      [...new Set(wanted.scopes)],
      wanted.addresses === undefined ? null : networksOf(wanted.addresses),
      now,
      by.name,
      endOf(wanted.expiresAt, null, now),
    ],
  );
  const { id, name, clientId, scopes, addresses, expiresAt } = row;
  await recordAudit(tx, {
    at: now,
    org: by.org,
    actor: by.name,
    action: 'client.register',
    subject: `client/${id}`,
    detail: { org: row.org, name, clientId, scopes, addresses, expiresAt },
  });
  return { client: machineOf(row), secret };
}

/** Revokes a client and its access tokens, for good; once more changes nothing. False when the acting org sees no such one. */
export async function revokeClient(tx: Tx, id: number, by: { org: number; name: string }, now: Date): Promise<boolean> {
  const known = await tx.query('select from oauth_client where id = $1', [id]);
  if (known.length === 0) return false;
  const gone = await tx.query(
    'update oauth_client set revoked_at = $2 where id = $1 and revoked_at is null returning 1 as gone',
    [id, now],
  );
  await tx.query('delete from access_token where client = $1', [id]);
  if (gone.length > 0)
    await recordAudit(tx, { at: now, org: by.org, actor: by.name, action: 'client.revoke', subject: `client/${id}` });
  return true;
}

/** A client as the token endpoint needs it. */
export interface ClientFound {
  readonly id: number;
  readonly org: number;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly hash: Buffer;
}

/** The client of this id and secret. Run it as the programme: who asks is not known yet. */
export async function findClient(tx: Tx, clientId: string, secret: string): Promise<ClientFound | undefined> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(clientId)) return undefined;
  const found = await tx.maybe<ClientFound>(
    'select id, org, name, scopes, hash from oauth_client where client_id = $1',
    [clientId],
  );
  return found !== undefined && timingSafeEqual(found.hash, hashOf(secret)) ? found : undefined;
}

/** How long an access token lasts. */
export const accessTokenS = 900;

/** Gives a client a token with some of its scopes, and forgets those that have ended. */
export async function issueAccessToken(
  tx: Tx,
  client: ClientFound,
  scopes: readonly Scope[],
  now: Date,
): Promise<string> {
  const secret = newSecret();
  await tx.query('delete from access_token where expires_at <= $1', [now]);
  await tx.query(
    'insert into access_token (hash, client, org, scopes, issued_at, expires_at) values ($1, $2, $3, $4, $5, $6)',
    [hashOf(secret), client.id, client.org, scopes, now, new Date(now.getTime() + accessTokenS * 1000)],
  );
  await tx.query('update oauth_client set last_used_at = $2 where id = $1', [client.id, now]);
  return secret;
}
