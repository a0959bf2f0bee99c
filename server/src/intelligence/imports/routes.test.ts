import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAuthenticator } from '../../auth/authenticate.ts';
import { credentialSource, mintToken } from '../../auth/store.ts';
import { testClock } from '../../kernel/clock.ts';
import { loadConfig } from '../../kernel/config.ts';
import { createHttp, listen } from '../../kernel/http.ts';
import { drain } from '../../kernel/http/drain.ts';
import { createLog } from '../../kernel/log.ts';
import { createMetrics } from '../../kernel/metrics.ts';
import { groupRoutes } from '../../sharing/groups/routes.ts';
import { testDatabase, type TestDatabase } from '../../../test/database.ts';
import { addOrgs, idOf, marked, object } from '../../../test/objects.ts';
import { intelligenceRoutes } from '../routes.ts';

const clock = testClock('2026-03-01T12:00:00Z');
let database: TestDatabase;
let app: Awaited<ReturnType<typeof createHttp>>;
let url: string;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  database = await testDatabase();
  const { db, ownerPool } = database;
  await ownerPool.query(`insert into programme (kind, name) values ('drill', 'Test programme')`);
  await addOrgs(database, [
    { handle: 'operator', kind: 'operator' },
    { handle: 'csirt-ua', nation: 'UA', team: 'national_csirt' },
    { handle: 'csirt-pl', nation: 'PL', team: 'national_csirt' },
    { handle: 'partner', kind: 'partner' },
  ]);
  for (const org of ['operator', 'csirt-ua', 'csirt-pl', 'partner']) {
    const wanted = {
      org,
      name: 'test',
      scopes: org === 'partner' ? ['objects:read' as const] : ['objects:read' as const, 'objects:write' as const],
    };
    tokens[org] = (
      await db.asSystem('test', (tx) => mintToken(tx, wanted, { org: 0, name: 'test' }, clock.now()))
    ).secret;
  }
  const config = loadConfig({ TOCSIN_PORT: '0', TOCSIN_DRILL: 'true' });
  const authenticator = createAuthenticator({ source: credentialSource(db), clock });
  app = await createHttp({
    config,
    log: createLog(config, { write: () => undefined }),
    metrics: createMetrics(),
    authenticate: (request) => authenticator.authenticate(request),
  });
  intelligenceRoutes(app, { db, clock });
  groupRoutes(app, { db, clock });
  url = await listen(app, config);
});
afterAll(async () => {
  await drain(app, 0);
  await database.close();
});

async function ask(org: string, method: string, path: string, body?: unknown, type = 'application/json') {
  const response = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${tokens[org]}`, ...(body !== undefined && { 'content-type': type }) },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  // What comes back differs by route; a test looks at what it asked for.
  return { status: response.status, json: JSON.parse((await response.text()) || 'null') as Record<string, never> };
}

const hand = (org: string, query: string, body: string | Uint8Array<ArrayBuffer>) =>
  fetch(`${url}/api/imports?${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${tokens[org]}`, 'content-type': 'application/octet-stream' },
    body,
  }).then(async (response) => ({ status: response.status, json: (await response.json()) as Record<string, never> }));

test('an import is looked at, confirmed with a choice, carries its source, and can be undone while it is drafts', async () => {
  const good = [object(marked('green')), object(marked('amber')), object(marked('green'))];
  const bad = '{"type":"indicator","id":"indicator--1"}';
  const text = [...good.map(({ body }) => body), bad].join('\n');
  const looked = await hand(
    'csirt-ua',
    'format=stix&name=a.json&source=Example&reliability=B&credibility=2',
    new Uint8Array(gzipSync(text)),
  );
  expect(looked).toMatchObject({
    status: 201,
    json: { state: 'preview', counts: { new: 3, invalid: 1 }, markings: { green: 2, amber: 1 } },
  });
  const id = Number(looked.json['id']);
  expect((await ask('csirt-ua', 'GET', `/api/objects/${idOf(good[0]!)}`)).status).toBe(404);
  const { json } = await ask('csirt-ua', 'GET', `/api/imports/${id}/items?outcome=invalid`);
  expect(json).toMatchObject({ items: [{ position: 4, raw: bad }] });
  for (const path of ['', '/items'])
    expect((await ask('csirt-pl', 'GET', `/api/imports/${id}${path}`)).status).toBe(404);
  for (const act of ['confirm', 'discard', 'undo'])
    expect(
      (await ask('csirt-pl', 'POST', `/api/imports/${id}/${act}`, act === 'confirm' ? {} : undefined)).status,
    ).toBe(404);

  const done = await ask('csirt-ua', 'POST', `/api/imports/${id}/confirm`, { leaveOut: [2] });
  expect(done.json).toMatchObject({ state: 'done', counts: { stored: 2, skipped: 1, invalid: 1 } });
  expect((await ask('csirt-ua', 'GET', `/api/objects/${idOf(good[0]!)}`)).json).toMatchObject({ state: 'draft' });
  const provenance = await ask('csirt-ua', 'GET', `/api/objects/${idOf(good[0]!)}/provenance`);
  expect(provenance.json).toMatchObject([{ import: id, source: 'Example', reliability: 'B', credibility: 2 }]);
  expect((await ask('csirt-pl', 'GET', `/api/objects/${idOf(good[0]!)}/provenance`)).json).toEqual([]);
  expect((await hand('csirt-ua', 'format=stix', good[0]!.body)).json).toMatchObject({ counts: { duplicate: 1 } });

  const corrected = await ask('csirt-ua', 'POST', `/api/imports/${id}/items/4/correct`, {
    text: object(marked('clear')).body,
  });
  expect(corrected).toMatchObject({ status: 201, json: { counts: { new: 1 } } });
  expect((await ask('csirt-ua', 'POST', `/api/imports/${id}/undo`)).json).toMatchObject({
    state: 'undone',
    counts: { undone: 2, corrected: 1 },
  });
  expect((await ask('csirt-ua', 'GET', `/api/objects/${idOf(good[0]!)}`)).status).toBe(404);
  expect((await ask('csirt-ua', 'POST', `/api/imports/${id}/confirm`, {})).status).toBe(409);
});

test('CSV that comes again is known; what a warninglist holds is told; what is none is refused as a whole', async () => {
  await database.ownerPool.query(
    `insert into warninglist (name, kind, enabled, addresses, domains, updated_at) values ('Harmless', 'benign', true, '{192.0.2.0/24}', '{.example.org}', now())`,
  );
  const csv = 'value\n192.0.2.7\nwww.example.org\n203.0.113.9\n';
  const first = await hand('csirt-pl', 'format=csv', csv);
  expect(first.json).toMatchObject({ counts: { new: 3 }, warninglisted: 2, mapping: { columns: ['value'] } });
  await ask('csirt-pl', 'POST', `/api/imports/${first.json['id']}/confirm`, {});
  clock.advance(60_000);
  expect((await hand('csirt-pl', 'format=csv', csv)).json).toMatchObject({ counts: { duplicate: 3 } });
  for (const query of ['format=csv', 'format=stix', 'format=misp', 'format=text'])
    expect((await hand('csirt-pl', query, 'nothing at all')).status).toBe(400);
});
