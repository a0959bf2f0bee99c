import { routes, type Account } from '@tocsin/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { mount } from '#kernel/http/routes.ts';
import { AppError } from '#kernel/errors.ts';
import type { Tx } from '#kernel/db.ts';
import type { Anyone } from '#kernel/http/caller.ts';
import { listPasskeys } from '../passkeys/store.ts';
import { relyingParty } from '../passkeys/relying-party.ts';
import { originOf, type PersonDeps } from '../person-deps.ts';
import { endSessions, listSessions } from '../sessions/store.ts';
import { steppedUpUntil } from '../standing.ts';
import { recordAudit } from '#audit/store.ts';
import { changeOwnFacts, countWays, deleteIdentity, demandAWayIn, listIdentities, lockAccount } from './store.ts';

/** The person behind a caller: who signed in with a token has no account. */
export interface OwnPerson {
  readonly id: string;
  readonly org: number;
  readonly session: string;
  readonly name: string;
  readonly role: string;
  readonly enrolling: boolean;
}

/** The caller as a person with an account; AppError `forbidden` for all others. */
export function ownPerson(caller: Anyone): OwnPerson {
  if (caller.kind !== 'person' || caller.person === undefined)
    throw new AppError('forbidden', { detail: 'Only a person with an account can do this.' });
  const { person, org, name } = caller;
  return { ...person, org, name, enrolling: caller.enrolling ?? false };
}

/** Notes in the audit trail what somebody did to their own account. */
export function recordOwn(tx: Tx, own: OwnPerson, action: string, at: Date, detail: object = {}): Promise<void> {
  const subject = `person/${own.id}`;
  return recordAudit(tx, { at, org: own.org, actor: own.name, action, subject, detail });
}

/** Mounts one's own account: facts, bound identities, sessions. */
export function accountRoutes(app: FastifyInstance, deps: PersonDeps): void {
  const { db, clock, authenticator } = deps;

  async function account(request: FastifyRequest, own: OwnPerson): Promise<Account> {
    const credential = await authenticator.credential(request);
    const until = credential && steppedUpUntil(credential, clock.now());
    return db.asOrg(own.org, async (tx) => {
      const facts = await lockAccount(tx, own.id);
      const ways = await countWays(tx, own.id);
      return {
        id: own.id,
        name: facts.name,
        mail: facts.mail,
        languages: facts.languages,
        role: credential?.account?.role ?? 'reader',
        enrolling: own.enrolling,
        steppedUpUntil: until?.toISOString() ?? null,
        passkeysPossible: relyingParty(originOf(request, deps.publicOrigin)) !== undefined,
        passkeys: await listPasskeys(tx, own.id),
        oneTimeCodes: ways.oneTimeCodes,
        password: ways.password,
        recoveryCodes: ways.recoveryCodes,
        identities: await listIdentities(tx, own.id),
        providers: deps.providers.shown(),
      };
    });
  }

  mount(app, routes.account, ({ request, caller }) => account(request, ownPerson(caller)));

  mount(app, routes.changeAccount, async ({ body, request, caller }) => {
    const own = ownPerson(caller);
    await db.asOrg(own.org, async (tx) => {
      await changeOwnFacts(tx, own.id, body);
      await recordOwn(tx, own, 'account.change', clock.now(), body);
    });
    authenticator.forget();
    return account(request, own);
  });

  mount(app, routes.unbindIdentity, async ({ params, caller }) => {
    const own = ownPerson(caller);
    await db.asOrg(own.org, async (tx) => {
      await lockAccount(tx, own.id);
      const gone = await deleteIdentity(tx, own.id, params.id);
      if (gone === undefined) throw new AppError('not_found', { detail: 'There is no such identity.' });
      await demandAWayIn(tx, own.id);
      await recordOwn(tx, own, 'identity.unbind', clock.now(), gone);
    });
    return undefined;
  });

  mount(app, routes.ownSessions, ({ caller }) => {
    const own = ownPerson(caller);
    return db.asOrg(own.org, (tx) => listSessions(tx, own.id, own.session, clock.now()));
  });

  mount(app, routes.endOwnSession, async ({ params, caller }) => {
    const own = ownPerson(caller);
    await db.asOrg(own.org, async (tx) => {
      if ((await endSessions(tx, own.id, { only: params.id })) === 0)
        throw new AppError('not_found', { detail: 'There is no such session.' });
      await recordOwn(tx, own, 'session.end', clock.now(), { session: params.id });
    });
    authenticator.forget();
    return undefined;
  });

  mount(app, routes.endOtherSessions, async ({ caller }) => {
    const own = ownPerson(caller);
    await db.asOrg(own.org, async (tx) => {
      const ended = await endSessions(tx, own.id, { allBut: own.session });
      await recordOwn(tx, own, 'session.end', clock.now(), { others: ended });
    });
    authenticator.forget();
    return undefined;
  });
}
