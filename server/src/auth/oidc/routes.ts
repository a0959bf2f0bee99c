import { routes } from '@tocsin/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, toAppError } from '#kernel/errors.ts';
import { mount } from '#kernel/http/routes.ts';
import { ownPerson, recordOwn } from '../account/routes.ts';
import { clearCookie, cookieName, isSecure, setCookie } from '../cookies.ts';
import { originOf, type PersonDeps } from '../person-deps.ts';
import { counted, handOver, openFor, signInCounter } from '../sign-in/enter/routes.ts';
import { rememberStep, spendStep, throttled } from '../sign-in/store.ts';
import { addressKey } from '../sign-in/throttle.ts';
import { stepUpSession } from '../step-up/routes.ts';
import { safeNext } from './next.ts';
import type { ProvedIdentity, Question } from './providers.ts';
import { bindingSession, findByIdentity, insertIdentity } from './store.ts';

/** Where providers send browsers back to; registered there as the redirect URI. */
const callbackPath = '/api/sign-in/callback';
const flowMs = 10 * 60_000;

interface Flow {
  readonly question: Question;
  readonly next: string;
  /** The session in which somebody binds an identity to their account; null: somebody signs in. */
  readonly session: string | null;
}

/** Mounts single sign-on, and binding identities to one's account. */
export function providerRoutes(app: FastifyInstance, deps: PersonDeps): void {
  const { db, clock, providers, secureCookies } = deps;
  const counter = signInCounter(deps.metrics.registry);

  async function begin(
    { request, reply }: { request: FastifyRequest; reply: FastifyReply },
    provider: string,
    rest: Omit<Flow, 'question'>,
  ): Promise<{ url: string }> {
    const now = clock.now();
    const { url, question } = await providers.ask(provider, originOf(request, deps.publicOrigin) + callbackPath);
    const flow: Flow = { question, ...rest };
    const secret = await db.asSystem('single sign-on', (tx) => rememberStep(tx, 'provider', flow, now));
    // The answer counts only in the browser that asked.
    const expires = new Date(now.getTime() + flowMs);
    setCookie(reply, 'flow', secret, { secure: isSecure(request, secureCookies), expires });
    return { url };
  }

  mount(app, routes.signInWithProvider, ({ params, body, request, reply }) =>
    begin({ request, reply }, params.provider, { next: safeNext(body.next), session: null }),
  );

  mount(app, routes.bindIdentity, ({ params, request, reply, caller }) =>
    begin({ request, reply }, params.provider, { next: '/account', session: ownPerson(caller).session }),
  );

  async function finish(request: FastifyRequest, reply: FastifyReply): Promise<string> {
    const secure = isSecure(request, secureCookies);
    const secret = request.cookies[cookieName('flow', secure)];
    clearCookie(reply, 'flow', secure);
    const now = clock.now();
    const flow =
      secret === undefined
        ? undefined
        : await db.asSystem('single sign-on', (tx) => spendStep<Flow>(tx, 'provider', secret, now));
    if (flow === undefined) throw new AppError('link_not_valid');
    const returned = new URL(flow.question.redirectUri);
    returned.search = new URL(request.url, returned).search;
    const identity = await providers.prove(flow.question, returned);
    if (flow.session === null) await enter({ request, reply }, identity);
    else await bind({ request, reply }, identity, flow.session, flow.question.provider);
    return flow.next;
  }

  async function enter(
    { request, reply }: { request: FastifyRequest; reply: FastifyReply },
    identity: ProvedIdentity,
  ): Promise<void> {
    const now = clock.now();
    const entered = await counted(counter, () =>
      throttled(db, [addressKey(request.ip)], now, () =>
        db.asSystem('sign-in', async (tx) => {
          const bound = await findByIdentity(tx, identity, now);
          if (bound === undefined) throw new AppError('sign_in_refused');
          const { person: personId, org } = bound;
          const nobody = { person: null, persona: null, token: null, scopes: [] };
          // What the provider asked for is its own affair: a second factor is shown here before a dangerous act.
          return openFor(tx, { ...nobody, org, personId, method: 'provider', steppedUpAt: null }, request, now);
        }),
      ),
    );
    handOver(request, reply, entered, secureCookies);
  }

  async function bind(
    { request, reply }: { request: FastifyRequest; reply: FastifyReply },
    identity: ProvedIdentity,
    session: string,
    provider: string,
  ): Promise<void> {
    const now = clock.now();
    await db.asSystem('bind an identity', async (tx) => {
      const found = await bindingSession(tx, session, now);
      if (found === undefined) throw new AppError('link_not_valid');
      if (!(await insertIdentity(tx, identity, { ...found, provider }, now))) throw new AppError('identity_taken');
      const own = { id: found.person, org: found.org, name: found.name, enrolling: found.enrolling, session, role: '' };
      await recordOwn(tx, own, 'identity.bind', now, { provider, ...identity });
      if (found.enrolling) await stepUpSession(deps, { request, reply }, tx, own);
    });
    deps.authenticator.forget();
  }

  // Not in the table of routes: providers add parameters of their own, and no program of ours calls it.
  app.get(callbackPath, { schema: { hide: true }, config: {} }, async (request, reply) => {
    try {
      return await reply.redirect(await finish(request, reply), 303);
    } catch (error) {
      const { code, status } = toAppError(error);
      if (status >= 500 && code !== 'provider_failed') throw error;
      return reply.redirect(`/sign-in?problem=${code}`, 303);
    }
  });
}
