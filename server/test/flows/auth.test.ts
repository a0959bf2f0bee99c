import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Persona, Session, Token } from '@tocsin/api';
import { testClock } from '../../src/kernel/clock.ts';
import { deliveryServer, type DeliveryServer, type TestOrg } from '../delivery-server.ts';

const clock = testClock('2026-01-10T12:00:00Z');
let drill: DeliveryServer;
let real: DeliveryServer;
let operator: TestOrg;
let poland: TestOrg;

beforeAll(async () => {
  [drill, real] = await Promise.all([deliveryServer({ clock }), deliveryServer({ kind: 'real', clock })]);
  operator = await drill.makeOrg('operator', 'operator');
  poland = await drill.makeOrg('csirt-pl', 'government', 'PL');
  await real.makeOrg('operator', 'operator');
});
afterAll(() => Promise.all([drill.close(), real.close()]));

const json = async <T>(response: Response) => (await response.json()) as T;

async function send(
  server: DeliveryServer,
  method: string,
  path: string,
  body?: object,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(server.url + path, {
    method,
    headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
}

/** The cookie that an answer sets, and what else is said of it. */
function cookieOf(response: Response): { cookie: string; attributes: string } {
  const [cookie = '', ...attributes] = (response.headers.get('set-cookie') ?? '').split('; ');
  return { cookie, attributes: attributes.join('; ') };
}

const signInAs = async (persona: string) => cookieOf(await send(drill, 'POST', '/api/session', { persona })).cookie;

const audited = async (server: DeliveryServer, action: string) =>
  (
    await server.ownerPool.query<{ actor: string; subject: string; org: number }>(
      'select actor, subject, org from audit where action = $1 order by id',
      [action],
    )
  ).rows;

test('a drill says so, and lists the people of orgs that there are', async () => {
  expect(await json(await fetch(`${drill.url}/api/programme`))).toEqual({
    name: 'Test programme',
    kind: 'drill',
    version: '0.0.0',
    now: '2026-01-10T12:00:00.000Z',
  });
  const personas = await json<Persona[]>(await fetch(`${drill.url}/api/personas`));
  expect(personas.map(({ id, orgKind, nation }) => [id, orgKind, nation])).toEqual([
    ['operator-analyst', 'operator', null],
    ['operator-lead', 'operator', null],
    ['pl-duty', 'government', 'PL'],
  ]);
});

test('one signs in as a persona, is that person, and signs out', async () => {
  const response = await send(drill, 'POST', '/api/session', { persona: 'pl-duty' });
  const { cookie, attributes } = cookieOf(response);
  expect(cookie).toMatch(/^tocsin_session=tocsin_/);
  expect(attributes).toBe('Path=/; Expires=Sun, 11 Jan 2026 00:00:00 GMT; HttpOnly; SameSite=Strict');
  const session = await json<Session>(response);
  expect(session).toMatchObject({
    persona: 'pl-duty',
    org: { handle: 'csirt-pl', kind: 'government', nation: 'PL' },
    expiresAt: '2026-01-11T00:00:00.000Z',
  });
  expect(await json(await send(drill, 'GET', '/api/session', undefined, { cookie }))).toEqual(session);
  expect((await send(drill, 'GET', '/api/tokens', undefined, { cookie })).status).toBe(403);

  expect((await send(drill, 'DELETE', '/api/session', undefined, { cookie })).status).toBe(204);
  expect((await send(drill, 'GET', '/api/session', undefined, { cookie })).status).toBe(401);
  const { rows } = await drill.ownerPool.query<{ stored: number }>(
    `select count(*) as stored from session where encode(hash, 'escape') like 'tocsin_%'`,
  );
  expect(rows[0]!.stored).toBe(0);
  expect(await audited(drill, 'session.open')).toContainEqual({
    actor: session.person,
    subject: 'persona/pl-duty',
    org: poland.id,
  });
  expect(await audited(drill, 'session.close')).toHaveLength(1);
});

test('a session ends after twelve hours', async () => {
  const cookie = await signInAs('pl-duty');
  clock.advance(12 * 3_600_000 - 1000);
  expect((await send(drill, 'GET', '/api/session', undefined, { cookie })).status).toBe(200);
  clock.advance(1000);
  expect(await json(await send(drill, 'GET', '/api/session', undefined, { cookie }))).toMatchObject({
    code: 'unauthenticated',
    detail: 'The session does not hold. It has expired.',
  });
  // A stale cookie is no obstacle to what is public.
  expect((await send(drill, 'GET', '/api/personas', undefined, { cookie })).status).toBe(200);
});

test('in a real programme there are no personas; one signs in with a token of scope console', async () => {
  expect(await json(await fetch(`${real.url}/api/personas`))).toEqual([]);
  expect(await json(await send(real, 'POST', '/api/session', { persona: 'operator-lead' }))).toMatchObject({
    status: 403,
    code: 'drill_only',
  });
  const guest = await real.makeOrg('csirt-ee', 'government', 'EE');
  expect(await json(await send(real, 'POST', '/api/session', { token: guest.token, person: 'Kaja' }))).toMatchObject({
    code: 'forbidden',
    scope: 'console',
  });
  const { secret } = await mint(real, {
    scopes: ['events:read', 'console'],
    expiresAt: new Date(clock.now().getTime() + 3_600_000).toISOString(),
  });
  const response = await send(real, 'POST', '/api/session', { token: secret, person: 'Kaja' });
  const { cookie } = cookieOf(response);
  expect(await json(response)).toMatchObject({
    person: 'Kaja',
    persona: null,
    scopes: ['events:read', 'console'],
    expiresAt: new Date(clock.now().getTime() + 3_600_000).toISOString(),
  });
  // The session is no stronger than the token behind it.
  await real.ownerPool.query('update token set revoked_at = $1 where name = $2', [clock.now(), 'for tests']);
  clock.advance(5000);
  expect((await send(real, 'GET', '/api/session', undefined, { cookie })).status).toBe(401);
});

test('too many failed sign-ins from an address, and it waits', async () => {
  const tries = [];
  for (let n = 0; n < 11; n++)
    tries.push((await send(real, 'POST', '/api/session', { token: 'tocsin_wrong', person: 'Eve' })).status);
  expect(tries.slice(-1)).toEqual([429]);
  clock.advance(61_000);
  const later = await send(real, 'POST', '/api/session', { token: 'tocsin_wrong', person: 'Eve' });
  expect(later.status).toBe(401);
  expect(await later.text()).not.toContain('tocsin_wrong');
});

/** A token made through the database, as the command line does. */
async function mint(server: DeliveryServer, change: object) {
  const { mintToken } = await import('../../src/auth/store.ts');
  const wanted = { org: 'operator', name: 'for tests', scopes: ['admin' as const], ...change };
  return server.db.asSystem('test', (tx) => mintToken(tx, wanted, { org: 0, name: 'tocsin' }, clock.now()));
}

test('tokens: shown once, used within their limits, seen in lists by their beginning, revoked for good', async () => {
  const { secret: admin } = await mint(drill, {});
  const as = (secret: string) => ({ authorization: `Bearer ${secret}` });
  const created = await send(
    drill,
    'POST',
    '/api/tokens',
    { org: 'csirt-pl', name: 'feed', scopes: ['events:read'] },
    as(admin),
  );
  expect(created.status).toBe(201);
  const { token, secret } = await json<{ token: Token; secret: string }>(created);
  expect(secret.startsWith(token.prefix)).toBe(true);
  expect((await send(drill, 'GET', '/api/events', undefined, as(secret))).status).toBe(200);
  expect((await send(drill, 'GET', '/api/tokens', undefined, as(secret))).status).toBe(403);

  const list = await send(drill, 'GET', '/api/tokens', undefined, as(admin));
  const text = await list.text();
  expect(text).not.toContain(secret);
  const used = (JSON.parse(text) as Token[]).find(({ id }) => id === token.id);
  expect(used).toMatchObject({
    org: 'csirt-pl',
    createdBy: 'for tests',
    lastUsedAt: clock.now().toISOString(),
    revokedAt: null,
  });
  clock.advance(30_000);
  await send(drill, 'GET', '/api/events', undefined, as(secret));
  const again = await json<Token[]>(await send(drill, 'GET', '/api/tokens', undefined, as(admin)));
  expect(again.find(({ id }) => id === token.id)!.lastUsedAt).toBe(used!.lastUsedAt);

  expect((await send(drill, 'DELETE', `/api/tokens/${token.id}`, undefined, as(admin))).status).toBe(204);
  expect((await send(drill, 'DELETE', `/api/tokens/${token.id}`, undefined, as(admin))).status).toBe(204);
  expect((await send(drill, 'DELETE', '/api/tokens/999999', undefined, as(admin))).status).toBe(404);
  expect(await json(await send(drill, 'GET', '/api/events', undefined, as(secret)))).toMatchObject({
    code: 'unauthenticated',
    detail: 'The token does not hold. It was revoked.',
  });
  expect(await audited(drill, 'token.create')).toContainEqual({
    actor: 'for tests',
    subject: `token/${token.id}`,
    org: operator.id,
  });
  expect(await audited(drill, 'token.revoke')).toEqual([
    { actor: 'for tests', subject: `token/${token.id}`, org: operator.id },
  ]);
});

test('a token bound to addresses is no good elsewhere; one of wrong form is refused', async () => {
  const bound = await mint(drill, { addresses: ['198.51.100.0/24'], scopes: ['events:read'] });
  const here = await mint(drill, { addresses: ['127.0.0.0/8', '::1'], scopes: ['events:read'] });
  const status = async (secret: string) =>
    (await send(drill, 'GET', '/api/events', undefined, { authorization: `Bearer ${secret}` })).status;
  expect(await status(bound.secret)).toBe(401);
  expect(await status(here.secret)).toBe(200);
  for (const header of ['Basic eDp5', 'Bearer', 'Bearer x', `Bearer ${here.secret}x`]) {
    expect((await send(drill, 'GET', '/api/events', undefined, { authorization: header })).status).toBe(401);
  }
  await expect(mint(drill, { org: 'nobody' })).rejects.toMatchObject({ code: 'not_found' });
  await expect(mint(drill, { addresses: ['x'] })).rejects.toMatchObject({ code: 'validation_failed' });
});
