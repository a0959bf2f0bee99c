import { routes, type Session, type StepUp } from '@tocsin/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Tx } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import { mount } from '#kernel/http/routes.ts';
import { ownPerson, recordOwn, type OwnPerson } from '../account/routes.ts';
import { findSession } from '../credentials/store.ts';
import { authenticationOptions, credentialIdIn, demandName, verifyAuthentication } from '../passkeys/relying-party.ts';
import { lockPasskey, notePasskey, passkeysOf } from '../passkeys/store.ts';
import { originOf, type PersonDeps } from '../person-deps.ts';
import { hashOf } from '../secret.ts';
import { sessionAnswer } from '../sign-in/entrance.ts';
import { handOver } from '../sign-in/enter/routes.ts';
import { judgeCode } from '../sign-in/second-factor.ts';
import { rememberStep, spendStep, throttled } from '../sign-in/store.ts';
import { stepUpKey } from '../sign-in/throttle.ts';
import { renewSession } from '../sessions/store.ts';
import { sessionMs } from '../standing.ts';
import { lockTotp, spendStepOf } from '../totp/store.ts';

interface AskedPasskey {
  readonly challenge: string;
  readonly person: string;
}

/**
 * A second factor was shown in a session, or the first way to sign in was added: the session gets a new secret, counts as
 * stepped up, and, where it enrolled, becomes one like others. Sets the cookie; gives what the console is told.
 */
export async function stepUpSession(
  deps: PersonDeps,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  tx: Tx,
  own: OwnPerson,
): Promise<Session> {
  const now = deps.clock.now();
  const end = own.enrolling ? { expiresAt: new Date(now.getTime() + sessionMs) } : {};
  const secret = await renewSession(tx, own.session, end, now);
  const credential = await findSession(tx, hashOf(secret), now);
  if (credential === undefined) throw new AppError('unauthenticated');
  const expires = credential.expiresAt ?? new Date(now.getTime() + sessionMs);
  handOver(request, reply, { secret, expires }, deps.secureCookies);
  return sessionAnswer(credential, now);
}

/** Mounts step-up: a second factor, shown once more before a dangerous act. */
export function stepUpRoutes(app: FastifyInstance, deps: PersonDeps): void {
  const { db, clock, authenticator } = deps;

  mount(app, routes.askStepUp, async ({ request, caller }) => {
    const own = ownPerson(caller);
    const party = demandName(originOf(request, deps.publicOrigin));
    const passkeys = await db.asOrg(own.org, (tx) => passkeysOf(tx, own.id));
    const options = await authenticationOptions(party, passkeys);
    const facts: AskedPasskey = { challenge: options.challenge, person: own.id };
    const step = await db.asSystem('step-up', (tx) => rememberStep(tx, 'passkey_step_up', facts, clock.now()));
    return { step, options: { ...options } };
  });

  mount(app, routes.stepUp, async ({ body, request, reply, caller }) => {
    const own = ownPerson(caller);
    const now = clock.now();
    const answer = await throttled(db, [stepUpKey(own.id)], now, async () => {
      const passkeyFacts =
        'passkey' in body
          ? await db.asSystem('step-up', (tx) => spendStep<AskedPasskey>(tx, 'passkey_step_up', body.passkey.step, now))
          : undefined;
      return db.asOrg(own.org, async (tx) => {
        const way = await shown(tx, request, own, body, passkeyFacts, now);
        if (way === undefined) throw new AppError('sign_in_refused', { detail: 'That does not hold.' });
        await recordOwn(tx, own, 'session.step_up', now, { way });
        return stepUpSession(deps, { request, reply }, tx, own);
      });
    });
    authenticator.forget();
    return answer;
  });

  /** The way in which the second factor was shown; undefined where it does not hold. */
  async function shown(
    tx: Tx,
    request: FastifyRequest,
    own: OwnPerson,
    body: StepUp,
    asked: AskedPasskey | undefined,
    now: Date,
  ): Promise<string | undefined> {
    if ('persona' in body) {
      const credential = await authenticator.credential(request);
      // Personas have no factors: in a drill one says that one is still there.
      if (credential?.persona == null) throw new AppError('drill_only', { detail: 'Only personas of a drill.' });
      return 'persona';
    }
    if ('code' in body) {
      const totp = await lockTotp(tx, own.id);
      if (totp === undefined) return undefined;
      const judged = judgeCode(deps.key, { person: own.id, ...totp }, body.code, now);
      return judged.kind === 'one_time' && (await spendStepOf(tx, own.id, judged.step)) ? 'one_time_code' : undefined;
    }
    const id = credentialIdIn(body.passkey.response);
    const passkey = id === undefined ? undefined : await lockPasskey(tx, id);
    if (asked?.person !== own.id || passkey?.person !== own.id) return undefined;
    const party = demandName(originOf(request, deps.publicOrigin));
    const counter = await verifyAuthentication(party, asked.challenge, body.passkey.response, passkey);
    if (counter === undefined) return undefined;
    await notePasskey(tx, passkey.id, counter, now);
    return 'passkey';
  }
}
