import type { Auth, Route } from '@tocsin/api/route.ts';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../errors.ts';

/** Who makes a request, in the name of an organisation. */
export interface Caller {
  /** A signed-in person, or a machine with a token. */
  readonly kind: 'person' | 'token';
  /** Id of the organisation: what `db.asOrg` takes. */
  readonly org: number;
  readonly orgHandle: string;
  readonly orgKind: 'operator' | 'government' | 'law_enforcement' | 'partner' | 'isp';
  /** ISO code of the organisation's nation, where it has one. */
  readonly nation: string | null;
  /** The person's name, or the token's. */
  readonly name: string;
  readonly scopes: readonly string[];
  /** The account of a person who has one; nobody who signed in with a token has. */
  readonly person?: { readonly id: string; readonly role: string; readonly session: string };
  /** How sure it is that it is they; `token` unless told. */
  readonly assurance?: 'token' | 'session' | 'stepped_up';
  /** Has accepted an invitation and no way to sign in yet: may use nothing but their own account. */
  readonly enrolling?: boolean;
}

/** Somebody who has not said who it is. */
export interface PublicCaller {
  readonly kind: 'public';
}

export type Anyone = Caller | PublicCaller;

/**
 * Finds the caller of a request from its cookie or token; undefined when it carries neither. Throws AppError
 * `unauthenticated` when what it carries does not hold. The auth slice provides it.
 */
export type Authenticate = (request: FastifyRequest) => Promise<Caller | undefined>;

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by `mount` before the handler runs; null on routes that were not mounted. */
    caller: Anyone | null;
  }
}

/**
 * Throws `unauthenticated`, `forbidden`, `enrolment_required` or `step_up_required` unless the caller may use a route of
 * this auth, scope and demands.
 */
export function admit(
  caller: Anyone,
  auth: Auth,
  scope: string | undefined,
  { stepUp, enrolling }: Pick<Route, 'stepUp' | 'enrolling'> = {},
): void {
  if (auth === 'public') return;
  if (caller.kind === 'public') {
    throw new AppError('unauthenticated', { headers: { 'www-authenticate': 'Bearer realm="tocsin"' } });
  }
  if (caller.enrolling === true && enrolling !== true) throw new AppError('enrolment_required');
  if (auth === 'operator' && caller.orgKind !== 'operator') {
    throw new AppError('forbidden', { detail: 'Only the operator may do this.' });
  }
  if (scope !== undefined && !caller.scopes.includes(scope)) {
    throw new AppError('forbidden', { detail: `This needs the scope ${scope}.`, scope });
  }
  // Somebody who enrols has just spent a secret link and has nothing else to show.
  if (stepUp === true && caller.kind === 'person' && caller.assurance !== 'stepped_up' && caller.enrolling !== true)
    throw new AppError('step_up_required');
}
