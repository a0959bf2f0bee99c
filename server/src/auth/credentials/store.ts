import type { Db, Tx } from '#kernel/db.ts';
import type { CredentialSource } from '../authenticate.ts';
import { enrolmentInForce } from '../enrolment.ts';
import type { ActingOrg, Credential } from '../standing.ts';

const orgColumns = `o.id as org, o.handle as "orgHandle", o.name as "orgName", o.kind as "orgKind", o.nation, o.enrolment,
  n.enrolment as "nationEnrolment"`;

interface OrgRow extends ActingOrg {
  nationEnrolment: ActingOrg['enrolment'] | null;
}

function inForce<T extends OrgRow>(row: T): T {
  return { ...row, enrolment: enrolmentInForce(row.orgKind, row.enrolment, row.nationEnrolment) };
}

/** The orgs with these handles, as far as they exist. */
export async function orgsByHandle(tx: Tx, handles: readonly string[]): Promise<ActingOrg[]> {
  const rows = await tx.query<OrgRow>(
    `select ${orgColumns} from org o left join nation n on n.code = o.nation where o.handle = any($1)`,
    [handles],
  );
  return rows.map(inForce);
}

/** The token with this hash, with its org, as a credential that may or may not hold. */
export async function findToken(tx: Tx, hash: Buffer): Promise<(Credential & { id: number }) | undefined> {
  const row = await tx.maybe<OrgRow & Credential & { id: number }>(
    `select ${orgColumns}, 'token' as kind, t.id, t.name, null as persona, t.scopes, t.addresses::text[] as addresses,
            t.expires_at as "expiresAt", t.revoked_at as "revokedAt"
     from token t join org o on o.id = t.org left join nation n on n.code = o.nation where t.hash = $1`,
    [hash],
  );
  return row && inForce(row);
}

/** Looks credentials up as the programme itself: who asks is not known yet. Notes their use, at most once a minute. */
export function credentialSource(db: Db): CredentialSource {
  return {
    token: (hash, now) =>
      db.asSystem('authenticate', async (tx) => {
        const found = await findToken(tx, hash);
        if (found !== undefined)
          await noteUse(
            tx,
            'update token set last_used_at = $2 where hash = $1 and (last_used_at is null or last_used_at < $3)',
            hash,
            now,
          );
        return found;
      }),
    session: (hash, now) =>
      db.asSystem('authenticate', async (tx) => {
        const row = await tx.maybe<OrgRow & Credential>(
          `select ${orgColumns}, 'person' as kind, s.person as name, s.persona, s.scopes, t.addresses::text[] as addresses,
                  least(s.expires_at, t.expires_at) as "expiresAt", t.revoked_at as "revokedAt"
           from session s join org o on o.id = s.org left join nation n on n.code = o.nation
                left join token t on t.id = s.token
           where s.hash = $1`,
          [hash],
        );
        if (row !== undefined)
          await noteUse(tx, 'update session set seen_at = $2 where hash = $1 and seen_at < $3', hash, now);
        return row && inForce(row);
      }),
  };
}

async function noteUse(tx: Tx, update: string, hash: Buffer, now: Date): Promise<void> {
  await tx.query(update, [hash, now, new Date(now.getTime() - 60_000)]);
}
