import type { Scope } from '@tocsin/api';
import type { Tx } from '#kernel/db.ts';
import { recordAudit } from '#audit/store.ts';
import { hashOf, newSecret } from '../secret.ts';

export interface NewSession {
  readonly org: number;
  readonly person: string;
  readonly persona: string | null;
  readonly token: number | null;
  readonly scopes: readonly Scope[];
  readonly expiresAt: Date;
}

/** Opens a session; the secret goes into the cookie and is stored as its hash. Sessions that ran out are removed. */
export async function openSession(tx: Tx, session: NewSession, now: Date): Promise<string> {
  const secret = newSecret();
  const { org, person, persona, token, scopes, expiresAt } = session;
  await tx.query('delete from session where expires_at <= $1', [now]);
  await tx.query(
    `insert into session (hash, org, person, persona, token, scopes, created_at, seen_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $7, $8)`,
    [hashOf(secret), org, person, persona, token, scopes, now, expiresAt],
  );
  await recordAudit(tx, {
    at: now,
    org,
    actor: person,
    action: 'session.open',
    subject: token === null ? `persona/${persona ?? ''}` : `token/${token}`,
  });
  return secret;
}

/** Ends a session. */
export async function closeSession(
  tx: Tx,
  secret: string,
  by: { org: number; name: string },
  now: Date,
): Promise<void> {
  const gone = await tx.query('delete from session where hash = $1 returning 1 as gone', [hashOf(secret)]);
  if (gone.length > 0)
    await recordAudit(tx, { at: now, org: by.org, actor: by.name, action: 'session.close', subject: 'session' });
}
