import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { MadeInvitation, PasskeyQuestion, Problem, Role } from '@tocsin/api';
import { createAuthenticator } from '../src/auth/authenticate.ts';
import { makeLink } from '../src/auth/invitations/store.ts';
import { createIdentityProviders } from '../src/auth/oidc/client.ts';
import type { ProviderEntry } from '../src/auth/oidc/providers.ts';
import { createHasher } from '../src/auth/passwords/hash.ts';
import { authRoutes } from '../src/auth/routes.ts';
import { credentialSource } from '../src/auth/store.ts';
import { testClock } from '../src/kernel/clock.ts';
import { loadConfig } from '../src/kernel/config.ts';
import { createHttp, listen } from '../src/kernel/http.ts';
import { drain } from '../src/kernel/http/drain.ts';
import { createLog } from '../src/kernel/log.ts';
import { createMetrics } from '../src/kernel/metrics.ts';
import { openOutbound } from '../src/kernel/outbound/open.ts';
import { mountPeople } from '../src/main/people.ts';
import { softwareAuthenticator } from './authenticator.ts';
import { testDatabase } from './database.ts';

/** What a problem says, beside the status, which the answer has too. */
type Refusal = Omit<Partial<Problem>, 'status'>;

export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  /** The JSON body, of success or problem. */
  readonly body: T & Refusal;
}

/** A browser: it keeps cookies, and says where it comes from. */
export function browser(base: string) {
  const cookies = new Map<string, string>();
  async function send<T = object>(method: string, path: string, body?: object): Promise<Answer<T>> {
    const response = await fetch(base + path, {
      method,
      redirect: 'manual',
      headers: {
        origin: base,
        'sec-fetch-site': 'same-origin',
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const text = await response.text();
    const json = text.startsWith('{') || text.startsWith('[') ? (JSON.parse(text) as T & Refusal) : ({} as T & Refusal);
    return { status: response.status, headers: response.headers, body: json };
  }
  return {
    cookies,
    send,
    get: <T>(path: string) => send<T>('GET', path),
    post: <T>(path: string, body?: object) => send<T>('POST', path, body),
  };
}
export type TestBrowser = ReturnType<typeof browser>;

/** The code that an app shows for a secret. */
export const codeAt = (secret: string, now: Date): string =>
  TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: now.getTime() });

/** Sign-in, accounts and people over HTTP on a database of its own. Call close() in afterAll. */
export async function peopleServer(
  env: Readonly<Record<string, string>> = {},
  entries: readonly ProviderEntry[] = [],
  kind: 'drill' | 'real' = 'real',
) {
  const clock = testClock('2026-01-10T12:00:00Z');
  const { db, ownerPool, close } = await testDatabase();
  await ownerPool.query(`insert into programme (kind, name) values ($1, 'Test programme')`, [kind]);
  const config = loadConfig({ TOCSIN_PORT: '0', TOCSIN_DRILL: String(kind === 'drill'), ...env });
  const log = createLog(config, { write: () => undefined });
  const metrics = createMetrics();
  const authenticator = createAuthenticator({ source: credentialSource(db), clock });
  const app = await createHttp({
    config,
    log,
    metrics,
    authenticate: (request) => authenticator.authenticate(request),
  });
  const outbound = openOutbound(config, metrics.registry, '0.0.0');
  authRoutes(app, { db, clock, authenticator, metrics, version: '0.0.0', secureCookies: false });
  mountPeople(app, {
    db,
    clock,
    log,
    metrics,
    authenticator,
    hasher: createHasher(),
    key: randomBytes(32),
    publicOrigin: undefined,
    secureCookies: false,
    providers: createIdentityProviders(entries, { outbound, log, now: () => clock.now().getTime() }),
  });
  const { port } = new URL(await listen(app, config));
  const url = `http://localhost:${port}`;

  async function makeOrg(handle: string, orgKind: string): Promise<number> {
    const { rows } = await ownerPool.query<{ id: number }>(
      `insert into org (handle, name, kind, enrolment) values ($1, 'Org ' || $1, $2, 'enrolled') returning id`,
      [handle, orgKind],
    );
    return rows[0]!.id;
  }

  /** A link into an org, as `tocsin init` makes one. */
  async function link(org: string, role: Role, mail: string, name = mail): Promise<string> {
    const { rows } = await ownerPool.query<{ id: number }>('select id from org where handle = $1', [org]);
    const wanted = { org: rows[0]!.id, person: null, name, mail, languages: [], role };
    const { secret } = await db.asSystem('test', (tx) => makeLink(tx, wanted, { org: 0, name: 'test' }, clock.now()));
    return secret;
  }

  /** Accepts a link and adds a passkey. */
  async function enrol(token: string) {
    const visitor = browser(url);
    const passkey = softwareAuthenticator(url);
    const accepted = await visitor.post('/api/invitations/accept', { token });
    if (accepted.status !== 200) throw new Error(`not accepted: ${JSON.stringify(accepted.body)}`);
    await addPasskey(visitor, passkey);
    const { body } = await visitor.get<{ id: string }>('/api/account');
    return { ...visitor, passkey, id: body.id };
  }

  /** A person of an org with a passkey, signed in and stepped up. */
  const person = async (org: string, role: Role, mail: string) => enrol(await link(org, role, mail));

  return { url, clock, db, ownerPool, makeOrg, link, enrol, person, close: async () => {
    await drain(app, 0);
    await outbound.close();
    await close();
  } }; // prettier-ignore
}
export type PeopleServer = Awaited<ReturnType<typeof peopleServer>>;

/** Adds the passkey of an authenticator to the account that a browser is signed in to. */
export async function addPasskey(
  visitor: TestBrowser,
  passkey: ReturnType<typeof softwareAuthenticator>,
  name = 'laptop',
): Promise<Answer<{ id: number }>> {
  const { body: asked } = await visitor.post<PasskeyQuestion>('/api/account/passkeys/options');
  const response = passkey.create(asked.options);
  return visitor.post('/api/account/passkeys', { step: asked.step, response, name });
}

/** Signs in with a passkey. */
export async function passkeySignIn(
  visitor: TestBrowser,
  passkey: ReturnType<typeof softwareAuthenticator>,
): Promise<Answer<{ person: string; personId: string }>> {
  const { body: asked } = await visitor.post<PasskeyQuestion>('/api/sign-in/passkey/options');
  return visitor.post('/api/sign-in/passkey', { step: asked.step, response: passkey.get(asked.options) });
}

/** The secret behind the # of a link. */
export const secretOf = ({ link }: Pick<MadeInvitation, 'link'>): string => new URL(link).hash.slice(1);
