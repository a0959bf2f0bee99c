import { routes } from '@tocsin/api';
import type { FastifyInstance } from 'fastify';
import { AppError } from '#kernel/errors.ts';
import { mount } from '#kernel/http/routes.ts';
import { removeAllWays } from '../account/store.ts';
import type { PersonDeps } from '../person-deps.ts';
import { createPerson, hasMail } from '../people/store.ts';
import { readProgramme } from '../programme/store.ts';
import { handOver, openFor } from '../sign-in/enter/routes.ts';
import { throttled } from '../sign-in/store.ts';
import { addressKey } from '../sign-in/throttle.ts';
import { findLink, lookOf, spendLink } from './store.ts';

/** Mounts what whoever holds a link can do: look at it, and accept. Only POST spends: programs that read mail follow links. */
export function acceptanceRoutes(app: FastifyInstance, deps: PersonDeps): void {
  const { db, clock, secureCookies } = deps;

  mount(app, routes.lookAtInvitation, ({ body, request }) =>
    throttled(db, [addressKey(request.ip)], clock.now(), () =>
      db.asSystem('invitation', async (tx) => {
        const found = await findLink(tx, body.token, clock.now());
        if (found === undefined) throw new AppError('link_not_valid');
        return lookOf(found, (await readProgramme(tx)).name);
      }),
    ),
  );

  mount(app, routes.acceptInvitation, async ({ body, request, reply }) => {
    const now = clock.now();
    const entered = await throttled(db, [addressKey(request.ip)], now, () =>
      db.asSystem('invitation', async (tx) => {
        const found = await findLink(tx, body.token, now);
        if (found === undefined) throw new AppError('link_not_valid');
        const name = body.name ?? found.name;
        let { person } = found;
        if (person === null) {
          if (await hasMail(tx, found.org, found.mail))
            throw new AppError('conflict', {
              detail: 'There is an account of this mail address here already. Sign in.',
            });
          person = await createPerson(tx, { ...found, name, languages: body.languages ?? found.languages }, now);
        } else await removeAllWays(tx, person);
        await spendLink(tx, found, person, name, now);
        const entrant = {
          org: found.org,
          person: null,
          personId: person,
          persona: null,
          token: null,
          scopes: [],
          method: 'invitation' as const,
          enrolling: true,
          steppedUpAt: null,
        };
        return openFor(tx, entrant, request, now);
      }),
    );
    deps.authenticator.forget();
    handOver(request, reply, entered, secureCookies);
    return entered.answer;
  });
}
