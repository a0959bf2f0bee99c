import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient, routes, type ApiError, type NewOrg } from '@tocsin/api';
import { testClock } from '#kernel/clock.ts';
import type { Caller } from '#kernel/http/caller.ts';
import { listen } from '#kernel/http.ts';
import { testDatabase, type TestDatabase } from '../../test/database.ts';
import { sampleServer } from '../../test/sample-server.ts';
import { seedNations } from './nations/store.ts';
import { createOrg } from './orgs/store.ts';
import { registryRoutes } from './routes.ts';

const clock = testClock('2026-03-01T12:00:00Z');
const by = { org: 0, name: 'tester' };
const orgs: NewOrg[] = [
  { handle: 'operator', name: 'Operator', kind: 'operator', enrolment: 'enrolled' },
  { handle: 'cert-pl', name: 'CSIRT PL', kind: 'government', nation: 'PL', enrolment: 'enrolled' },
];

let database: TestDatabase;
const callers = new Map<string, Caller>();
beforeAll(async () => {
  database = await testDatabase();
  await database.db.asSystem('test', async (tx) => {
    await seedNations(tx, clock.now());
    for (const org of orgs) {
      const { id, handle, kind, nation } = await createOrg(tx, org, by, clock.now());
      const scopes = ['registry:read', 'registry:write'];
      callers.set(handle, {
        kind: 'token',
        org: id,
        orgHandle: handle,
        orgKind: kind,
        nation,
        name: `${handle} token`,
        scopes,
      });
    }
  });
});
afterAll(() => database.close());

/** A server with the registry's routes, and a client for each caller. */
async function server() {
  const { app, config } = await sampleServer({
    options: {
      authenticate: async (request) => callers.get(request.headers.authorization?.replace('Bearer ', '') ?? ''),
    },
  });
  registryRoutes(app, { db: database.db, clock });
  const baseUrl = await listen(app, config);
  return (token: string) => createClient({ baseUrl, token });
}

const refusal = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'no refusal',
    (error: unknown) => (error as ApiError).problem,
  );

test('the operator keeps the registry over HTTP, and a nation reads its own part', async () => {
  const clientOf = await server();
  const operator = clientOf('operator');
  const cert = clientOf('cert-pl');

  expect(await operator.call(routes.nations)).toHaveLength(44);
  expect(
    await operator.call(routes.changeNation, { params: { code: 'PL' }, body: { enrolment: 'enrolled' } }),
  ).toMatchObject({ enrolment: 'enrolled', teams: [{ handle: 'cert-pl' }] });
  const isp = { handle: 'net-pl', name: 'Net', kind: 'isp', nation: 'PL' } as const;
  expect(await operator.call(routes.createOrg, { body: isp })).toMatchObject(isp);
  expect(
    await operator.call(routes.changeOrg, { params: { handle: 'net-pl' }, body: { enrolment: 'enrolled' } }),
  ).toMatchObject({ enrolment: 'enrolled' });

  const params = { handle: 'cert-pl' };
  const entry = await operator.call(routes.addConstituency, {
    params,
    body: { kind: 'asn', value: 'AS64500', note: 'theirs' },
  });
  expect(await cert.call(routes.constituency, { params })).toEqual([entry]);
  expect(
    await refusal(cert.call(routes.addConstituency, { params, body: { kind: 'asn', value: '64501', note: 'x' } })),
  ).toMatchObject({ code: 'forbidden' });
  expect(await operator.call(routes.removeConstituency, { params: { ...params, id: entry.id } })).toBeUndefined();

  await operator.call(routes.addContact, {
    params: { handle: 'operator' },
    body: { name: 'For Poland', role: 'liaison', dedicatedTo: 'PL' },
  });
  expect(await cert.call(routes.contacts, { params })).toMatchObject([
    { name: 'For Poland', org: 'operator', dedicatedTo: 'PL' },
  ]);
  expect(await cert.call(routes.orgs)).toMatchObject([{ handle: 'cert-pl' }]);
  expect(await refusal(cert.call(routes.org, { params: { handle: 'net-pl' } }))).toMatchObject({
    status: 404,
    code: 'not_found',
  });
});

test('tables go out and come in as CSV', async () => {
  const clientOf = await server();
  const operator = clientOf('operator');
  const params = { table: 'constituencies' } as const;
  const raw = 'org,kind,value\ncert-pl,prefix,192.0.2.0/24\ncert-pl,prefix,192.0.2.1/24\n';
  const put = (dryRun: boolean) =>
    operator.call(routes.importTable, {
      params,
      query: { import: 'ripe', dryRun },
      raw,
      headers: { 'content-type': 'text/csv' },
    });
  expect(await put(true)).toMatchObject({ dryRun: true, added: 1, refused: [{ line: 3 }] });
  expect(await put(false)).toMatchObject({ dryRun: false, added: 1 });
  const answer = await operator.send(routes.exportTable, { params });
  expect(answer.headers.get('content-type')).toMatch(/^text\/csv/);
  expect(await answer.text()).toContain('cert-pl,prefix,192.0.2.0/24,include,false,automatic,ripe,,\r\n');

  const latin1 = Uint8Array.from(Buffer.from('org,kind,value\ncert-pl,suffix,m\u00fcller.example\n', 'latin1'));
  const wrong = operator.call(routes.importTable, {
    params,
    query: { import: 'ripe' },
    raw: latin1,
    headers: { 'content-type': 'text/csv' },
  });
  expect(await refusal(wrong)).toMatchObject({
    code: 'validation_failed',
    detail: 'The file is not UTF-8: save it as CSV UTF-8.',
  });
  expect(await refusal(clientOf('cert-pl').send(routes.exportTable, { params }))).toMatchObject({ code: 'forbidden' });
});

test('a warninglist is read back as it was put, and switched without its entries', async () => {
  const operator = (await server())('operator');
  const params = { name: 'read-back' };
  const list = ['192.0.2.0/24', '2001:db8::/32', 'example.org', '.example.net'];
  await operator.call(routes.putWarninglist, { params, body: { kind: 'scanner', list } });
  const found = await operator.call(routes.warninglist, { params });
  expect(found).toMatchObject({ list, warninglist: { name: 'read-back', kind: 'scanner', enabled: true } });
  expect((await operator.call(routes.putWarninglist, { params, body: { list: found.list } })).refused).toEqual([]);
  expect((await operator.call(routes.warninglist, { params })).list).toEqual(list);
  expect(await operator.call(routes.changeWarninglist, { params, body: { enabled: false } })).toMatchObject({ enabled: false, addresses: 2 }); // prettier-ignore
  expect((await operator.call(routes.warninglist, { params })).list).toEqual(list);
  const unknown = { params: { name: 'unknown' } };
  await expect(operator.call(routes.warninglist, unknown)).rejects.toMatchObject({ problem: { code: 'not_found' } });
  await expect(operator.call(routes.changeWarninglist, { ...unknown, body: { enabled: true } })).rejects.toMatchObject({
    problem: { code: 'not_found' },
  });
});

test('warninglists of MISP and families are put by name', async () => {
  const operator = (await server())('operator');
  const misp = {
    name: 'List of known scanners',
    type: 'cidr',
    version: 3,
    description: 'x',
    matching_attributes: ['ip-src'],
    list: ['192.0.2.0/24', 'no'],
  };
  expect(await operator.call(routes.putWarninglist, { params: { name: 'scanners' }, body: misp })).toMatchObject({
    warninglist: { name: 'scanners', kind: 'benign', addresses: 1 },
    refused: ['no: is no address or prefix'],
  });
  const long = Array.from({ length: 90_000 }, (_, at) => `198.18.${(at >> 8) & 255}.${at & 255}`);
  const large = { params: { name: 'large' }, body: { kind: 'resolver', list: long } };
  expect(await operator.call(routes.putWarninglist, large)).toMatchObject({ warninglist: { addresses: 65_536 } });

  const family = await operator.call(routes.putFamily, {
    params: { name: 'Win/New Thing' },
    body: { aliases: ['NT'] },
  });
  expect(family).toMatchObject({ name: 'win/new thing', aliases: ['nt'] });
  expect(await operator.call(routes.families)).toEqual([family]);
});
