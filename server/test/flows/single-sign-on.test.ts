import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Account, SignInWays } from '@tocsin/api';
import { systemClock } from '../../src/kernel/clock.ts';
import { client, identityProvider, type IdentityProviderServer } from '../identity-provider.ts';
import { browser, passkeySignIn, peopleServer, type PeopleServer, type TestBrowser } from '../people-server.ts';

let provider: IdentityProviderServer;
let server: PeopleServer;
let ana: Awaited<ReturnType<PeopleServer['person']>>;

beforeAll(async () => {
  provider = await identityProvider();
  const entry = {
    id: 'state',
    name: 'State login',
    issuer: provider.issuer,
    clientId: client.id,
    clientSecret: client.secret,
  };
  const nowhere = { ...entry, id: 'nowhere', issuer: 'http://198.51.100.7:9' };
  server = await peopleServer({ TOCSIN_OUTBOUND_ALLOW: '127.0.0.1/32' }, [entry, nowhere]);
  // ID tokens carry the machine's time.
  server.clock.set(systemClock.now());
  provider.allow(`${server.url}/api/sign-in/callback`);
  await server.makeOrg('operator', 'operator');
  ana = await server.person('operator', 'analyst', 'shared@example.org');
});
afterAll(async () => {
  await server.close();
  await provider.close();
});

const begin = (visitor: TestBrowser, next?: string) =>
  visitor.post<{ url: string }>('/api/sign-in/providers/state', next === undefined ? {} : { next });

/** Comes back from the provider: where the browser is led then. */
const comeBack = async (visitor: TestBrowser, address: string) =>
  (await visitor.get(address.slice(server.url.length))).headers.get('location');

async function through(visitor: TestBrowser, subject: string, next?: string) {
  const { body } = await begin(visitor, next);
  return comeBack(visitor, await provider.signInAt(body.url, subject));
}

test('the question has state, nonce and a PKCE challenge, and its cookie comes along when the provider leads back', async () => {
  expect((await browser(server.url).get<SignInWays>('/api/sign-in')).body.providers).toEqual([
    { id: 'state', name: 'State login' },
    { id: 'nowhere', name: 'State login' },
  ]);
  const visitor = browser(server.url);
  const { body, headers } = await begin(visitor);
  const asked = new URL(body.url).searchParams;
  expect(asked.get('code_challenge_method')).toBe('S256');
  for (const name of ['state', 'nonce', 'code_challenge']) expect(asked.get(name)?.length).toBeGreaterThan(40);
  expect(headers.getSetCookie().join()).toMatch(/tocsin_flow=.*HttpOnly; SameSite=Lax/);
  expect((await visitor.post('/api/sign-in/providers/other', {})).body.code).toBe('not_found');
});

test('the mail address of an account opens nothing: an identity is bound by its owner first', async () => {
  expect(await through(browser(server.url), 'ana')).toBe('/sign-in?problem=sign_in_refused');
});

test('bound in one’s account, it signs in; it steps up only with a factor of the account', async () => {
  const { body } = await ana.post<{ url: string }>('/api/account/identities/state');
  expect(await comeBack(ana, await provider.signInAt(body.url, 'ana'))).toBe('/account');
  const visitor = browser(server.url);
  expect(await through(visitor, 'ana', '/events?family=lumma')).toBe('/events?family=lumma');
  const { body: account } = await visitor.get<Account>('/api/account');
  expect(account).toMatchObject({ id: ana.id, steppedUpUntil: null });
  expect(account.identities).toMatchObject([{ provider: 'state', issuer: provider.issuer, subject: 'ana' }]);
  expect((await visitor.post('/api/account/passkeys/options')).body.code).toBe('step_up_required');
});

test('one identity opens one account', async () => {
  const eve = await server.person('operator', 'analyst', 'eve@example.org');
  const { body } = await eve.post<{ url: string }>('/api/account/identities/state');
  expect(await comeBack(eve, await provider.signInAt(body.url, 'ana'))).toBe('/sign-in?problem=identity_taken');
  expect((await eve.get<Account>('/api/account')).body.identities).toEqual([]);
});

test('an answer counts once, in the browser that asked, with its own state', async () => {
  const [victim, attacker] = [browser(server.url), browser(server.url)];
  const { body } = await begin(attacker);
  const address = await provider.signInAt(body.url, 'ana');
  expect(await comeBack(victim, address), 'a foreign browser').toBe('/sign-in?problem=link_not_valid');
  await begin(victim);
  expect(await comeBack(victim, address), 'a foreign state').toBe('/sign-in?problem=provider_failed');
  expect(await comeBack(attacker, address)).toBe('/');
  expect(await comeBack(attacker, address), 'a second time').toBe('/sign-in?problem=link_not_valid');
  const { body: again } = await begin(attacker);
  const changed = new URL(await provider.signInAt(again.url, 'ana'));
  changed.searchParams.set('iss', 'https://other.example.org');
  expect(await comeBack(attacker, changed.href), 'another issuer (RFC 9207)').toBe('/sign-in?problem=provider_failed');
});

test('one is led to paths of the console alone', async () => {
  for (const next of ['//example.net/', 'https://example.net/', '/\\example.net', '/a b'])
    expect(await through(browser(server.url), 'ana', next)).toBe('/');
});

test('a provider that may not be reached is told of, and is asked again the next time', async () => {
  const visitor = browser(server.url);
  for (let n = 0; n < 2; n++)
    expect(await visitor.post('/api/sign-in/providers/nowhere', {})).toMatchObject({
      status: 502,
      body: { code: 'provider_failed' },
    });
});

test('an invitation can be answered with an identity; unbound, it opens nothing', async () => {
  const token = await server.link('operator', 'reader', 'new@example.org');
  const visitor = browser(server.url);
  await visitor.post('/api/invitations/accept', { token });
  const { body } = await visitor.post<{ url: string }>('/api/account/identities/state');
  expect(await comeBack(visitor, await provider.signInAt(body.url, 'new'))).toBe('/account');
  const { body: account } = await visitor.get<Account>('/api/account');
  expect(account).toMatchObject({ enrolling: false, role: 'reader' });
  const [late, early] = [browser(server.url), browser(server.url)];
  for (const each of [late, early]) expect(await through(each, 'new')).toBe('/');
  expect((await early.post('/api/account/one-time-codes')).status, 'no factor to show, but just signed in').toBe(200);
  expect((await early.send('DELETE', '/api/account/password')).body.code).toBe('step_up_required');
  server.clock.advance(16 * 60_000);
  expect((await late.post('/api/account/one-time-codes')).body.code).toBe('step_up_required');
  expect((await late.post('/api/account/passkeys/options')).body.code).toBe('step_up_required');
  server.clock.set(systemClock.now());
  const only = account.identities[0]!.id;
  expect((await visitor.send('DELETE', `/api/account/identities/${only}`)).body.code).toBe('last_way_to_sign_in');

  const owner = browser(server.url);
  await passkeySignIn(owner, ana.passkey);
  const [bound] = (await owner.get<Account>('/api/account')).body.identities;
  expect((await owner.send('DELETE', `/api/account/identities/${bound!.id}`)).status).toBe(204);
  expect(await through(browser(server.url), 'ana')).toBe('/sign-in?problem=sign_in_refused');
});
