import type { Session } from '@tocsin/api';
import { steppedUpUntil, type Credential } from '../standing.ts';

/** What a token without an end says where the answer must name one. */
const never = '9999-12-31T23:59:59.999Z';

/** A credential as the console is told of it. */
export function sessionAnswer(credential: Credential, now: Date): Session {
  const { name, persona, orgHandle, orgName, orgKind, nation, scopes, expiresAt, account, session } = credential;
  return {
    person: name,
    persona,
    org: { handle: orgHandle, name: orgName, kind: orgKind, nation },
    scopes: [...scopes],
    expiresAt: expiresAt?.toISOString() ?? never,
    personId: account?.id ?? null,
    role: account?.role ?? null,
    enrolling: session?.enrolling ?? false,
    steppedUpUntil: steppedUpUntil(credential, now)?.toISOString() ?? null,
  };
}
