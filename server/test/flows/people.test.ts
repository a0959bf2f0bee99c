import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Invitable, Invitation, MadeInvitation, Person } from '@tocsin/api';
import { addPasskey, browser, passkeySignIn, peopleServer, secretOf, type PeopleServer } from '../people-server.ts';
import { softwareAuthenticator } from '../authenticator.ts';

type Somebody = Awaited<ReturnType<PeopleServer['person']>>;
let server: PeopleServer;
let [lead, polish, estonian, analyst]: Somebody[] = [];

beforeAll(async () => {
  server = await peopleServer();
  await server.makeOrg('operator', 'operator');
  await server.makeOrg('csirt-pl', 'government');
  await server.makeOrg('csirt-ee', 'government');
  lead = await server.person('operator', 'programme_administrator', 'lead@example.org');
  polish = await server.person('csirt-pl', 'administrator', 'pl@example.org');
  estonian = await server.person('csirt-ee', 'administrator', 'ee@example.org');
  analyst = await server.person('csirt-pl', 'analyst', 'analyst@example.org');
});
afterAll(() => server.close());

const newcomer = { org: 'csirt-pl', name: 'New Comer', mail: 'new@example.org', languages: ['pl'], role: 'reader' };
const audited = async (action: string) =>
  (
    await server.ownerPool.query<{ actor: string; subject: string }>(
      'select actor, subject from audit where action = $1 order by id',
      [action],
    )
  ).rows;

test('an invitation: made by an administrator, looked at without being spent, accepted once, then a way to sign in', async () => {
  const made = await polish!.post<MadeInvitation>('/api/invitations', newcomer);
  expect(made.status).toBe(201);
  const token = secretOf(made.body);
  expect(made.body.link).toBe(`${server.url}/invitation#${token}`);
  const { rows } = await server.ownerPool.query(
    `select 1 from invitation where encode(hash, 'escape') like '%tocsin%'`,
  );
  expect(rows).toEqual([]);

  const visitor = browser(server.url);
  const look = () => visitor.post('/api/invitations/look', { token });
  expect((await look()).body).toMatchObject({
    orgHandle: 'csirt-pl',
    name: 'New Comer',
    role: 'reader',
    renewal: false,
  });
  expect((await look()).status).toBe(200);
  const accepted = await visitor.post('/api/invitations/accept', { token, name: 'Nova Comer' });
  expect(accepted.body).toMatchObject({ person: 'Nova Comer', enrolling: true, scopes: [] });
  expect((await visitor.post('/api/invitations/accept', { token })).body.code).toBe('link_not_valid');
  expect((await look()).body.code).toBe('link_not_valid');

  expect((await visitor.get('/api/tokens')).body.code).toBe('enrolment_required');
  expect((await visitor.get('/api/people')).body.code).toBe('enrolment_required');
  const before = visitor.cookies.get('tocsin_session');
  expect((await addPasskey(visitor, softwareAuthenticator(server.url))).status).toBe(201);
  expect(visitor.cookies.get('tocsin_session')).not.toBe(before);
  expect((await visitor.get('/api/session')).body).toMatchObject({ enrolling: false, role: 'reader' });
  expect((await visitor.get('/api/people')).body.code).toBe('forbidden');
  expect((await audited('invitation.accept')).at(-1)!.actor).toBe('Nova Comer');
});

test('an invitation ends after 72 hours, when it is taken back, and when another is made', async () => {
  const invite = async () =>
    secretOf((await polish!.post<MadeInvitation>('/api/invitations', { ...newcomer, mail: 'x@example.org' })).body);
  const accept = async (token: string) =>
    (await browser(server.url).post('/api/invitations/accept', { token })).body.code;
  const [first, second] = [await invite(), await invite()];
  expect(await accept(first)).toBe('link_not_valid');
  const [open] = (await polish!.get<Invitation[]>('/api/invitations')).body;
  expect((await estonian!.send('DELETE', `/api/invitations/${open!.id}`)).status).toBe(404);
  expect((await polish!.send('DELETE', `/api/invitations/${open!.id}`)).status).toBe(204);
  expect(await accept(second)).toBe('link_not_valid');
  const { link } = (await polish!.post<MadeInvitation>('/api/invitations', { ...newcomer, mail: 'y@example.org' }))
    .body;
  await server.ownerPool.query('update invitation set expires_at = $1 where mail = $2', [
    server.clock.now(),
    'y@example.org',
  ]);
  expect(await accept(secretOf({ link }))).toBe('link_not_valid');
  for (const wrong of ['', 'tocsin_x', secretOf({ link }).slice(0, -1)])
    expect(await accept(wrong)).toBe('link_not_valid');
});

test('an administrator sees and invites their own; of others they learn nothing', async () => {
  const seen = (await polish!.get<Person[]>('/api/people')).body;
  expect(new Set(seen.map(({ org }) => org))).toEqual(new Set(['csirt-pl']));
  expect((await polish!.get<Person[]>('/api/people?org=csirt-ee')).body).toEqual([]);
  expect((await polish!.get<Invitable[]>('/api/people/invitable')).body).toEqual([
    { org: 'csirt-pl', orgName: 'Org csirt-pl', roles: ['reader', 'analyst', 'administrator'] },
  ]);
  const refused = async (change: object) =>
    (await polish!.post('/api/invitations', { ...newcomer, ...change })).body.code;
  expect(await refused({ org: 'csirt-ee' })).toBe('not_found');
  expect(await refused({ org: 'csirt-xx' })).toBe('not_found');
  expect(await refused({ org: 'operator', role: 'programme_administrator' })).toBe('not_found');
  expect(await refused({ role: 'programme_administrator' })).toBe('forbidden');
  // Somebody of another org has this address: it is no news to whoever invites.
  expect(await refused({ mail: 'ee@example.org' })).toBeUndefined();
  expect(await refused({ mail: 'ANALYST@example.org' })).toBe('conflict');
  expect((await analyst!.get('/api/people')).body.code).toBe('forbidden');
  expect((await analyst!.post('/api/invitations', newcomer)).body.code).toBe('forbidden');
});

test('every act on a foreign account is told as on one that is not there', async () => {
  const nowhere = '00000000-0000-4000-8000-000000000000';
  const acts = (id: string): [string, string, object?][] => [
    ['PATCH', `/api/people/${id}`, { role: 'reader' }],
    ['PATCH', `/api/people/${id}`, { status: 'suspended' }],
    ['POST', `/api/people/${id}/access`],
    ['GET', `/api/people/${id}/sessions`],
    ['DELETE', `/api/people/${id}/sessions`],
    ['DELETE', `/api/people/${id}/sessions/${nowhere}`],
  ];
  const foreign = acts(estonian!.id);
  for (const [index, [method, path, body]] of acts(nowhere).entries()) {
    const absent = await polish!.send(method, path, body);
    const [, other] = foreign[index]!;
    const there = await polish!.send(method, other, body);
    expect(absent.status).toBe(404);
    expect({ ...there.body, instance: '' }).toEqual({ ...absent.body, instance: '' });
  }
  expect((await estonian!.get('/api/account')).status).toBe(200);
});

test('nobody touches who stands higher, or themselves; each act says why not', async () => {
  const deputy = await server.person('operator', 'administrator', 'deputy@example.org');
  const change = (who: Somebody, id: string, body: object) => who.send<Person>('PATCH', `/api/people/${id}`, body);
  expect((await change(deputy, lead!.id, { status: 'suspended' })).body).toMatchObject({
    code: 'forbidden',
    detail: 'The account stands above yours.',
  });
  expect((await change(deputy, deputy.id, { role: 'programme_administrator' })).body.code).toBe('forbidden');
  expect((await change(polish!, analyst!.id, { role: 'programme_administrator' })).body.code).toBe('forbidden');
  expect((await polish!.post(`/api/people/${polish!.id}/access`)).body.code).toBe('forbidden');
  const listed = (await polish!.get<Person[]>('/api/people')).body.find(({ id }) => id === polish!.id)!;
  expect(listed.actions.find(({ action }) => action === 'suspend')).toEqual({
    action: 'suspend',
    allowed: false,
    reason: 'Nobody does this to themselves: ask another administrator.',
  });
});

test('a role holds at once, a suspension ends what is open, and a reinstatement brings nothing back', async () => {
  const worker = await server.person('csirt-pl', 'reader', 'worker@example.org');
  const change = (body: object) => polish!.send<Person>('PATCH', `/api/people/${worker.id}`, body);
  expect((await change({ role: 'administrator' })).body.role).toBe('administrator');
  expect((await worker.get('/api/people')).status).toBe(200);
  expect((await change({ status: 'suspended' })).status).toBe(200);
  expect((await worker.get('/api/account')).status).toBe(401);
  expect((await passkeySignIn(browser(server.url), worker.passkey)).body).toMatchObject({
    code: 'sign_in_refused',
    detail: 'The account is suspended.',
  });
  expect((await change({ status: 'active', role: 'reader' })).body).toMatchObject({
    status: 'active',
    role: 'reader',
    sessions: 0,
  });
  expect((await worker.get('/api/account')).status).toBe(401);
  expect((await passkeySignIn(browser(server.url), worker.passkey)).status).toBe(200);
  expect((await audited('person.change')).filter(({ subject }) => subject === `person/${worker.id}`)).toHaveLength(3);
});

test('access anew: the link removes every way in and every session when it is used, not before', async () => {
  // What was refused above counts against this address.
  await server.ownerPool.query('delete from sign_in_failure');
  const lost = await server.person('csirt-pl', 'analyst', 'lost@example.org');
  const made = await polish!.post<MadeInvitation>(`/api/people/${lost.id}/access`);
  expect((await lost.get('/api/account')).status).toBe(200);
  const again = await server.enrol(secretOf(made.body));
  expect(again.id).toBe(lost.id);
  expect((await lost.get('/api/account')).status).toBe(401);
  expect((await passkeySignIn(browser(server.url), lost.passkey)).body.code).toBe('sign_in_refused');
  expect((await passkeySignIn(browser(server.url), again.passkey)).status).toBe(200);
});

test('dangerous acts want a second factor of the last quarter of an hour; a programme administrator reaches all', async () => {
  server.clock.advance(16 * 60_000);
  const act = () => lead!.send<Person>('PATCH', `/api/people/${estonian!.id}`, { role: 'analyst' });
  expect((await act()).body.code).toBe('step_up_required');
  const visitor = browser(server.url);
  await passkeySignIn(visitor, lead!.passkey);
  expect((await visitor.send<Person>('PATCH', `/api/people/${estonian!.id}`, { role: 'analyst' })).body.role).toBe(
    'analyst',
  );
});

test('a page of another site cannot act with somebody’s cookie', async () => {
  const visitor = browser(server.url);
  await passkeySignIn(visitor, lead!.passkey);
  const cookie = `tocsin_session=${visitor.cookies.get('tocsin_session')!}`;
  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://other.example.org' },
  ]) {
    const response = await fetch(`${server.url}/api/account/sessions`, {
      method: 'DELETE',
      headers: { cookie, ...headers },
    });
    expect(await response.json()).toMatchObject({ code: 'cross_site_refused' });
  }
});
