import { routes } from '@tocsin/api';
import type { FastifyInstance } from 'fastify';
import type { Clock } from '#kernel/clock.ts';
import type { Db } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import type { Caller } from '#kernel/http/caller.ts';
import { mount } from '#kernel/http/routes.ts';
import type { Metrics } from '#kernel/metrics.ts';
import type { Authenticator } from './authenticate.ts';
import { clearCookie, cookieName, isSecure } from './cookies.ts';
import { findToken, orgsByHandle } from './credentials/store.ts';
import { ensurePersonas, findPersona } from './people/store.ts';
import { personas } from './personas.ts';
import { readProgramme } from './programme/store.ts';
import { hashOf } from './secret.ts';
import { closeSession } from './sessions/store.ts';
import { counted, handOver, openFor, signInCounter, type Entrant } from './sign-in/enter/routes.ts';
import { sessionAnswer } from './sign-in/entrance.ts';
import { throttled } from './sign-in/store.ts';
import { addressKey } from './sign-in/throttle.ts';
import { whyNot } from './standing.ts';
import { listTokens, mintToken, revokeToken } from './tokens/store.ts';

export interface AuthDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly authenticator: Authenticator;
  readonly metrics: Metrics;
  /** Of this software. */
  readonly version: string;
  /** The address that members use is https, whatever the connection from a proxy is. */
  readonly secureCookies: boolean;
}

/** Mounts sign-in, sessions, personas of a drill, and API tokens. */
export function authRoutes(app: FastifyInstance, deps: AuthDeps): void {
  const { db, clock, authenticator } = deps;
  const signIns = signInCounter(deps.metrics.registry);
  const programme = () => db.asSystem('programme', readProgramme);

  mount(app, routes.programme, async () => ({
    ...(await programme()),
    version: deps.version,
    now: clock.now().toISOString(),
  }));

  mount(app, routes.personas, async () => {
    if ((await programme()).kind !== 'drill') return [];
    const orgs = await db.asSystem('personas', (tx) =>
      orgsByHandle(
        tx,
        personas.map((persona) => persona.org),
      ),
    );
    return personas.flatMap(({ id, name, role, org: handle }) => {
      const org = orgs.find((each) => each.orgHandle === handle);
      return org === undefined
        ? []
        : [{ id, name, role, org: handle, orgName: org.orgName, orgKind: org.orgKind, nation: org.nation }];
    });
  });

  mount(app, routes.signIn, async ({ body, request, reply }) => {
    const now = clock.now();
    const entered = await counted(signIns, () =>
      throttled(db, [addressKey(request.ip)], now, async () => {
        const entrant =
          'persona' in body
            ? await asPersona(body.persona, now)
            : await withToken(body.token, body.person, request.ip, now);
        return db.asSystem('sign-in', (tx) => openFor(tx, entrant, request, now));
      }),
    );
    handOver(request, reply, entered, deps.secureCookies);
    return entered.answer;
  });

  async function asPersona(id: string, now: Date): Promise<Entrant> {
    if ((await programme()).kind !== 'drill')
      throw new AppError('drill_only', { detail: 'Personas exist in a drill only. Sign in as the person you are.' });
    const persona = personas.find((each) => each.id === id);
    return db.asSystem('sign-in', async (tx) => {
      const [acting] = persona === undefined ? [] : await orgsByHandle(tx, [persona.org]);
      if (persona === undefined || acting === undefined)
        throw new AppError('not_found', { detail: 'There is no such persona in this drill.' });
      // All of them, so that what is for named people can name those who have not come yet.
      await ensurePersonas(tx, personas, now);
      const account = await findPersona(tx, persona.id);
      return {
        org: acting.org,
        person: persona.name,
        personId: account?.id ?? null,
        persona: persona.id,
        token: null,
        scopes: [],
        method: 'persona',
        steppedUpAt: null,
      };
    });
  }

  async function withToken(secret: string, person: string, address: string, now: Date): Promise<Entrant> {
    const token = await db.asSystem('sign-in', (tx) => findToken(tx, hashOf(secret)));
    const refusal = token === undefined ? 'There is none like it.' : whyNot(token, address, now);
    if (token === undefined || refusal !== undefined)
      throw new AppError('unauthenticated', { detail: `The token does not hold. ${refusal ?? ''}` });
    if (!token.scopes.includes('console'))
      throw new AppError('forbidden', { detail: 'Signing in needs a token with the scope console.', scope: 'console' });
    return {
      org: token.org,
      person,
      personId: null,
      persona: null,
      token: token.id,
      scopes: token.scopes,
      method: 'token',
      steppedUpAt: null,
      expiresAt: token.expiresAt,
    };
  }

  mount(app, routes.session, async ({ request }) => {
    const credential = await authenticator.credential(request);
    if (credential === undefined) throw new AppError('unauthenticated');
    return sessionAnswer(credential, clock.now());
  });

  mount(app, routes.signOut, async ({ request, reply, caller }) => {
    const secure = isSecure(request, deps.secureCookies);
    const secret = request.cookies[cookieName('session', secure)];
    if (secret !== undefined) await db.asOrg(caller.org, (tx) => closeSession(tx, secret, by(caller), clock.now()));
    authenticator.forget();
    clearCookie(reply, 'session', secure);
    return undefined;
  });

  mount(app, routes.tokens, ({ caller }) => db.asOrg(caller.org, listTokens));

  mount(app, routes.createToken, ({ body, caller }) => {
    const now = clock.now();
    if (body.expiresAt !== undefined && new Date(body.expiresAt) <= now)
      throw new AppError('validation_failed', { detail: 'body /expiresAt: lies in the past' });
    return db.asOrg(caller.org, (tx) => mintToken(tx, body, by(caller), now));
  });

  mount(app, routes.revokeToken, async ({ params, caller }) => {
    const found = await db.asOrg(caller.org, (tx) => revokeToken(tx, params.id, by(caller), clock.now()));
    if (!found) throw new AppError('not_found', { detail: 'There is no such token.' });
    authenticator.forget();
    return undefined;
  });
}

const by = (caller: Caller): { org: number; name: string } => ({ org: caller.org, name: caller.name });
