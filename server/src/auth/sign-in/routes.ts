import { routes } from '@tocsin/api';
import type { FastifyInstance } from 'fastify';
import { recordAudit } from '#audit/store.ts';
import type { Tx } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import { mount } from '#kernel/http/routes.ts';
import { cookieName, isSecure, setCookie } from '../cookies.ts';
import {
  authenticationOptions,
  credentialIdIn,
  demandName,
  relyingParty,
  verifyAuthentication,
} from '../passkeys/relying-party.ts';
import { lockPasskey, notePasskey } from '../passkeys/store.ts';
import { findByMail, setPassword, type PasswordAccount } from '../passwords/store.ts';
import { originOf, type PersonDeps } from '../person-deps.ts';
import { deviceMark, knownDevice } from '../sealing.ts';
import type { SignInMethod } from '../sessions/store.ts';
import { spendRecoveryCode, spendStepOf } from '../totp/store.ts';
import { counted, handOver, openFor, signInCounter } from './enter/routes.ts';
import { judgeCode } from './second-factor.ts';
import { rememberStep, spendStep, throttled } from './store.ts';
import { accountKey, addressKey } from './throttle.ts';

const deviceMs = 180 * 86_400_000;
/** One sentence for everything that can be wrong: which it was is nobody's business who cannot sign in. */
const refused = () =>
  new AppError('sign_in_refused', { detail: 'Organisation, mail address, password or code is not right.' });
const refusedPasskey = () => new AppError('sign_in_refused', { detail: 'This passkey opens no account here.' });

/** Mounts the ways in for people with an account: passkeys, and passwords with a code. */
export function signInRoutes(app: FastifyInstance, deps: PersonDeps): void {
  const { db, clock, key, hasher, secureCookies } = deps;
  const counter = signInCounter(deps.metrics.registry);

  mount(app, routes.signInWays, ({ request }) => ({
    passkeys: relyingParty(originOf(request, deps.publicOrigin)) !== undefined,
    providers: deps.providers.shown(),
  }));

  mount(app, routes.askPasskey, async ({ request }) => {
    const options = await authenticationOptions(demandName(originOf(request, deps.publicOrigin)));
    const facts = { challenge: options.challenge };
    const step = await db.asSystem('passkey asked', (tx) => rememberStep(tx, 'passkey_sign_in', facts, clock.now()));
    return { step, options: { ...options } };
  });

  mount(app, routes.signInWithPasskey, async ({ body, request, reply }) => {
    const now = clock.now();
    const party = demandName(originOf(request, deps.publicOrigin));
    const entered = await counted(counter, () =>
      throttled(db, [addressKey(request.ip)], now, async () => {
        const facts = await db.asSystem('passkey shown', (tx) =>
          spendStep<{ challenge: string }>(tx, 'passkey_sign_in', body.step, now),
        );
        const id = credentialIdIn(body.response);
        if (facts === undefined || id === undefined) throw refusedPasskey();
        return db.asSystem('sign-in', async (tx) => {
          const passkey = await lockPasskey(tx, id);
          const counted = passkey && (await verifyAuthentication(party, facts.challenge, body.response, passkey));
          if (passkey === undefined || counted === undefined) throw refusedPasskey();
          await notePasskey(tx, passkey.id, counted, now);
          return openFor(tx, entrant(passkey, 'passkey', now), request, now);
        });
      }),
    );
    handOver(request, reply, entered, secureCookies);
    return entered.answer;
  });

  mount(app, routes.signInWithPassword, async ({ body, request, reply }) => {
    const now = clock.now();
    const secure = isSecure(request, secureCookies);
    const account = await db.asSystem('sign-in', (tx) => findByMail(tx, body.org, body.mail));
    const device = knownDevice(key, account?.person ?? '', request.cookies[cookieName('device', secure)]);
    const keys = [addressKey(request.ip), accountKey(body.org, body.mail, device)];
    const entered = await counted(counter, () =>
      throttled(db, keys, now, async () => {
        const right = await hasher.verify(body.password, account?.hash ?? undefined);
        if (account?.hash == null || !right) throw refused();
        if (hasher.outdated(account.hash)) {
          const hash = await hasher.hash(body.password);
          await db.asSystem('password with costs of now', (tx) =>
            setPassword(tx, account.person, account.org, hash, now),
          );
        }
        return db.asSystem('sign-in', async (tx) => {
          const method = await spendCode(tx, key, account, body.code, now);
          if (method === undefined) throw refused();
          return openFor(tx, entrant(account, method, now), request, now);
        });
      }),
    );
    handOver(request, reply, entered, secureCookies);
    setCookie(reply, 'device', deviceMark(key, account?.person ?? ''), {
      secure,
      expires: new Date(now.getTime() + deviceMs),
    });
    return entered.answer;
  });
}

/** Spends the second factor beside a password: by which way one enters with it; undefined where it does not hold. */
async function spendCode(
  tx: Tx,
  key: Buffer,
  account: PasswordAccount,
  code: string,
  now: Date,
): Promise<SignInMethod | undefined> {
  const judged = judgeCode(key, account, code, now);
  if (judged.kind === 'one_time') return (await spendStepOf(tx, account.person, judged.step)) ? 'password' : undefined;
  if (judged.kind === 'wrong' || !(await spendRecoveryCode(tx, account.person, code))) return undefined;
  await recordAudit(tx, {
    at: now,
    org: account.org,
    actor: `person/${account.person}`,
    action: 'recovery_code.spend',
    subject: `person/${account.person}`,
  });
  return 'recovery_code';
}

function entrant(of: { person: string; org: number }, method: SignInMethod, now: Date) {
  return {
    org: of.org,
    person: null,
    personId: of.person,
    persona: null,
    token: null,
    scopes: [],
    method,
    // All ways but single sign-on show two factors at once.
    steppedUpAt: now,
  };
}
