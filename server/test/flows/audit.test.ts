import { generateKeyPairSync } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AuditPage, Checkpoint, ReceiptItem, ReceiptPage, Verification } from '@tocsin/api';
import { checkpointIfDue } from '../../src/audit/checkpoints/jobs.ts';
import { signingKeyOf } from '../../src/audit/checkpoints/signing-key.ts';
import { digestOfIds } from '../../src/audit/index.ts';
import { sealAll } from '../../src/audit/sealer/jobs.ts';
import { recordAudit } from '../../src/audit/store.ts';
import { applyRetention } from '../../src/audit/upkeep/jobs.ts';
import { testClock } from '../../src/kernel/clock.ts';
import { deliveryServer, messages, type DeliveryServer, type TestOrg } from '../delivery-server.ts';

const clock = testClock('2026-01-10T12:00:00Z');
const key = signingKeyOf(generateKeyPairSync('ed25519').privateKey);
const all = ['events:read', 'audit:read'] as const;
let server: DeliveryServer;
let operator: TestOrg;
let poland: TestOrg;
let provider: TestOrg;
let estonia: TestOrg;
let source: number;

beforeAll(async () => {
  server = await deliveryServer({ clock });
  operator = await server.makeOrg('operator', 'operator', null, all);
  poland = await server.makeOrg('csirt-pl', 'government', 'PL', all);
  provider = await server.makeOrg('isp-pl', 'isp', null, all);
  estonia = await server.makeOrg('csirt-ee', 'government', 'EE', all);
  source = await server.makeSource('sensor', operator);
  await server.publish([poland, provider], source, [
    { address: '192.0.2.1', family: 'mirai' },
    { address: '192.0.2.2' },
  ]);
});
afterAll(() => server.close());

const json = async <T>(response: Response | Promise<Response>): Promise<T> => (await (await response).json()) as T;
const settle = () => sealAll(server.db, clock);
const post = (org: TestOrg, path: string, body: object) =>
  fetch(server.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${org.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const verify = (org: TestOrg, body: object = {}) => json<Verification>(post(org, '/api/audit/verification', body));
/** As the owner of the machine, past row-level security and every right. */
async function asSuperuser(sql: string, values: unknown[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: server.database.urlFor('postgres') });
  await client.connect();
  await client.query(sql, values);
  await client.end();
}

test('a read is recorded before it is answered, with how much and whose, and those concerned are told', async () => {
  const search = await operator.get('/api/events/search?q=192.0.2.1');
  expect(search.status).toBe(200);
  const own = await json<AuditPage>(operator.get('/api/audit?action=data.read&subject=events/search'));
  expect(own.items[0]).toMatchObject({
    org: 'operator',
    actor: 'test',
    address: '127.0.0.1',
    action: 'data.read',
    subject: 'GET /api/events/search',
    detail: { by: 'token', events: 1 },
  });
  expect(JSON.stringify(own.items[0])).not.toContain('192.0.2.1');
  await settle();
  for (const concerned of [poland, provider]) {
    const { items } = await json<AuditPage>(concerned.get('/api/audit?log=seen'));
    expect(items).toMatchObject([
      {
        org: concerned.handle,
        actor: null,
        address: null,
        subject: 'org/operator',
        detail: { route: 'GET /api/events/search', reads: 1, events: 1 },
      },
    ]);
  }
  expect((await json<AuditPage>(estonia.get('/api/audit?log=seen'))).items).toEqual([]);
});

test('an org sees its own log and no other’s; the operator sees all', async () => {
  await poland.get('/api/events/search');
  const seen = await json<AuditPage>(poland.get('/api/audit?limit=500'));
  expect(new Set(seen.items.map(({ org }) => org))).toEqual(new Set(['csirt-pl']));
  expect((await json<AuditPage>(poland.get('/api/audit?org=operator'))).items).toEqual([]);
  expect((await json<AuditPage>(operator.get('/api/audit?org=csirt-pl'))).items.length).toBeGreaterThan(0);
  const hidden = await poland.get('/api/audit/logs/audit/export?org=operator');
  const unknown = await poland.get('/api/audit/logs/audit/export?org=nobody');
  expect([hidden.status, unknown.status]).toEqual([404, 404]);
  expect((await post(poland, '/api/audit/verification', { org: 'csirt-ee' })).status).toBe(404);
});

test('refusals are recorded; of those whom nobody knows, the number', async () => {
  await estonia.get('/api/hosts/00000000-0000-4000-8000-000000000000');
  await estonia.get('/api/overview');
  const { items } = await json<AuditPage>(estonia.get('/api/audit?action=access.*'));
  expect(items.map(({ subject, detail }) => [subject, detail['status']])).toEqual([
    ['GET /api/overview', 403],
    ['GET /api/hosts/:id', 404],
  ]);
  await fetch(`${server.url}/api/events`);
  await fetch(`${server.url}/api/events`);
  await server.recorder.flushCounts();
  const counted = await json<AuditPage>(operator.get('/api/audit?action=access.unauthenticated&org=tocsin'));
  expect(counted.items[0]?.detail).toEqual({ refusals: { '401 /api/events': 2 } });
});

test('pages and the stream leave receipts whose digest the recipient can compute', async () => {
  const page = await poland.get('/api/events');
  const ids = (await page.text())
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { id: string }).id);
  const { items } = await json<ReceiptPage>(poland.get('/api/receipts'));
  expect(items[0]).toMatchObject({
    kind: 'delivered',
    channel: 'page',
    subject: 'events',
    items: 2,
    digest: digestOfIds(ids),
  });

  const stop = new AbortController();
  const stream = await fetch(`${server.url}/api/stream`, {
    headers: { authorization: `Bearer ${poland.token}` },
    signal: stop.signal,
  });
  await server.publish([poland], source, [{ address: '192.0.2.3' }]);
  for await (const { event, data } of messages(stream)) {
    if (event !== 'event') continue;
    const receipts = await json<ReceiptPage>(poland.get('/api/receipts?kind=delivered'));
    expect(receipts.items[0]).toMatchObject({ channel: 'sse', items: 1 });
    expect(receipts.items[0]?.digest).toBe(digestOfIds([(JSON.parse(data) as { id: string }).id]));
    break;
  }
  stop.abort();

  const cursor = page.headers.get('tocsin-cursor');
  const read = await post(poland, '/api/receipts', { kind: 'read', cursor });
  expect(read.status).toBe(201);
  expect(await json<ReceiptItem>(read)).toMatchObject({ kind: 'read', channel: 'api', items: 2, org: 'csirt-pl' });
  expect(await json(post(poland, '/api/receipts', { kind: 'read', cursor }))).toMatchObject({ code: 'not_delivered' });
  expect(await json(post(estonia, '/api/receipts', { kind: 'read', cursor }))).toMatchObject({ code: 'not_delivered' });
  const object = 'indicator--11111111-1111-4111-8111-111111111111';
  expect(await json(post(poland, '/api/receipts', { kind: 'acted', act: 'hit', object }))).toMatchObject({
    status: 409,
  });
  expect((await poland.get(`/api/receipts/objects/${object}`)).status).toBe(404);
});

test('a log that nobody touched is sound, checkpoints are signed, and their key is public', async () => {
  await settle();
  expect(await checkpointIfDue(server.db, clock, key, 600_000)).toBe(1);
  expect(await checkpointIfDue(server.db, clock, key, 600_000)).toBeUndefined();
  clock.advance(600_000);
  await poland.get('/api/events/search');
  await settle();
  expect(await checkpointIfDue(server.db, clock, key, 600_000)).toBe(2);
  const result = await verify(operator);
  expect(result.findings).toEqual([]);
  expect(result).toMatchObject({ sound: true, checkpoints: 2 });
  expect(result.logs).toBeGreaterThan(4);
  const keys = await json<{ keys: { publicKey: string }[] }>(fetch(`${server.url}/api/audit/keys`));
  expect(keys.keys.map(({ publicKey }) => publicKey)).toEqual([key.publicKey]);
  const given = await json<Checkpoint[]>(poland.get('/api/audit/checkpoints'));
  expect(given.flatMap(({ places }) => places.map(({ org }) => org))).toEqual(expect.arrayContaining([poland.id]));
  expect(new Set(given.flatMap(({ places }) => places.map(({ org }) => org)))).toEqual(new Set([poland.id]));
  expect((await verify(poland)).findings).toEqual([]);
});

const columns = 'log, at, org, who, address, action, subject, detail, seq, hash';
const ofPoland = `org = (select id from org where handle = 'csirt-pl') and log = 'audit'`;
test.each([
  ['a changed row', `update audit_row set subject = 'nothing' where ${ofPoland} and seq = 2`, ['changed']],
  [
    'a changed time',
    `update audit_row set at = at + interval '1 microsecond' where ${ofPoland} and seq = 2`,
    ['changed'],
  ],
  ['a removed row', `delete from audit_row where ${ofPoland} and seq = 2`, ['removed']],
  [
    'the last row removed',
    `delete from audit_row where ${ofPoland} and seq = (select max(seq) from audit_row where ${ofPoland})`,
    ['removed'],
  ],
  [
    'rows that changed places',
    `update audit_row set seq = -seq where ${ofPoland} and seq in (2, 3); update audit_row set seq = 5 + seq where ${ofPoland} and seq < 0`,
    ['changed'],
  ],
  [
    'an inserted row',
    `insert into audit_row (${columns}) select log, at, org, who, address, action, subject, detail, (select max(seq) + 1 from audit_row where ${ofPoland}), hash from audit_row where ${ofPoland} and seq = 1`,
    ['inserted'],
  ],
  [
    'an old row that was slipped in unsealed',
    `insert into audit_row (at, org, action, subject) select at, org, action, subject from audit_row where ${ofPoland} and seq = 1`,
    ['inserted'],
  ],
  [
    'another name',
    `update audit_identity set value = 'somebody else' where org = (select id from org where handle = 'csirt-pl')`,
    ['identity_changed'],
  ],
  ['a moved head', `update log_head set seq = seq - 1 where ${ofPoland}`, ['inserted']],
  [
    'a whole chain gone',
    `delete from audit_row where ${ofPoland}; delete from log_head where ${ofPoland}`,
    ['removed'],
  ],
  [
    'a changed checkpoint',
    `update checkpoint set document = replace(document, '"number":1', '"number": 1') where number = 1`,
    ['checkpoint_broken'],
  ],
  ['a checkpoint gone', `delete from checkpoint where number = 1`, ['checkpoint_missing']],
  ['the places of a chain gone', `delete from checkpoint_place where ${ofPoland}`, ['checkpoint_broken']],
  ['a changed place', `update checkpoint_place set seq = 1 where ${ofPoland} and number = 1`, ['checkpoint_differs']],
  ['a changed receipt', `update receipt set items = items + 1 where seq = 1`, ['changed']],
])('the owner of the database is found out: %s', async (_, tamper, problems) => {
  await asSuperuser('create schema kept');
  const tables = ['audit_row', 'audit_identity', 'receipt', 'log_head', 'checkpoint', 'checkpoint_place'];
  for (const table of tables) await asSuperuser(`create table kept.${table} as table public.${table}`);
  await asSuperuser(tamper);
  const { sound, findings } = await verify(operator);
  expect(sound).toBe(false);
  const kinds = new Set(findings.map(({ problem }) => problem));
  for (const problem of problems) expect([...kinds]).toContain(problem);
  await asSuperuser(
    `truncate ${tables.join(', ')}; ${tables.map((table) => `insert into ${table} overriding system value select * from kept.${table};`).join(' ')} drop schema kept cascade`,
  );
  expect((await verify(operator)).findings).toEqual([]);
});

test('the server’s own role cannot change what is sealed', async () => {
  await expect(
    server.db.asSystem('test', (tx) => tx.query(`update audit_row set subject = 'x'`)),
  ).rejects.toMatchObject({ code: '42501' });
  const again = await server.db.asSystem('test', (tx) =>
    tx.query(`update audit_row set seq = 1 where seq is not null returning id`),
  );
  expect(again).toEqual([]);
  await expect(server.db.asSystem('test', (tx) => tx.query('delete from audit_row'))).rejects.toMatchObject({
    code: '42501',
  });
});

test('names and addresses are erased after their time, rows after theirs, and the log still verifies', async () => {
  const retention = { auditDays: 1000, auditNameDays: 365, auditAddressDays: 90 };
  clock.advance(130 * 86_400_000);
  expect(await applyRetention(server.db, clock, retention)).toMatchObject({ names: 0, rows: 0 });
  await settle();
  const { items } = await json<AuditPage>(poland.get('/api/audit?from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z'));
  expect(items[0]).toMatchObject({ actor: 'test', address: null });
  clock.advance(1000 * 86_400_000);
  expect((await applyRetention(server.db, clock, retention)).rows).toBeGreaterThan(0);
  await settle();
  await server.db.asSystem('test', (tx) =>
    recordAudit(tx, { at: clock.now(), org: poland.id, actor: 'test', action: 'test.act', subject: 'test' }),
  );
  await settle();
  expect((await verify(operator)).findings).toEqual([]);
  const { rows } = await server.ownerPool.query<{ first: number; start: number }>(
    `select min(r.seq) as first, min(h.start_seq) as start from audit_row r join log_head h using (log, org) where r.log = 'audit' and r.org = $1`,
    [poland.id],
  );
  expect(rows[0]?.start).toBeGreaterThan(0);
  expect(rows[0]?.first).toBe((rows[0]?.start ?? 0) + 1);
});
