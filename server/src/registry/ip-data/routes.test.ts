import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { testClock } from '#kernel/clock.ts';
import type { Caller } from '#kernel/http/caller.ts';
import { testDatabase, type TestDatabase } from '../../../test/database.ts';
import { sampleServer } from '../../../test/sample-server.ts';
import { drillSnapshot } from './drill-snapshot.ts';
import { createIpDataHolder } from './holder.ts';
import { mountIpData } from './routes.ts';

const operator: Caller = {
  kind: 'token',
  org: 1,
  orgHandle: 'operator',
  orgKind: 'operator',
  nation: null,
  name: 'a token',
  scopes: ['registry:read', 'registry:write'],
};
const { image, sha256 } = drillSnapshot();
const file = Buffer.from(new Uint8Array(image));

let database: TestDatabase;
let dataDir: string;

beforeAll(async () => {
  database = await testDatabase();
  await database.ownerPool.query(
    `insert into org (id, handle, name, kind) overriding system value values (1, 'operator', 'Operator', 'operator') on conflict do nothing`,
  );
});
afterAll(() => database.close());
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'ip-data-'));
});
afterEach(() => {
  rmSync(dataDir, { recursive: true });
});

async function server(caller = operator) {
  const holder = createIpDataHolder();
  const { app } = await sampleServer({ options: { authenticate: async () => caller } });
  mountIpData(app, { db: database.db, clock: testClock('2026-03-04T05:06:07Z'), dataDir, holder });
  const send = async (method: 'GET' | 'POST', url: string, payload?: Buffer) => {
    const answer = await app.inject({
      method,
      url,
      ...(payload && { payload, headers: { 'content-type': 'application/octet-stream' } }),
    });
    return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
  };
  return { holder, send };
}

test('a snapshot is uploaded, listed and put in use; every step is in the audit trail', async () => {
  const { holder, send } = await server();
  const uploaded = await send('POST', '/api/ip-data', file);
  expect(uploaded).toMatchObject({
    status: 201,
    body: { name: 'drill-plan', active: false, builtAt: '2026-01-01T00:00:00.000Z' },
  });
  expect(holder.current()).toBeNull();
  expect((await send('POST', '/api/ip-data?activate=true', file)).body).toEqual({ ...uploaded.body, active: true });
  expect(holder.current()?.snapshot.sha256).toBe(sha256);
  expect((await send('POST', `/api/ip-data/${String(uploaded.body.id)}/activate`)).status).toBe(200);
  expect((await send('GET', '/api/ip-data')).body).toEqual([{ ...uploaded.body, active: true }]);
  expect(readdirSync(join(dataDir, 'ip-data'))).toEqual(['drill-plan.ipdata']);
  const { rows } = await database.ownerPool.query<{ action: string; subject: string }>(
    'select action, subject from audit order by id',
  );
  expect(rows.map(({ action, subject }) => `${action} ${subject}`)).toEqual([
    'ip_snapshot.upload ip-snapshot:drill-plan',
    'ip_snapshot.upload ip-snapshot:drill-plan',
    'ip_snapshot.activate ip-snapshot:drill-plan',
    'ip_snapshot.activate ip-snapshot:drill-plan',
  ]);
});

test('what is no snapshot is refused and leaves nothing behind', async () => {
  const { send } = await server();
  const damaged = Buffer.from(file);
  damaged[damaged.length - 1] = 1;
  for (const body of [Buffer.from('hello'), damaged, file.subarray(0, 10_000)]) {
    expect(await send('POST', '/api/ip-data', body)).toMatchObject({
      status: 400,
      body: { code: 'validation_failed', detail: expect.stringContaining('upload: ') as string },
    });
  }
  expect(await send('POST', '/api/ip-data/1000000/activate')).toMatchObject({ status: 404 });
  expect(readdirSync(join(dataDir, 'ip-data'))).toEqual([]);
});

test('members may not touch the IP data', async () => {
  const { send } = await server({ ...operator, orgKind: 'government' });
  for (const [method, url] of [
    ['GET', '/api/ip-data'],
    ['POST', '/api/ip-data'],
    ['POST', '/api/ip-data/1/activate'],
  ] as const) {
    expect((await send(method, url, method === 'POST' ? file : undefined)).status).toBe(403);
  }
});
