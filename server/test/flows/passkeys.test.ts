import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Account, OpenSession, PasskeyQuestion } from '@tocsin/api';
import { softwareAuthenticator } from '../authenticator.ts';
import { addPasskey, browser, passkeySignIn, peopleServer, type PeopleServer } from '../people-server.ts';

let server: PeopleServer;
let ana: Awaited<ReturnType<PeopleServer['person']>>;

beforeAll(async () => {
  server = await peopleServer();
  await server.makeOrg('operator', 'operator');
  ana = await server.person('operator', 'analyst', 'ana@example.org');
});
afterAll(() => server.close());

test('with a passkey one need not say who one is', async () => {
  const visitor = browser(server.url);
  const entered = await passkeySignIn(visitor, ana.passkey);
  expect(entered.status).toBe(200);
  expect(entered.body).toMatchObject({
    person: 'ana@example.org',
    personId: ana.id,
    role: 'analyst',
    enrolling: false,
  });
  expect((await visitor.get('/api/account')).status).toBe(200);
  const { rows } = await server.ownerPool.query(
    `select actor, detail from audit where action = 'session.open' order by id desc limit 1`,
  );
  expect(rows).toEqual([{ actor: 'ana@example.org', detail: { method: 'passkey' } }]);
});

test('an answer counts once, for its own question, from this very site, by a verified user', async () => {
  const visitor = browser(server.url);
  const ask = async () => (await visitor.post<PasskeyQuestion>('/api/sign-in/passkey/options')).body;
  const first = await ask();
  const response = ana.passkey.get(first.options);
  const send = (step: string, given: object) => visitor.post('/api/sign-in/passkey', { step, response: given });
  expect((await send((await ask()).step, response)).body.code).toBe('sign_in_refused');
  expect((await send(first.step, response)).status).toBe(200);
  expect((await send(first.step, response)).body.code).toBe('sign_in_refused');

  ana.passkey.state.origin = 'https://tocsin.example.net';
  expect((await passkeySignIn(visitor, ana.passkey)).body.code).toBe('sign_in_refused');
  ana.passkey.state.origin = server.url;
  ana.passkey.state.verified = false;
  expect((await passkeySignIn(visitor, ana.passkey)).body.code).toBe('sign_in_refused');
  ana.passkey.state.verified = true;

  const late = await ask();
  server.clock.advance(10 * 60_000);
  expect((await send(late.step, ana.passkey.get(late.options))).body.code).toBe('sign_in_refused');
  expect((await passkeySignIn(visitor, ana.passkey)).status).toBe(200);
});

test('a counter that steps back means that there are two: neither opens anything', async () => {
  const visitor = browser(server.url);
  ana.passkey.state.counter -= 2;
  expect((await passkeySignIn(visitor, ana.passkey)).body.code).toBe('sign_in_refused');
  ana.passkey.state.counter += 10;
  expect((await passkeySignIn(visitor, ana.passkey)).status).toBe(200);
});

test('a passkey that nobody knows is told the same as one that does not verify', async () => {
  const stranger = softwareAuthenticator(server.url);
  const wrong = await passkeySignIn(browser(server.url), stranger);
  ana.passkey.state.verified = false;
  const known = await passkeySignIn(browser(server.url), ana.passkey);
  ana.passkey.state.verified = true;
  expect({ ...wrong.body, instance: '' }).toEqual({ ...known.body, instance: '' });
});

test('several passkeys, named, removable but for the last way in; adding needs a fresh factor', async () => {
  const visitor = browser(server.url);
  await passkeySignIn(visitor, ana.passkey);
  const phone = softwareAuthenticator(server.url);
  const before = visitor.cookies.get('tocsin_session');
  const added = await addPasskey(visitor, phone, 'phone');
  expect(added.status).toBe(201);
  expect(visitor.cookies.get('tocsin_session')).not.toBe(before);
  expect((await addPasskey(visitor, phone, 'phone again')).body.code).toBe('conflict');
  await visitor.send('PATCH', `/api/account/passkeys/${added.body.id}`, { name: 'old phone' });
  const { body: account } = await visitor.get<Account>('/api/account');
  expect(account.passkeys.map(({ name }) => name)).toEqual(['laptop', 'old phone']);

  server.clock.advance(15 * 60_000);
  const path = `/api/account/passkeys/${added.body.id}`;
  expect((await visitor.send('DELETE', path)).body.code).toBe('step_up_required');
  const { body: asked } = await visitor.post<PasskeyQuestion>('/api/session/step-up/options');
  const shown = { passkey: { step: asked.step, response: ana.passkey.get(asked.options) } };
  const secret = visitor.cookies.get('tocsin_session');
  expect((await visitor.post('/api/session/step-up', shown)).status).toBe(200);
  expect(visitor.cookies.get('tocsin_session'), 'a new secret with the step-up').not.toBe(secret);
  const old = browser(server.url);
  old.cookies.set('tocsin_session', secret!);
  expect((await old.get('/api/account')).status, 'the old one is worth nothing').toBe(401);

  expect((await visitor.send('DELETE', path)).status).toBe(204);
  expect((await visitor.send('DELETE', path)).status).toBe(404);
  const last = account.passkeys[0]!.id;
  expect((await visitor.send('DELETE', `/api/account/passkeys/${last}`)).body.code).toBe('last_way_to_sign_in');
  expect((await passkeySignIn(browser(server.url), phone)).body.code).toBe('sign_in_refused');
});

test('step-up takes one’s own passkey and nobody else’s', async () => {
  const eve = await server.person('operator', 'analyst', 'eve@example.org');
  const visitor = browser(server.url);
  await passkeySignIn(visitor, ana.passkey);
  const { body: asked } = await visitor.post<PasskeyQuestion>('/api/session/step-up/options');
  const foreign = { passkey: { step: asked.step, response: eve.passkey.get(asked.options) } };
  expect((await visitor.post('/api/session/step-up', foreign)).body.code).toBe('sign_in_refused');
  expect((await visitor.post('/api/session/step-up', { persona: true })).body.code).toBe('drill_only');
});

test('sessions: listed, ended one by one or all others, idle ones end by themselves', async () => {
  const [here, there, third] = [browser(server.url), browser(server.url), browser(server.url)];
  for (const each of [here, there, third]) await passkeySignIn(each, ana.passkey);
  const list = async () => (await here.get<OpenSession[]>('/api/account/sessions')).body;
  const sessions = await list();
  expect(sessions.filter(({ current }) => current)).toHaveLength(1);
  expect(sessions[0]).toMatchObject({ method: 'passkey', device: 'Firefox on Linux' });
  const other = (await there.get<OpenSession[]>('/api/account/sessions')).body.find(({ current }) => current)!;
  expect((await here.send('DELETE', `/api/account/sessions/${other.id}`)).status).toBe(204);
  expect((await there.get('/api/account')).status).toBe(401);
  expect((await here.send('DELETE', '/api/account/sessions')).status).toBe(204);
  expect((await third.get('/api/account')).status).toBe(401);
  expect(await list()).toHaveLength(1);

  server.clock.advance(59 * 60_000);
  expect((await here.get('/api/session')).status).toBe(200);
  server.clock.advance(59 * 60_000);
  expect((await here.get('/api/session')).status, 'used an hour ago and less').toBe(200);
  server.clock.advance(61 * 60_000);
  expect((await here.get('/api/session')).status).toBe(401);
  expect((await here.get('/api/session')).status, 'asking does not bring it back').toBe(401);
});

test('whatever is done in it, a session ends after twelve hours', async () => {
  const visitor = browser(server.url);
  await passkeySignIn(visitor, ana.passkey);
  for (let hour = 0; hour < 15; hour++) {
    expect((await visitor.get('/api/session')).status).toBe(200);
    server.clock.advance(48 * 60_000);
  }
  expect((await visitor.get('/api/session')).status).toBe(401);
});
