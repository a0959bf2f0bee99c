import { routes } from '@tocsin/api';
import type { FastifyInstance } from 'fastify';
import { AppError } from '#kernel/errors.ts';
import { mount } from '#kernel/http/routes.ts';
import { ownPerson, recordOwn } from '../account/routes.ts';
import { demandAWayIn, demandFresh, lockAccount } from '../account/store.ts';
import { originOf, type PersonDeps } from '../person-deps.ts';
import { readProgramme } from '../programme/store.ts';
import { rememberStep, spendStep } from '../sign-in/store.ts';
import { stepUpSession } from '../step-up/routes.ts';
import { demandName, registrationOptions, verifyRegistration } from './relying-party.ts';
import { deletePasskey, insertPasskey, passkeysOf, renamePasskey } from './store.ts';

interface NewPasskey {
  readonly challenge: string;
  readonly person: string;
}

const unknown = () => new AppError('not_found', { detail: 'There is no such passkey.' });

/** Mounts one's own passkeys: several, each with a name. */
export function passkeyRoutes(app: FastifyInstance, deps: PersonDeps): void {
  const { db, clock, authenticator } = deps;

  mount(app, routes.askNewPasskey, async ({ request, caller }) => {
    const own = ownPerson(caller);
    const party = demandName(originOf(request, deps.publicOrigin));
    const { name } = await db.asSystem('programme', readProgramme);
    const { owner, existing } = await db.asOrg(own.org, async (tx) => {
      const locked = await lockAccount(tx, own.id);
      await demandFresh(tx, own, caller.assurance === 'stepped_up', clock.now());
      return { owner: locked, existing: await passkeysOf(tx, own.id) };
    });
    const options = await registrationOptions(party, name, owner, existing);
    const facts: NewPasskey = { challenge: options.challenge, person: own.id };
    const step = await db.asSystem('new passkey', (tx) => rememberStep(tx, 'passkey_add', facts, clock.now()));
    return { step, options: { ...options } };
  });

  mount(app, routes.addPasskey, async ({ body, request, reply, caller }) => {
    const own = ownPerson(caller);
    const now = clock.now();
    const party = demandName(originOf(request, deps.publicOrigin));
    const asked = await db.asSystem('new passkey', (tx) => spendStep<NewPasskey>(tx, 'passkey_add', body.step, now));
    const made = asked?.person === own.id ? await verifyRegistration(party, asked.challenge, body.response) : undefined;
    if (made === undefined)
      throw new AppError('bad_request', {
        detail: 'What the browser made is no passkey for this question. Try again.',
      });
    const passkey = await db.asOrg(own.org, async (tx) => {
      await lockAccount(tx, own.id);
      await demandFresh(tx, own, caller.assurance === 'stepped_up', now);
      const added = await insertPasskey(tx, { ...made, person: own.id, org: own.org, name: body.name }, now);
      if (added === undefined) throw new AppError('conflict', { detail: 'This passkey is known already.' });
      await recordOwn(tx, own, 'passkey.add', now, { passkey: added.id, name: added.name });
      // Making one has shown it: who enrols is in with this.
      await stepUpSession(deps, { request, reply }, tx, own);
      return added;
    });
    authenticator.forget();
    return passkey;
  });

  mount(app, routes.renamePasskey, async ({ params, body, caller }) => {
    const own = ownPerson(caller);
    return db.asOrg(own.org, async (tx) => {
      const renamed = await renamePasskey(tx, own.id, params.id, body.name);
      if (renamed === undefined) throw unknown();
      await recordOwn(tx, own, 'passkey.rename', clock.now(), { passkey: params.id, name: body.name });
      return renamed;
    });
  });

  mount(app, routes.removePasskey, async ({ params, caller }) => {
    const own = ownPerson(caller);
    await db.asOrg(own.org, async (tx) => {
      await lockAccount(tx, own.id);
      const name = await deletePasskey(tx, own.id, params.id);
      if (name === undefined) throw unknown();
      await demandAWayIn(tx, own.id);
      await recordOwn(tx, own, 'passkey.remove', clock.now(), { passkey: params.id, name });
    });
    return undefined;
  });
}
