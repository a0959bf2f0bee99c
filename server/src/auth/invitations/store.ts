import type { Invitation, InvitationLook, OrgKind, Role } from '@tocsin/api';
import { recordAudit } from '#audit/store.ts';
import type { Tx } from '#kernel/db.ts';
import { hashOf, newSecret } from '../secret.ts';

/** How long a link holds. */
export const invitationMs = 72 * 3_600_000;

export interface NewLink {
  readonly org: number;
  /** Whose access is renewed; null: a new account. */
  readonly person: string | null;
  readonly name: string;
  readonly mail: string;
  readonly languages: readonly string[];
  readonly role: Role;
}

interface InvitationRow extends Omit<Invitation, 'createdAt' | 'expiresAt'> {
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

const shown = `i.id, o.handle as org, i.name, i.mail, i.role, i.person is not null as renewal, i.created_at as "createdAt",
  i.created_by as "createdBy", i.expires_at as "expiresAt"`;

const invitationOf = (row: InvitationRow): Invitation => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
});

/** Makes a link: its secret is returned this once and stored as its hash. An earlier open one for the same person or address ends. */
export async function makeLink(
  tx: Tx,
  link: NewLink,
  by: { org: number; name: string },
  now: Date,
): Promise<{ invitation: Invitation; secret: string }> {
  const secret = newSecret();
  await tx.query(
    `update invitation set revoked_at = $4
     where org = $1 and spent_at is null and revoked_at is null and (person = $2 or (person is null and lower(mail) = lower($3)))`,
    [link.org, link.person, link.mail, now],
  );
  const row = await tx.one<InvitationRow>(
    `with i as (
       insert into invitation (org, hash, person, name, mail, languages, role, created_at, created_by, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning *
     ) select ${shown} from i join org o on o.id = i.org`,
    [
      link.org,
      hashOf(secret),
      link.person,
      link.name,
      link.mail,
      link.languages,
      link.role,
      now,
      by.name,
      new Date(now.getTime() + invitationMs),
    ],
  );
  await recordAudit(tx, {
    at: now,
    org: by.org,
    actor: by.name,
    action: link.person === null ? 'person.invite' : 'person.renew_access',
    subject: link.person === null ? `invitation/${row.id}` : `person/${link.person}`,
    detail: { invitation: row.id, org: row.org, role: row.role },
  });
  return { invitation: invitationOf(row), secret };
}

/** Invitations that the acting org may see and that can still be used, the newest first. */
export async function listInvitations(tx: Tx, now: Date): Promise<Invitation[]> {
  const rows = await tx.query<InvitationRow>(
    `select ${shown} from invitation i join org o on o.id = i.org
     where i.spent_at is null and i.revoked_at is null and i.expires_at > $1 order by i.id desc`,
    [now],
  );
  return rows.map(invitationOf);
}

/** Takes an invitation back; undefined where the acting org sees no open one, else its org and role. */
export function revokeInvitation(tx: Tx, id: number, now: Date): Promise<{ org: number; role: Role } | undefined> {
  return tx.maybe(
    'update invitation set revoked_at = $2 where id = $1 and spent_at is null and revoked_at is null returning org, role',
    [id, now],
  );
}

export interface FoundInvitation extends NewLink {
  readonly id: number;
  readonly orgHandle: string;
  readonly orgName: string;
  readonly orgKind: OrgKind;
  readonly createdBy: string;
  readonly expiresAt: Date;
}

/** The invitation that a secret opens, locked; undefined where it does not hold. Spends nothing. */
export function findLink(tx: Tx, secret: string, now: Date): Promise<FoundInvitation | undefined> {
  return tx.maybe(
    `select i.id, i.org, i.person, i.name, i.mail, i.languages, i.role, i.created_by as "createdBy", i.expires_at as "expiresAt",
            o.handle as "orgHandle", o.name as "orgName", o.kind as "orgKind"
     from invitation i join org o on o.id = i.org
     where i.hash = $1 and i.spent_at is null and i.revoked_at is null and i.expires_at > $2 for update of i`,
    [hashOf(secret), now],
  );
}

/** What is told of an invitation to whoever holds its link. */
export function lookOf(found: FoundInvitation, programme: string): InvitationLook {
  const { orgName, orgHandle, name, mail, role, person, expiresAt } = found;
  return {
    programme,
    orgName,
    orgHandle,
    name,
    mail,
    role,
    renewal: person !== null,
    expiresAt: expiresAt.toISOString(),
  };
}

/** Spends an invitation for the person that it made or renewed. */
export async function spendLink(
  tx: Tx,
  found: FoundInvitation,
  person: string,
  name: string,
  now: Date,
): Promise<void> {
  await tx.query('update invitation set spent_at = $2, person = $3 where id = $1', [found.id, now, person]);
  await recordAudit(tx, {
    at: now,
    org: found.org,
    actor: name,
    action: 'invitation.accept',
    subject: `person/${person}`,
    detail: { invitation: found.id, invitedBy: found.createdBy },
  });
}
