import { routes, type Session } from '@tocsin/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Counter } from 'prom-client';
import type { Clock } from '#kernel/clock.ts';
import type { Db } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import type { Caller } from '#kernel/http/caller.ts';
import { mount } from '#kernel/http/routes.ts';
import type { Metrics } from '#kernel/metrics.ts';
import { createAttempts } from './attempts.ts';
import { sessionCookie, type Authenticator } from './authenticate.ts';
import { findToken, orgsByHandle } from './credentials/store.ts';
import { personas } from './personas.ts';
import { readProgramme } from './programme/store.ts';
import { hashOf } from './secret.ts';
import { closeSession, openSession } from './sessions/store.ts';
import { scopesOfPersona, whyNot, type ActingOrg, type Credential } from './standing.ts';
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

const sessionMs = 12 * 3_600_000;
/** What a token without an end says where the answer must name one. */
const never = '9999-12-31T23:59:59.999Z';

/** Mounts sign-in, sessions, personas of a drill, and API tokens. */
export function authRoutes(app: FastifyInstance, deps: AuthDeps): void {
  const { db, clock, authenticator } = deps;
  const attempts = createAttempts({ failures: 10, windowMs: 60_000 });
  const signIns = new Counter({
    name: 'tocsin_sign_ins_total',
    help: 'Attempts to sign in',
    labelNames: ['outcome'],
    registers: [deps.metrics.registry],
  });
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
    const wait = attempts.waitFor(request.ip, now);
    if (wait > 0)
      throw new AppError('too_many_requests', {
        detail: 'Too many failed sign-ins from this address.',
        retryAfter: wait,
      });
    try {
      const found =
        'persona' in body ? await asPersona(body.persona) : await withToken(body.token, body.person, request.ip, now);
      const session = {
        ...found,
        expiresAt: new Date(Math.min(now.getTime() + sessionMs, found.expiresAt?.getTime() ?? Infinity)),
      };
      const secret = await db.asSystem('sign-in', (tx) => openSession(tx, session, now));
      signIns.inc({ outcome: 'opened' });
      setCookie(request, reply, secret, session.expiresAt);
      return answer({
        ...found.acting,
        name: session.person,
        persona: session.persona,
        scopes: session.scopes,
        expiresAt: session.expiresAt,
      });
    } catch (error) {
      if (error instanceof AppError && error.status < 500) {
        attempts.fail(request.ip, now);
        signIns.inc({ outcome: 'refused' });
      }
      throw error;
    }
  });

  async function asPersona(id: string) {
    if ((await programme()).kind !== 'drill')
      throw new AppError('drill_only', { detail: 'Personas exist in a drill only. Sign in with an access token.' });
    const persona = personas.find((each) => each.id === id);
    const [acting] = persona === undefined ? [] : await db.asSystem('sign-in', (tx) => orgsByHandle(tx, [persona.org]));
    if (persona === undefined || acting === undefined)
      throw new AppError('not_found', { detail: 'There is no such persona in this drill.' });
    return {
      acting,
      org: acting.org,
      person: persona.name,
      persona: persona.id,
      token: null,
      scopes: scopesOfPersona(acting.orgKind),
      expiresAt: null,
    };
  }

  async function withToken(secret: string, person: string, address: string, now: Date) {
    const token = await db.asSystem('sign-in', (tx) => findToken(tx, hashOf(secret)));
    const refusal = token === undefined ? 'There is none like it.' : whyNot(token, address, now);
    if (token === undefined || refusal !== undefined)
      throw new AppError('unauthenticated', { detail: `The token does not hold. ${refusal ?? ''}` });
    if (!token.scopes.includes('console'))
      throw new AppError('forbidden', { detail: 'Signing in needs a token with the scope console.', scope: 'console' });
    return {
      acting: token,
      org: token.org,
      person,
      persona: null,
      token: token.id,
      scopes: token.scopes,
      expiresAt: token.expiresAt,
    };
  }

  function setCookie(request: FastifyRequest, reply: FastifyReply, secret: string, expires: Date): void {
    const secure = deps.secureCookies || request.protocol === 'https';
    reply.setCookie(sessionCookie, secret, { httpOnly: true, sameSite: 'strict', secure, path: '/', expires });
  }

  mount(app, routes.session, async ({ request }) => {
    const credential = await authenticator.credential(request);
    if (credential === undefined) throw new AppError('unauthenticated');
    return answer(credential);
  });

  mount(app, routes.signOut, async ({ request, reply, caller }) => {
    const secret = request.cookies[sessionCookie];
    if (secret !== undefined) await db.asOrg(caller.org, (tx) => closeSession(tx, secret, by(caller), clock.now()));
    authenticator.forget();
    reply.clearCookie(sessionCookie, { path: '/' });
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

function answer(of: ActingOrg & Pick<Credential, 'name' | 'persona' | 'scopes' | 'expiresAt'>): Session {
  return {
    person: of.name,
    persona: of.persona,
    org: { handle: of.orgHandle, name: of.orgName, kind: of.orgKind, nation: of.nation },
    scopes: [...of.scopes],
    expiresAt: of.expiresAt?.toISOString() ?? never,
  };
}
