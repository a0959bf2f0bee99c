import type { Db, Tx } from '#kernel/db.ts';
import type { CredentialSource } from '../../authenticate.ts';
import { inForce, orgColumns, type OrgRow } from '../../credentials/store.ts';
import type { Credential } from '../../standing.ts';

/** An OAuth client as a credential that may or may not hold. */
export async function findClientStanding(tx: Tx, client: number): Promise<Credential> {
  return inForce(
    await tx.one<OrgRow & Credential>(
      `select ${orgColumns}, 'token' as kind, c.name, null as persona, c.scopes, c.addresses::text[] as addresses,
              c.expires_at as "expiresAt", c.revoked_at as "revokedAt"
       from oauth_client c join org o on o.id = c.org left join nation n on n.code = o.nation where c.id = $1`,
      [client],
    ),
  );
}

/** The access token with this hash: it holds as long as its client does, and no longer than itself. */
async function findAccessToken(tx: Tx, hash: Buffer): Promise<Credential | undefined> {
  const row = await tx.maybe<OrgRow & Credential>(
    `select ${orgColumns}, 'token' as kind, c.name, null as persona, t.scopes, c.addresses::text[] as addresses,
            least(t.expires_at, c.expires_at) as "expiresAt", c.revoked_at as "revokedAt"
     from access_token t join oauth_client c on c.id = t.client join org o on o.id = t.org
          left join nation n on n.code = o.nation where t.hash = $1`,
    [hash],
  );
  return row && inForce(row);
}

/** The client certificate with this fingerprint; one that was revoked is none. Notes its use, at most once a minute. */
async function findCertificate(tx: Tx, fingerprint: Buffer, now: Date): Promise<Credential | undefined> {
  const row = await tx.maybe<OrgRow & Credential>(
    `select ${orgColumns}, 'token' as kind, c.name, null as persona, c.scopes, c.addresses::text[] as addresses,
            c.expires_at as "expiresAt", c.revoked_at as "revokedAt"
     from client_certificate c join org o on o.id = c.org left join nation n on n.code = o.nation
     where c.fingerprint = $1 and c.revoked_at is null`,
    [fingerprint],
  );
  if (row === undefined) return undefined;
  await tx.query(
    `update client_certificate set last_used_at = $2
     where fingerprint = $1 and revoked_at is null and (last_used_at is null or last_used_at < $3)`,
    [fingerprint, now, new Date(now.getTime() - 60_000)],
  );
  return inForce(row);
}

/** Credentials of machines beside those that `source` knows: access tokens of OAuth clients, and client certificates. */
export function withMachines(db: Db, source: CredentialSource): CredentialSource {
  return {
    ...source,
    token: async (hash, now) =>
      (await source.token(hash, now)) ?? (await db.asSystem('authenticate', (tx) => findAccessToken(tx, hash))),
    certificate: (fingerprint, now) => db.asSystem('authenticate', (tx) => findCertificate(tx, fingerprint, now)),
  };
}
