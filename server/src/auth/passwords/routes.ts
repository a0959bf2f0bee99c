import { routes } from '@tocsin/api';
import type { FastifyInstance } from 'fastify';
import { AppError } from '#kernel/errors.ts';
import { mount } from '#kernel/http/routes.ts';
import { ownPerson, recordOwn } from '../account/routes.ts';
import { demandAWayIn, demandFresh, lockAccount, type OwnFacts } from '../account/store.ts';
import type { PersonDeps } from '../person-deps.ts';
import { readProgramme } from '../programme/store.ts';
import { seal } from '../sealing.ts';
import { endSessions } from '../sessions/store.ts';
import { judgeCode, totpContext } from '../sign-in/second-factor.ts';
import { throttled } from '../sign-in/store.ts';
import { stepUpKey } from '../sign-in/throttle.ts';
import { stepUpSession } from '../step-up/routes.ts';
import { newRecoveryCodes, newTotpSecret, totpUri } from '../totp/codes.ts';
import { confirmTotp, lockTotp, offerTotp, replaceRecoveryCodes } from '../totp/store.ts';
import { hasPassword, removePassword, setPassword } from './store.ts';
import { demandStrength } from './strength.ts';

const knownOf = ({ name, mail, orgHandle }: OwnFacts): string[] => [name, mail, orgHandle];

/** Mounts the fallback for who has no passkey: a password, never without one-time codes, and recovery codes beside them. */
export function passwordRoutes(app: FastifyInstance, deps: PersonDeps): void {
  const { db, clock, key, hasher, authenticator } = deps;

  mount(app, routes.beginOneTimeCodes, async ({ caller }) => {
    const own = ownPerson(caller);
    const secret = newTotpSecret();
    const programme = await db.asSystem('programme', readProgramme);
    return db.asOrg(own.org, async (tx) => {
      const { mail } = await lockAccount(tx, own.id);
      await demandFresh(tx, own, caller.assurance === 'stepped_up', clock.now());
      await offerTotp(tx, own.id, own.org, seal(key, totpContext(own.id), secret));
      return { secret, uri: totpUri(secret, mail, programme.name) };
    });
  });

  mount(app, routes.confirmOneTimeCodes, async ({ body, request, reply, caller }) => {
    const own = ownPerson(caller);
    const now = clock.now();
    demandStrength(body.password, knownOf(await db.asOrg(own.org, (tx) => lockAccount(tx, own.id))));
    const hash = await hasher.hash(body.password);
    await throttled(db, [stepUpKey(own.id)], now, () =>
      db.asOrg(own.org, async (tx) => {
        await lockAccount(tx, own.id);
        await demandFresh(tx, own, caller.assurance === 'stepped_up', now);
        const totp = await lockTotp(tx, own.id);
        if (totp?.offered == null)
          throw new AppError('conflict', { detail: 'No secret waits to be confirmed. Begin anew.' });
        const judged = judgeCode(key, { person: own.id, sealed: totp.offered, lastStep: 0 }, body.code, now);
        if (judged.kind !== 'one_time')
          throw new AppError('sign_in_refused', { detail: 'That is not the code of this moment.' });
        await confirmTotp(tx, own.id, judged.step);
        await setPassword(tx, own.id, own.org, hash, now);
        await recordOwn(tx, own, 'password.set', now, { oneTimeCodes: true });
        await endSessions(tx, own.id, { allBut: own.session });
        await stepUpSession(deps, { request, reply }, tx, own);
      }),
    );
    authenticator.forget();
    return undefined;
  });

  mount(app, routes.changePassword, async ({ body, caller }) => {
    const own = ownPerson(caller);
    const now = clock.now();
    const facts = await db.asOrg(own.org, async (tx) => {
      if (!(await hasPassword(tx, own.id)))
        throw new AppError('conflict', { detail: 'There is no password to change: set up one-time codes first.' });
      return lockAccount(tx, own.id);
    });
    demandStrength(body.password, knownOf(facts));
    const hash = await hasher.hash(body.password);
    await db.asOrg(own.org, async (tx) => {
      await lockAccount(tx, own.id);
      await setPassword(tx, own.id, own.org, hash, now);
      await endSessions(tx, own.id, { allBut: own.session });
      await recordOwn(tx, own, 'password.set', now);
    });
    authenticator.forget();
    return undefined;
  });

  mount(app, routes.removePassword, async ({ caller }) => {
    const own = ownPerson(caller);
    await db.asOrg(own.org, async (tx) => {
      await lockAccount(tx, own.id);
      await removePassword(tx, own.id);
      await demandAWayIn(tx, own.id);
      await recordOwn(tx, own, 'password.remove', clock.now());
    });
    return undefined;
  });

  mount(app, routes.makeRecoveryCodes, async ({ caller }) => {
    const own = ownPerson(caller);
    const codes = newRecoveryCodes();
    await db.asOrg(own.org, async (tx) => {
      await lockAccount(tx, own.id);
      if (!(await hasPassword(tx, own.id)))
        throw new AppError('conflict', {
          detail: 'Recovery codes stand in for one-time codes, beside a password: there is none.',
        });
      await replaceRecoveryCodes(tx, own.id, own.org, codes);
      await recordOwn(tx, own, 'recovery_code.make', clock.now());
    });
    return { codes };
  });
}
