import type { NewToken, Token } from '@tocsin/api';
import type { Tx } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import { recordAudit } from '#audit/store.ts';
import { networksOf } from '../networks.ts';
import { hashOf, newSecret, prefixOf } from '../secret.ts';

const tokenColumns = `t.id, t.prefix, o.handle as org, t.name, t.scopes, t.addresses::text[] as addresses, t.created_at as "createdAt",
  t.created_by as "createdBy", t.expires_at as "expiresAt", t.last_used_at as "lastUsedAt", t.revoked_at as "revokedAt"`;

interface TokenRow extends Omit<Token, 'createdAt' | 'expiresAt' | 'lastUsedAt' | 'revokedAt'> {
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

function tokenOf(row: TokenRow): Token {
  const text = (time: Date | null): string | null => time?.toISOString() ?? null;
  return {
    ...row,
    createdAt: row.createdAt.toISOString(),
    expiresAt: text(row.expiresAt),
    lastUsedAt: text(row.lastUsedAt),
    revokedAt: text(row.revokedAt),
  };
}

/**
 * Makes an API token for the org with the given handle and writes the audit row. The secret is returned this once and
 * stored as its hash. `by` is who asks: an org's id and a name, 0 for the programme itself (the command line on the
 * server's own machine). Throws AppError `not_found` for an unknown org, `validation_failed` for a wrong network.
 */
export async function mintToken(
  tx: Tx,
  wanted: NewToken,
  by: { org: number; name: string },
  now: Date,
): Promise<{ token: Token; secret: string }> {
  const secret = newSecret();
  const org = await tx.maybe<{ id: number }>('select id from org where handle = $1', [wanted.org]);
  if (org === undefined) throw new AppError('not_found', { detail: `There is no organisation ${wanted.org}.` });
  const row = await tx.one<TokenRow>(
    `with t as (
       insert into token (hash, prefix, org, name, scopes, addresses, created_at, created_by, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning *
     )
     select ${tokenColumns} from t join org o on o.id = t.org`,
    [
      hashOf(secret),
      prefixOf(secret),
      org.id,
      wanted.name,
      [...new Set(wanted.scopes)],
      wanted.addresses === undefined ? null : networksOf(wanted.addresses),
      now,
      by.name,
      wanted.expiresAt ?? null,
    ],
  );
  const token = tokenOf(row);
  const { name, scopes, addresses, expiresAt, prefix } = token;
  await recordAudit(tx, {
    at: now,
    org: by.org,
    actor: by.name,
    action: 'token.create',
    subject: `token/${token.id}`,
    detail: { org: token.org, name, prefix, scopes, addresses, expiresAt },
  });
  return { token, secret };
}

/** The tokens that the acting org may see, the newest first. */
export async function listTokens(tx: Tx): Promise<Token[]> {
  const rows = await tx.query<TokenRow>(
    `select ${tokenColumns} from token t join org o on o.id = t.org order by t.id desc`,
  );
  return rows.map(tokenOf);
}

/** Revokes a token, for good; once more changes nothing. False when the acting org sees no such token. */
export async function revokeToken(tx: Tx, id: number, by: { org: number; name: string }, now: Date): Promise<boolean> {
  const token = await tx.maybe<{ revokedAt: Date | null }>(
    'select revoked_at as "revokedAt" from token where id = $1 for update',
    [id],
  );
  if (token === undefined) return false;
  if (token.revokedAt !== null) return true;
  await tx.query('update token set revoked_at = $2 where id = $1', [id, now]);
  await tx.query('delete from session where token = $1', [id]);
  await recordAudit(tx, { at: now, org: by.org, actor: by.name, action: 'token.revoke', subject: `token/${id}` });
  return true;
}
