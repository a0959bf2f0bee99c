import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { intelligenceServer, type IntelligenceServer } from '../../test/intelligence-server.ts';
import { idOf, marked, object } from '../../test/objects.ts';
import { keepAudiences } from './releases/jobs.ts';

let server: IntelligenceServer;
let database: IntelligenceServer['database'];
let clock: IntelligenceServer['clock'];
let ask: IntelligenceServer['ask'];

beforeAll(async () => {
  server = await intelligenceServer();
  ({ database, clock, ask } = server);
});
afterAll(() => server.close());

const create = async (org: string, ...objects: { body: string }[]) =>
  ask(org, 'POST', '/api/objects', objects.map(({ body }) => body).join('\n'), 'application/x-ndjson');
const release = (org: string, ids: string[], terms: object, urgent = true) =>
  ask(org, 'POST', '/api/objects/release', { ids, terms, urgent });

test('each object of a body has an outcome; one bad line spoils no other', async () => {
  const good = object(marked('green'));
  const { status, json } = await create('csirt-ua', good, { body: '{"type":"indicator"}' }, { body: 'nonsense' }, good);
  expect(status).toBe(200);
  expect(json).toMatchObject({
    counts: { stored: 1, duplicate: 1, invalid: 2, conflict: 0, revoked: 0 },
    objects: [
      { position: 1, id: idOf(good), outcome: 'stored' },
      { outcome: 'invalid' },
      { outcome: 'invalid' },
      { outcome: 'duplicate' },
    ],
  });
  const bundle = { type: 'bundle', id: 'bundle--00000000-0000-4000-8000-000000000001', objects: [good.value] };
  expect((await ask('csirt-ua', 'POST', '/api/objects', bundle)).json).toMatchObject({ counts: { duplicate: 1 } });
  expect((await ask('csirt-ua', 'POST', '/api/objects', '[1', 'application/json')).status).toBe(400);
  expect((await create('partner', good)).status).toBe(403);
});

test('a draft is its org’s; released it is read by its audience, exactly as it was sent', async () => {
  const made = object({ ...marked('amber+strict'), x_number: 1.5 });
  const path = `/api/objects/${idOf(made)}`;
  await create('csirt-ua', made);
  const drafts = await ask('csirt-ua', 'GET', '/api/objects?state=draft');
  expect(drafts.json['objects']).toContainEqual(expect.objectContaining({ id: idOf(made), state: 'draft' }));
  expect((await ask('csirt-pl', 'GET', '/api/objects?state=draft')).json).toEqual({ objects: [], next: null });
  expect((await ask('csirt-ua', 'GET', path)).json).toMatchObject({
    object: made.value,
    state: 'draft',
    tlp: 'amber+strict',
  });
  for (const other of ['csirt-pl', 'operator']) expect((await ask(other, 'GET', path)).status).toBe(404);
  expect((await release('csirt-pl', [idOf(made)], {})).status).toBe(404);
  expect((await release('csirt-ua', [idOf(made)], { orgs: ['csirt-pl'] })).status).toBe(200);
  expect((await ask('csirt-pl', 'GET', path)).json).toMatchObject({
    object: made.value,
    rule: 'strict_named',
    tlp: 'amber+strict',
    owner: false,
  });
  expect((await ask('csirt-pl', 'GET', `${path}/versions`)).json).toMatchObject([{ id: idOf(made) }]);
  for (const other of ['partner', 'operator']) {
    expect((await ask(other, 'GET', path)).status).toBe(404);
    expect((await ask(other, 'GET', `${path}/why`)).status).toBe(404);
  }
  const withdraw = (org: string) => ask(org, 'POST', `${path}/withdraw`, { reason: 'mistake' });
  expect((await withdraw('csirt-pl')).status).toBe(404);
  expect((await withdraw('csirt-ua')).json).toEqual({ versions: 1 });
  expect((await ask('csirt-pl', 'GET', path)).status).toBe(404);
});

test('a release waits a minute and can be undone by its org alone', async () => {
  const made = object(marked('green'));
  await create('csirt-ua', made);
  const { json } = await release('csirt-ua', [idOf(made)], {}, false);
  const [{ row, at }] = json['versions'] as unknown as [{ row: number; at: string }];
  expect(at).toBe('2026-03-01T12:01:00.000Z');
  expect((await ask('csirt-pl', 'POST', '/api/objects/undo', { versions: [row] })).json).toEqual({ versions: [] });
  expect((await ask('csirt-ua', 'POST', '/api/objects/undo', { versions: [row] })).json).toEqual({ versions: [row] });
  clock.advance(60_000);
  await keepAudiences({ db: database.db, clock });
  expect((await ask('csirt-pl', 'GET', `/api/objects/${idOf(made)}`)).status).toBe(404);
});

describe('before and after a release', () => {
  const parts = object({
    ...marked('green'),
    name: 'open',
    description: 'for those named',
    granular_markings: [{ marking_ref: marked('amber+strict').object_marking_refs[0], selectors: ['description'] }],
  });
  const body = { ids: [idOf(parts)], terms: { orgs: ['csirt-pl'], exclusions: ['operator'] } };

  test('the preview says who would see it, by which rule, and without which parts', async () => {
    await create('csirt-ua', parts);
    const { json } = await ask('csirt-ua', 'POST', '/api/objects/preview', body);
    const orgs = json['orgs'] as unknown as { org: string }[];
    const of = (handle: string) => orgs.find(({ org }) => org === handle);
    expect(of('csirt-ua')).toMatchObject({ allow: true, rule: 'owner', redacted: [] });
    expect(of('csirt-pl')).toMatchObject({ allow: true, rule: 'green_enrolled', redacted: [] });
    expect(of('partner')).toMatchObject({ allow: true, redacted: [{ id: idOf(parts), removed: ['description'] }] });
    expect(of('operator')).toMatchObject({ allow: false, rule: 'excluded', objects: 0 });
    expect((await ask('csirt-pl', 'POST', '/api/objects/preview', body)).status).toBe(404);
    const unknown = await ask('csirt-ua', 'POST', '/api/objects/preview', { ...body, terms: { orgs: ['nobody'] } });
    expect(unknown).toMatchObject({ status: 400, json: { code: 'validation_failed' } });
  });

  test('and it comes so; the owner may ask why of any org, others of their own', async () => {
    await release('csirt-ua', body.ids, body.terms);
    const why = (org: string, about: string) => ask(org, 'GET', `/api/objects/${idOf(parts)}/why?org=${about}`);
    expect((await ask('partner', 'GET', `/api/objects/${idOf(parts)}`)).json['object']).not.toHaveProperty(
      'description',
    );
    expect((await why('csirt-ua', 'operator')).json).toMatchObject({ allow: false, rule: 'excluded' });
    expect((await why('partner', 'partner')).json).toMatchObject({ allow: true, rule: 'green_enrolled' });
    expect((await why('partner', 'csirt-pl')).status).toBe(403);
    expect((await why('operator', 'operator')).status).toBe(404);
  });
});

test('what an org notes of an object nobody else sees, the operator included', async () => {
  const path = `/api/objects/${idOf(object())}/overlay`;
  expect((await ask('csirt-pl', 'GET', path)).status).toBe(404);
  await ask('csirt-pl', 'PUT', path, { verdict: 'malicious', note: 'ours' });
  const put = await ask('csirt-pl', 'PUT', path, { status: 'deployed' });
  expect(put.json).toMatchObject({ verdict: 'malicious', status: 'deployed', note: 'ours' });
  for (const other of ['operator', 'csirt-ua']) expect((await ask(other, 'GET', path)).status).toBe(404);
  const rows = await database.db.asSystem('test', (tx) => tx.query('select from overlay'));
  expect(rows).toEqual([]);
  const trail = await database.db.asSystem('test', (tx) =>
    tx.query(`select subject, detail from audit where action = 'overlay.put'`),
  );
  expect(JSON.stringify(trail)).not.toContain('indicator--');
});

test('groups: by blueprint or by hand; a member sees that it is one, and not the others', async () => {
  const blueprint = { teams: ['national_csirt'] };
  expect((await ask('operator', 'POST', '/api/groups/preview', blueprint)).json).toEqual({
    members: ['csirt-pl', 'csirt-ua'],
  });
  const made = await ask('operator', 'POST', '/api/groups', { handle: 'csirts', name: 'CSIRTs', blueprint });
  expect(made).toMatchObject({ status: 201, json: { members: ['csirt-pl', 'csirt-ua'], owner: 'operator' } });
  expect((await ask('operator', 'POST', '/api/groups', { handle: 'csirts', name: 'again' })).status).toBe(409);
  expect((await ask('csirt-pl', 'GET', '/api/groups')).json).toMatchObject([
    { handle: 'csirts', members: ['csirt-pl'] },
  ]);
  expect((await ask('partner', 'GET', '/api/groups')).json).toEqual([]);
  expect((await ask('csirt-pl', 'PATCH', '/api/groups/csirts', { members: [] })).status).toBe(404);
  const byHand = await ask('operator', 'PATCH', '/api/groups/csirts', { blueprint: null, members: ['partner'] });
  expect(byHand.json).toMatchObject({ blueprint: null, members: ['partner'] });
});

test('RED: its people are told without a body, and no machine reads it', async () => {
  const made = object(marked('red'));
  await create('csirt-ua', made);
  await release('csirt-ua', [idOf(made)], { people: [{ org: 'csirt-pl', person: 'a-person' }] });
  const rows = await database.db.asSystem('test', (tx) =>
    tx.query<{ version: number; person: string }>('select version, person from notice'),
  );
  expect(rows).toMatchObject([{ person: 'a-person' }]);
  expect((await ask('csirt-pl', 'GET', '/api/notices')).json).toEqual([]);
  expect((await ask('csirt-pl', 'GET', `/api/notices/${rows[0]!.version}`)).status).toBe(404);
  expect((await ask('csirt-pl', 'GET', `/api/objects/${idOf(made)}`)).status).toBe(404);
});
