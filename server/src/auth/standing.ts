import type { Enrolment, OrgKind, Scope } from '@tocsin/api';
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
}

/** Why a credential does not hold for a request from `address`; undefined when it does. */
export function whyNot(credential: Credential, address: string, now: Date): string | undefined {
  const { revokedAt, expiresAt, addresses, enrolment } = credential;
  if (revokedAt !== null) return 'It was revoked.';
  if (expiresAt !== null && expiresAt <= now) return 'It has expired.';
  if (addresses !== null && !inNetworks(addresses)(address)) return 'It may not be used from this address.';
  if (enrolment === 'suspended') return 'The organisation is suspended.';
  return undefined;
}

export function callerOf({ kind, org, orgHandle, orgKind, nation, name, scopes }: Credential): Caller {
  return { kind, org, orgHandle, orgKind, nation, name, scopes };
}

/** What a person may do who is signed in without a token, as a persona of a drill. */
export function scopesOfPersona(kind: OrgKind): Scope[] {
  const member: Scope[] = ['events:read', 'registry:read', 'console'];
  return kind === 'operator' ? [...member, 'events:write', 'registry:write', 'admin'] : member;
}
