import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { intelligenceServer, type IntelligenceServer } from '../../../test/intelligence-server.ts';
import { idOf, marked, object } from '../../../test/objects.ts';

let server: IntelligenceServer;
let database: IntelligenceServer['database'];
let clock: IntelligenceServer['clock'];
let ask: IntelligenceServer['ask'];

beforeAll(async () => {
  server = await intelligenceServer();
  ({ database, clock, ask } = server);
});
afterAll(() => server.close());

const hand = (org: string, query: string, body: string | Uint8Array) =>
  ask(org, 'POST', `/api/imports?${query}`, body, 'application/octet-stream');

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
  await database.ownerPool.query(`select nextval('registry_version')`);
  const csv = 'value\n192.0.2.7\nwww.example.org\n203.0.113.9\n';
  const first = await hand('csirt-pl', 'format=csv', csv);
  expect(first.json).toMatchObject({ counts: { new: 3 }, warninglisted: 2, mapping: { columns: ['value'] } });
  await ask('csirt-pl', 'POST', `/api/imports/${first.json['id']}/confirm`, {});
  clock.advance(60_000);
  expect((await hand('csirt-pl', 'format=csv', csv)).json).toMatchObject({ counts: { duplicate: 3 } });
  for (const query of ['format=csv', 'format=stix', 'format=misp', 'format=text'])
    expect((await hand('csirt-pl', query, 'nothing at all')).status).toBe(400);
});
