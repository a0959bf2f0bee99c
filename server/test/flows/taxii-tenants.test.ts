import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepAudiences } from '../../src/intelligence/releases/jobs.ts';
import { withdrawObjects, storeObjects } from '../../src/intelligence/store.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import type { Answer } from '../../conformance/client.ts';
import { taxiiServer, type TaxiiOrg, type TaxiiServer } from '../taxii-server.ts';

const tlp = {
  red: 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1',
  green: 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
  clear: 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487',
};

let server: TaxiiServer;
let operator: TaxiiOrg;
let pl: TaxiiOrg;
let ee: TaxiiOrg;

beforeAll(async () => {
  server = await taxiiServer();
  operator = await server.makeOrg('operator', 'operator');
  pl = await server.makeOrg('csirt-pl');
  ee = await server.makeOrg('csirt-ee');
  await server.makeCollection(operator, 'shared');
  await server.grant(operator, 'shared', pl, { read: true, write: true });
  await server.grant(operator, 'shared', ee, { read: true, write: true });
});
afterAll(() => server.close());

const tool = (marking?: string) => ({
  type: 'tool',
  spec_version: '2.1',
  id: `tool--${randomUUID()}`,
  created: '2026-01-01T00:00:00.000Z',
  modified: '2026-01-01T00:00:00.000Z',
  name: 'Example',
  ...(marking !== undefined && { object_marking_refs: [marking] }),
});
type Tool = ReturnType<typeof tool>;

const at = ({ handle }: TaxiiOrg, collection: string) => `/taxii2/${handle}/collections/${collection}/`;
const post = (org: TaxiiOrg, collection: string, objects: object[]): Promise<Answer> =>
  org.ask(`${at(org, collection)}objects/`, {
    method: 'POST',
    body: JSON.stringify({ objects }),
    headers: { 'content-type': 'application/taxii+json' },
  });
const ids = async (org: TaxiiOrg, collection: string, query = ''): Promise<string[]> =>
  (((await org.ask(`${at(org, collection)}objects/${query}`)).json?.['objects'] ?? []) as Tool[]).map(({ id }) => id);

describe('a collection that two orgs read and write', () => {
  it('gives each what its markings let it have, and the writer everything', async () => {
    const [plain, green, clear, red] = [tool(), tool(tlp.green), tool(tlp.clear), tool(tlp.red)];
    const answer = await post(pl, 'shared', [plain, green, clear, red]);
    expect(answer.json).toMatchObject({ success_count: 4, failure_count: 0 });
    expect(await ids(pl, 'shared')).toEqual(expect.arrayContaining([plain.id, green.id, clear.id, red.id]));
    const seen = await ids(ee, 'shared');
    expect(seen).toEqual(expect.arrayContaining([plain.id, green.id, clear.id]));
    expect(seen).not.toContain(red.id);
    expect((await ee.ask(`${at(ee, 'shared')}objects/${red.id}/`)).status).toBe(404);
    expect((await ee.ask(`${at(ee, 'shared')}manifest/?match[id]=${red.id}`)).json).toEqual({ more: false });
  });

  it('lets nobody delete what another wrote', async () => {
    const object = tool(tlp.green);
    await post(pl, 'shared', [object]);
    const address = `${at(ee, 'shared')}objects/${object.id}/`;
    expect((await ee.ask(address, { method: 'DELETE' })).status).toBe(403);
    expect((await ee.ask(address)).status).toBe(200);
    expect((await pl.ask(`${at(pl, 'shared')}objects/${object.id}/`, { method: 'DELETE' })).status).toBe(200);
    expect((await ee.ask(address)).status).toBe(404);
  });

  it('does not appear in the intelligence of those who have no right in it', async () => {
    const other = await server.makeOrg('csirt-de');
    const object = tool(tlp.green);
    await post(pl, 'shared', [object]);
    expect(await ids(other, 'intelligence')).not.toContain(object.id);
    expect((await other.ask(`${at(other, 'shared')}objects/`)).status).toBe(404);
    expect(JSON.stringify((await other.ask(`/taxii2/${other.handle}/collections/`)).json)).not.toContain(
      '"alias":"shared"',
    );
  });

  it('keeps statuses and places to those to whom they were given', async () => {
    const status = await post(pl, 'shared', [tool(), tool()]);
    const id = String(status.json?.['id']);
    expect((await pl.ask(`/taxii2/csirt-pl/status/${id}/`)).status).toBe(200);
    expect((await ee.ask(`/taxii2/csirt-ee/status/${id}/`)).status).toBe(404);
    expect((await ee.ask(`/taxii2/csirt-pl/status/${id}/`)).status).toBe(404);
    const next = String((await pl.ask(`${at(pl, 'shared')}objects/?limit=1`)).json?.['next']);
    expect((await pl.ask(`${at(pl, 'shared')}objects/?limit=1&next=${next}`)).status).toBe(200);
    expect((await ee.ask(`${at(ee, 'shared')}objects/?limit=1&next=${next}`)).status).toBe(400);
  });

  it('gives an org that is granted late what was written before, and takes it back with the right', async () => {
    const object = tool();
    await post(pl, 'shared', [object]);
    const late = await server.makeOrg('csirt-late');
    const keep = () => keepAudiences({ db: server.db, clock: systemClock });
    await server.grant(operator, 'shared', late, { read: true, write: false });
    await keep();
    expect(await ids(late, 'shared')).toContain(object.id);
    await server.grant(operator, 'shared', late, { read: false, write: false });
    await keep();
    await server.grant(operator, 'shared', late, { read: true, write: false });
    expect(await ids(late, 'shared'), 'until audiences were brought up to date again').not.toContain(object.id);
    await keep();
    expect(await ids(late, 'shared')).toContain(object.id);
    expect(await ids(pl, 'shared')).toContain(object.id);
  });

  it('ends for an org whose right is taken away', async () => {
    const gone = await server.makeOrg('csirt-gone');
    await server.grant(operator, 'shared', gone, { read: true, write: false });
    expect((await gone.ask(`${at(gone, 'shared')}objects/`)).status).toBe(200);
    expect((await post(gone, 'shared', [tool()])).status).toBe(403);
    await server.grant(operator, 'shared', gone, { read: false, write: false });
    expect((await gone.ask(`${at(gone, 'shared')}objects/`)).status).toBe(404);
  });
});

describe('every org’s own collections', () => {
  it('have ids of their own, and each org has but its own root', async () => {
    const listed = async (org: TaxiiOrg) =>
      (await org.ask(`/taxii2/${org.handle}/collections/`)).json?.['collections'] as { id: string; alias: string }[];
    const [mine, theirs] = [await listed(pl), await listed(ee)];
    expect(mine.map(({ alias }) => alias)).toEqual(['intelligence', 'events', 'inbox', 'withdrawals', 'shared']);
    for (const { id, alias } of theirs.filter((collection) => collection.alias !== 'shared')) {
      expect(
        mine.map((collection) => collection.id),
        alias,
      ).not.toContain(id);
      expect((await pl.ask(`/taxii2/csirt-pl/collections/${id}/`)).status).toBe(404);
    }
    expect((await pl.ask('/taxii2/')).json).toMatchObject({ api_roots: ['/taxii2/csirt-pl/'] });
    expect((await pl.ask('/taxii2/csirt-ee/')).status).toBe(404);
  });

  it('take what is handed in as drafts, which nobody reads', async () => {
    const object = tool(tlp.clear);
    expect((await post(pl, 'inbox', [object])).json).toMatchObject({ success_count: 1 });
    expect((await post(pl, 'inbox', [object])).json).toMatchObject({ success_count: 1 });
    expect((await post(pl, 'inbox', [{ ...object, name: 'Other' }])).json).toMatchObject({ failure_count: 1 });
    for (const org of [pl, ee, operator]) expect(await ids(org, 'intelligence')).not.toContain(object.id);
    const { rows } = await server.ownerPool.query<{ owner: number; release: number | null }>(
      'select owner, release from object_version where stix_id = $1',
      [object.id],
    );
    expect(rows).toEqual([{ owner: pl.id, release: null }]);
  });

  it('tell what was taken back, without its body', async () => {
    const object = tool();
    const now = new Date('2026-05-01T00:00:00Z');
    await storeObjects(
      server.db,
      {
        objects: [{ value: object, body: JSON.stringify(object) }],
        terms: { owner: operator.id, orgs: [pl.id] },
        by: 'test',
      },
      now,
    );
    expect(await ids(pl, 'intelligence')).toContain(object.id);
    expect(await ids(ee, 'intelligence')).not.toContain(object.id);
    await withdrawObjects(server.db, { owner: operator.id, id: object.id, reason: 'mistake', by: 'test' }, now);
    expect(await ids(pl, 'intelligence')).not.toContain(object.id);
    const answer = await pl.ask(`${at(pl, 'withdrawals')}objects/`);
    const [withdrawal] = (answer.json?.['objects'] ?? []) as Record<string, unknown>[];
    expect(withdrawal).toMatchObject({
      type: 'x-tocsin-withdrawal',
      object_ref: object.id,
      object_version: object.modified,
      reason: 'mistake',
    });
    expect(answer.text).not.toContain('Example');
    const id = String(withdrawal?.['id']);
    expect(await ids(pl, 'withdrawals', `?match[id]=${id}`)).toEqual([id]);
    expect(await ids(pl, 'withdrawals', '?match[type]=tool')).toEqual([]);
    expect((await pl.ask(`${at(pl, 'withdrawals')}objects/${id}/versions/`)).json).toMatchObject({
      versions: [withdrawal?.['modified']],
    });
    expect((await pl.ask(`${at(pl, 'withdrawals')}objects/${object.id}/`)).status).toBe(404);
    expect((await ee.ask(`${at(ee, 'withdrawals')}objects/`)).json).toEqual({ more: false });
  });
});

it('refuses in the words of TAXII even what never became a request', async () => {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.write('GET /taxii2/ HTTP/1.1\r\nno header at all\r\n\r\n');
  const answer = await text(socket);
  expect(answer).toMatch(/^HTTP\/1.1 400 /);
  expect(answer).toContain('content-type: application/taxii+json;version=2.1\r\n');
  expect(answer).toContain('"http_status":"400"');
});

it('asks again for the rights of a token, and refuses what is no machine', async () => {
  await server.db.asSystem('test', (tx) =>
    tx.query('update token set revoked_at = $1 where org = $2', [new Date('2026-01-01'), ee.id]),
  );
  server.authenticator.forget();
  const answer = await ee.ask('/taxii2/');
  expect(answer.status).toBe(401);
  expect(answer.headers['www-authenticate']).toMatch(/Basic.*Bearer/);
});
