import type { Enrolment, OrgKind, Role, Scope } from '@tocsin/api';
import type { Caller } from '#kernel/http/caller.ts';
import { inNetworks } from '#kernel/http/edge.ts';

/** The org in whose name somebody acts. */
export interface ActingOrg {
  readonly org: number;
  readonly orgHandle: string;
  readonly orgName: string;
  readonly orgKind: OrgKind;
  readonly nation: string | null;
  readonly enrolment: Enrolment;
}

/** The account behind a session. */
export interface AccountStanding {
  readonly id: string;
  readonly role: Role;
  readonly status: 'active' | 'suspended';
}

/** What a session of a person adds to a credential. */
export interface SessionStanding {
  readonly id: string;
  readonly seenAt: Date;
  /** When a second factor was last shown in it. */
  readonly steppedUpAt: Date | null;
  /** Opened by an invitation, and no way to sign in added yet. */
  readonly enrolling: boolean;
}

/** A token or a session, as stored, with its org. */
export interface Credential extends ActingOrg {
  readonly kind: 'token' | 'person';
  /** Name of the token or of the person. */
  readonly name: string;
  readonly persona: string | null;
  readonly scopes: readonly Scope[];
  /** Networks that it may be used from; null: any. */
  readonly addresses: readonly string[] | null;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly session?: SessionStanding;
  readonly account?: AccountStanding;
}

/** How long a session of an account lasts without a request. Personas of a drill may look at a screen for as long as they like. */
export const idleMs = 3_600_000;
/** How long a session lasts at most, whatever is done in it. */
export const sessionMs = 12 * 3_600_000;
/** How long a session opened by an invitation may take to add a way to sign in. */
export const enrollingMs = 3_600_000;
/** How long a second factor counts as just shown: for dangerous acts, and for what is RED. */
export const stepUpMs = 15 * 60_000;

/** Why a credential does not hold for a request from `address`; undefined when it does. */
export function whyNot(credential: Credential, address: string, now: Date): string | undefined {
  const { revokedAt, expiresAt, addresses, enrolment, account, session, persona } = credential;
  if (revokedAt !== null) return 'It was revoked.';
  if (expiresAt !== null && expiresAt <= now) return 'It has expired.';
  if (persona === null && session !== undefined && now.getTime() - session.seenAt.getTime() >= idleMs)
    return 'It was not used for an hour.';
  if (addresses !== null && !inNetworks(addresses)(address)) return 'It may not be used from this address.';
  if (account?.status === 'suspended') return 'The account is suspended.';
  if (enrolment === 'suspended') return 'The organisation is suspended.';
  return undefined;
}

/** Until when a second factor counts as just shown; null when it does not. */
export function steppedUpUntil({ session }: Credential, now: Date): Date | null {
  if (session?.steppedUpAt == null) return null;
  const until = new Date(session.steppedUpAt.getTime() + stepUpMs);
  return until > now ? until : null;
}

/** Who makes a request with this credential, as routes see them. */
export function callerOf(credential: Credential, now: Date): Caller {
  const { kind, org, orgHandle, orgKind, nation, name, scopes, session, account } = credential;
  const caller = { kind, org, orgHandle, orgKind, nation, name, scopes };
  if (session === undefined) return { ...caller, assurance: 'token' };
  return {
    ...caller,
    assurance: steppedUpUntil(credential, now) === null ? 'session' : 'stepped_up',
    enrolling: session.enrolling,
    ...(account && { person: { id: account.id, role: account.role, session: session.id } }),
  };
}
