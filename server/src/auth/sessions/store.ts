import type { OpenSession, Scope } from '@tocsin/api';
import { recordAudit } from '#audit/store.ts';
import type { Tx } from '#kernel/db.ts';
import { hashOf, newSecret } from '../secret.ts';
import { idleMs } from '../standing.ts';

/** By which way a session was opened. */
export type SignInMethod = 'token' | 'persona' | 'passkey' | 'password' | 'recovery_code' | 'provider' | 'invitation';

export interface NewSession {
  readonly org: number;
  /** The name that others see; null: that of the account. */
  readonly person: string | null;
  readonly personId: string | null;
  readonly persona: string | null;
  readonly token: number | null;
  /** Of a token's session. What a person with an account may do follows from their role. */
  readonly scopes: readonly Scope[];
  readonly method: SignInMethod;
  readonly device: string;
  readonly enrolling: boolean;
  /** When a second factor was shown; null where none was. */
  readonly steppedUpAt: Date | null;
  readonly expiresAt: Date;
}

/** Opens a session; the secret goes into the cookie and is stored as its hash. Sessions that ran out are removed. */
export async function openSession(tx: Tx, session: NewSession, now: Date): Promise<string> {
  const secret = newSecret();
  const { org, personId, persona, token, scopes, method, device, enrolling, steppedUpAt, expiresAt } = session;
  const { person } = await tx.one<{ person: string }>(
    'select coalesce($1, (select name from person where id = $2)) as person',
    [session.person, personId],
  );
  await tx.query('delete from session where expires_at <= $1', [now]);
  await tx.query(
    `insert into session (hash, org, person, person_id, persona, token, scopes, method, device, enrolling, stepped_up_at,
                          created_at, seen_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13)`,
    [
      hashOf(secret),
      org,
      person,
      personId,
      persona,
      token,
      scopes,
      method,
      device,
      enrolling,
      steppedUpAt,
      now,
      expiresAt,
    ],
  );
  if (personId !== null && !enrolling)
    await tx.query('update person set last_sign_in = $2 where id = $1', [personId, now]);
  const subject =
    token !== null ? `token/${token}` : persona !== null ? `persona/${persona}` : `person/${personId ?? ''}`;
  await recordAudit(tx, { at: now, org, actor: person, action: 'session.open', subject, detail: { method } });
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

/**
 * A second factor was shown in a session: gives it a new secret, so that one that leaked before is worth nothing after.
 * Where it enrolled, it is a session like others from now on. Returns the new secret.
 */
export async function renewSession(tx: Tx, id: string, change: { expiresAt?: Date }, now: Date): Promise<string> {
  const secret = newSecret();
  await tx.query(
    `update session set hash = $2, stepped_up_at = $3, seen_at = $3, enrolling = false, expires_at = coalesce($4, expires_at)
     where id = $1`,
    [id, hashOf(secret), now, change.expiresAt ?? null],
  );
  return secret;
}

interface SessionRow {
  readonly id: string;
  readonly method: string;
  readonly device: string;
  readonly createdAt: Date;
  readonly seenAt: Date;
  readonly expiresAt: Date;
}

/** The sessions of a person that hold, the last used first; `current` is the one that asks. */
export async function listSessions(
  tx: Tx,
  person: string,
  current: string | undefined,
  now: Date,
): Promise<OpenSession[]> {
  const rows = await tx.query<SessionRow>(
    `select id, method, device, created_at as "createdAt", seen_at as "seenAt", expires_at as "expiresAt"
     from session where person_id = $1 and expires_at > $2 and (persona is not null or seen_at > $3)
     order by seen_at desc, id`,
    [person, now, new Date(now.getTime() - idleMs)],
  );
  return rows.map((row) => ({
    ...row,
    current: row.id === current,
    createdAt: row.createdAt.toISOString(),
    seenAt: row.seenAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  }));
}

/** Which sessions of a person end. */
export type WhichSessions = { readonly only: string } | { readonly allBut: string | null };

/** Ends sessions of a person, at once; gives how many. */
export async function endSessions(tx: Tx, person: string, which: WhichSessions): Promise<number> {
  const gone =
    'only' in which
      ? await tx.query('delete from session where person_id = $1 and id = $2 returning id', [person, which.only])
      : await tx.query('delete from session where person_id = $1 and id is distinct from $2 returning id', [
          person,
          which.allBut,
        ]);
  return gone.length;
}
