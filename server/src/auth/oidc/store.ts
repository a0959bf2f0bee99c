import type { Tx } from '#kernel/db.ts';
import type { ProvedIdentity } from './providers.ts';

/** The person to whom an identity is bound; notes its use. */
export function findByIdentity(
  tx: Tx,
  { issuer, subject }: ProvedIdentity,
  now: Date,
): Promise<{ person: string; org: number } | undefined> {
  return tx.maybe(
    'update external_identity set last_used_at = $3 where issuer = $1 and subject = $2 returning person, org',
    [issuer, subject, now],
  );
}

/** Binds an identity to a person; false where it is bound to anybody already, themselves included. */
export async function insertIdentity(
  tx: Tx,
  { issuer, subject }: ProvedIdentity,
  of: { person: string; org: number; provider: string },
  now: Date,
): Promise<boolean> {
  const rows = await tx.query(
    `insert into external_identity (person, org, issuer, subject, provider, created_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (issuer, subject) do nothing returning id`,
    [of.person, of.org, issuer, subject, of.provider, now],
  );
  return rows.length > 0;
}

/** The session of a person, if it still holds: the one in which they asked to bind an identity. */
export function bindingSession(
  tx: Tx,
  session: string,
  now: Date,
): Promise<{ person: string; org: number; name: string; enrolling: boolean } | undefined> {
  return tx.maybe(
    `select p.id as person, p.org, p.name, s.enrolling from session s join person p on p.id = s.person_id
     where s.id = $1 and s.expires_at > $2 and p.status = 'active'`,
    [session, now],
  );
}
