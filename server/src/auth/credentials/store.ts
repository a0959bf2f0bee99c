import type { OrgKind, Role } from '@tocsin/api';
import type { Db, Tx } from '#kernel/db.ts';
import type { CredentialSource } from '../authenticate.ts';
import { enrolmentInForce } from '../enrolment.ts';
import { scopesOf } from '../roles/roles.ts';
import { idleMs, type ActingOrg, type Credential, type SessionStanding } from '../standing.ts';

/** The columns of an OrgRow: of an org `o` and its nation `n`. */
export const orgColumns = `o.id as org, o.handle as "orgHandle", o.name as "orgName", o.kind as "orgKind", o.nation, o.enrolment,
  n.enrolment as "nationEnrolment"`;

export interface OrgRow extends ActingOrg {
  nationEnrolment: ActingOrg['enrolment'] | null;
}

/** A row with the enrolment that counts. */
export function inForce<T extends OrgRow>(row: T): T {
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

/** The orgs that the acting org may administer people of, as far as row-level security shows them. */
export function administeredOrgs(tx: Tx): Promise<{ id: number; handle: string; name: string; kind: OrgKind }[]> {
  return tx.query('select id, handle, name, kind from org order by name, id');
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

interface SessionRow extends OrgRow, Omit<Credential, 'session' | 'account'>, SessionStanding {
  readonly sessionId: string;
  readonly personId: string | null;
  readonly role: Role | null;
  readonly status: 'active' | 'suspended' | null;
}

/** The session with this hash. What its person may do follows from their role as it is now. */
export async function findSession(tx: Tx, hash: Buffer, now: Date): Promise<Credential | undefined> {
  const row = await tx.maybe<SessionRow>(
    `select ${orgColumns}, 'person' as kind, coalesce(p.name, s.person) as name, s.persona, s.scopes,
            t.addresses::text[] as addresses, least(s.expires_at, t.expires_at) as "expiresAt", t.revoked_at as "revokedAt",
            s.id as "sessionId", s.seen_at as "seenAt", s.stepped_up_at as "steppedUpAt", s.enrolling,
            p.id as "personId", p.role, p.status
     from session s join org o on o.id = s.org left join nation n on n.code = o.nation
          left join token t on t.id = s.token left join person p on p.id = s.person_id
     where s.hash = $1`,
    [hash],
  );
  if (row === undefined) return undefined;
  const { sessionId, seenAt, steppedUpAt, enrolling, personId, role, status, ...credential } = row;
  const idle = row.persona === null && now.getTime() - seenAt.getTime() >= idleMs;
  // What has ended stays ended: only a session that holds is kept alive by its use.
  if (!idle) await noteUse(tx, 'update session set seen_at = $2 where hash = $1 and seen_at < $3', hash, now);
  const account = personId !== null && role !== null && status !== null ? { id: personId, role, status } : undefined;
  return {
    ...inForce(credential),
    session: { id: sessionId, seenAt, steppedUpAt, enrolling },
    ...(account && { account, scopes: enrolling ? [] : scopesOf(account.role, row.orgKind) }),
  };
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
    session: (hash, now) => db.asSystem('authenticate', (tx) => findSession(tx, hash, now)),
  };
}

async function noteUse(tx: Tx, update: string, hash: Buffer, now: Date): Promise<void> {
  await tx.query(update, [hash, now, new Date(now.getTime() - 60_000)]);
}
