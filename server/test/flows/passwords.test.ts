import { afterAll, beforeAll, expect, test } from 'vitest';
import { browser, codeAt, passkeySignIn, peopleServer, type PeopleServer, type TestBrowser } from '../people-server.ts';

let server: PeopleServer;
let ana: Awaited<ReturnType<PeopleServer['person']>>;
let secret: string;
const password = 'brass over the harbour';

beforeAll(async () => {
  server = await peopleServer();
  await server.makeOrg('operator', 'operator');
  await server.makeOrg('csirt-ee', 'government');
  ana = await server.person('csirt-ee', 'analyst', 'Ana@example.org');
});
afterAll(() => server.close());

const signIn = (visitor: TestBrowser, change: object = {}) =>
  visitor.post<{ person: string }>('/api/sign-in/password', {
    org: 'csirt-ee',
    mail: 'ana@example.org',
    password,
    code: codeAt(secret, server.clock.now()),
    ...change,
  });

test('a password comes with one-time codes or not at all', async () => {
  const begin = () => ana.post<{ secret: string; uri: string }>('/api/account/one-time-codes');
  await begin();
  const { body } = await begin();
  expect(body.uri).toContain('otpauth://totp/Test%20programme:Ana%40example.org?');
  secret = body.secret;
  const confirm = (given: object) => ana.send('PUT', '/api/account/one-time-codes', { password, ...given });
  const code = codeAt(secret, server.clock.now());
  expect((await confirm({ code, password: 'ana@example.org1' })).body).toMatchObject({
    code: 'password_too_weak',
    detail: 'It is made of your name, address or organisation.',
  });
  expect((await confirm({ code: '000000' })).body.code).toBe('sign_in_refused');
  expect((await ana.send('PUT', '/api/account/password', { password })).body.code).toBe('conflict');
  expect((await confirm({ code })).status).toBe(204);
  const { rows } = await server.ownerPool.query<{ sealed: Buffer; hash: string }>(
    'select sealed, hash from totp join password using (person)',
  );
  expect(rows[0]!.hash).toMatch(/^\$argon2id\$/);
  expect(rows[0]!.sealed.includes(Buffer.from(secret))).toBe(false);
});

test('the code that confirmed it is spent; the next one signs in, once', async () => {
  expect((await signIn(browser(server.url))).body.code).toBe('sign_in_refused');
  server.clock.advance(30_000);
  const visitor = browser(server.url);
  const entered = await signIn(visitor);
  expect(entered.body).toMatchObject({ person: 'Ana@example.org', role: 'analyst' });
  expect(visitor.cookies.has('tocsin_device')).toBe(true);
  expect((await signIn(browser(server.url))).body.code).toBe('sign_in_refused');
});

test('whatever is wrong, the answer is the same, and so it is where there is no account', async () => {
  const answers = [];
  for (const change of [
    { mail: 'nobody@example.org' },
    { org: 'csirt-xx' },
    { password: 'wrong' },
    { code: '000000' },
    { code: 'aaaa-bbbb-cccc' },
  ]) {
    server.clock.advance(3_600_000);
    const { status, body } = await signIn(browser(server.url), change);
    answers.push(JSON.stringify({ status, ...body, instance: '' }));
  }
  expect(new Set(answers).size).toBe(1);
});

test('guesses slow an account down, exponentially and never for ever; its owner’s browser does not wait', async () => {
  server.clock.advance(24 * 3_600_000);
  const owner = browser(server.url);
  expect((await signIn(owner)).status).toBe(200);
  server.clock.advance(60_000);
  const attacker = browser(server.url);
  const waits: number[] = [];
  for (let n = 0; n < 9; n++) {
    const { status, headers } = await signIn(attacker, { password: 'guess' });
    expect(status).toBe(n < 5 ? 401 : n % 2 === 1 ? 429 : 401);
    const wait = Number(headers.get('retry-after') ?? 0);
    if (wait > 0) {
      waits.push(wait);
      server.clock.advance(wait * 1000);
    }
  }
  expect(waits).toEqual([10, 20]);
  expect((await signIn(attacker, { mail: 'nobody@example.org', password: 'guess' })).status, 'another account').toBe(
    401,
  );
  expect((await signIn(attacker)).status, 'the right password, from a stranger’s browser').toBe(429);
  expect((await signIn(owner)).status).toBe(200);
  expect((await passkeySignIn(browser(server.url), ana.passkey)).status, 'passkeys cannot be guessed').toBe(200);
  server.clock.advance(15 * 60_000);
  expect((await signIn(browser(server.url))).status).toBe(200);
});

test('many guesses at once are counted each', async () => {
  server.clock.advance(48 * 3_600_000);
  const tries = await Promise.all(
    Array.from({ length: 12 }, () => signIn(browser(server.url), { mail: 'eve@example.org', password: 'guess' })),
  );
  expect(tries.filter(({ status }) => status === 401)).toHaveLength(5);
});

test('recovery codes: shown once, each good once, in place of a one-time code', async () => {
  server.clock.advance(24 * 3_600_000);
  const visitor = browser(server.url);
  await passkeySignIn(visitor, ana.passkey);
  const { body } = await visitor.post<{ codes: string[] }>('/api/account/recovery-codes');
  expect(body.codes).toHaveLength(10);
  const [code = ''] = body.codes;
  expect((await signIn(browser(server.url), { code: code.toUpperCase() })).status).toBe(200);
  expect((await signIn(browser(server.url), { code })).body.code).toBe('sign_in_refused');
  expect((await visitor.get<{ recoveryCodes: number }>('/api/account')).body.recoveryCodes).toBe(9);
  const dump = await server.ownerPool.query<{ hash: Buffer }>('select hash from recovery_code');
  for (const { hash } of dump.rows) expect(hash).toHaveLength(32);
  await visitor.post('/api/account/recovery-codes');
  expect((await signIn(browser(server.url), { code: body.codes[1] })).body.code).toBe('sign_in_refused');
});

test('a one-time code steps up, once; a changed password ends the other sessions', async () => {
  server.clock.advance(24 * 3_600_000);
  const [here, there] = [browser(server.url), browser(server.url)];
  await passkeySignIn(here, ana.passkey);
  await passkeySignIn(there, ana.passkey);
  server.clock.advance(20 * 60_000);
  const change = () => here.send('PUT', '/api/account/password', { password: 'copper under the lighthouse' });
  expect((await change()).body.code).toBe('step_up_required');
  const code = codeAt(secret, server.clock.now());
  expect((await here.post('/api/session/step-up', { code })).status).toBe(200);
  expect((await there.post('/api/session/step-up', { code })).body.code).toBe('sign_in_refused');
  expect((await change()).status).toBe(204);
  expect((await there.get('/api/account')).status).toBe(401);
  server.clock.advance(60_000);
  expect((await signIn(browser(server.url))).body.code).toBe('sign_in_refused');
  expect((await here.send('DELETE', '/api/account/password')).status).toBe(204);
  expect((await here.post('/api/account/recovery-codes')).body.code).toBe('conflict');
  expect((await signIn(browser(server.url), { password: 'copper under the lighthouse' })).body.code).toBe(
    'sign_in_refused',
  );
});
