import type { Session } from '@tocsin/api';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Counter, type Registry } from 'prom-client';
import type { Clock } from '#kernel/clock.ts';
import type { Db, Tx } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import { isSecure, setCookie } from '../../cookies.ts';
import { findSession } from '../../credentials/store.ts';
import { hashOf } from '../../secret.ts';
import { deviceOf } from '../../sessions/device.ts';
import { openSession, type NewSession } from '../../sessions/store.ts';
import { enrollingMs, sessionMs, whyNot } from '../../standing.ts';
import { sessionAnswer } from '../entrance.ts';

/** What opening a session takes of the parts of the server. */
export interface EntranceDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly secureCookies: boolean;
}

/** Who enters, by which way. */
export type Entrant = Omit<NewSession, 'device' | 'expiresAt' | 'enrolling'> & {
  readonly enrolling?: boolean;
  /** An end that comes before that of any session. */
  readonly expiresAt?: Date | null;
};

/** Opens a session, if its account and org are in good standing, and gives its secret with what the console is told. */
export async function openFor(
  tx: Tx,
  entrant: Entrant,
  request: Pick<FastifyRequest, 'ip' | 'headers'>,
  now: Date,
): Promise<{ secret: string; expires: Date; answer: Session }> {
  const enrolling = entrant.enrolling ?? false;
  const longest = now.getTime() + (enrolling ? enrollingMs : sessionMs);
  const expires = new Date(Math.min(longest, entrant.expiresAt?.getTime() ?? Infinity));
  const device = deviceOf(request.headers['user-agent']);
  const secret = await openSession(tx, { ...entrant, enrolling, device, expiresAt: expires }, now);
  const credential = await findSession(tx, hashOf(secret), now);
  const refusal = credential === undefined ? 'There is no such account.' : whyNot(credential, request.ip, now);
  if (credential === undefined || refusal !== undefined)
    throw new AppError('sign_in_refused', { detail: refusal ?? '' });
  return { secret, expires, answer: sessionAnswer(credential, now) };
}

/** Gives the browser the secret of its session. */
export function handOver(
  request: FastifyRequest,
  reply: FastifyReply,
  { secret, expires }: { secret: string; expires: Date },
  secureCookies: boolean,
): void {
  setCookie(reply, 'session', secret, { secure: isSecure(request, secureCookies), expires });
}

/** Counts sign-ins by outcome; one counter for all ways. */
export function signInCounter(registry: Registry): Counter<'outcome'> {
  const name = 'tocsin_sign_ins_total';
  const known = registry.getSingleMetric(name) as Counter<'outcome'> | undefined;
  return known ?? new Counter({ name, help: 'Attempts to sign in', labelNames: ['outcome'], registers: [registry] });
}

/** Counts what comes of an attempt. */
export async function counted<T>(counter: Counter<'outcome'>, work: () => Promise<T>): Promise<T> {
  try {
    const done = await work();
    counter.inc({ outcome: 'opened' });
    return done;
  } catch (error) {
    if (error instanceof AppError && error.status < 500) counter.inc({ outcome: 'refused' });
    throw error;
  }
}
