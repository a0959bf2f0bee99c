import { afterAll, beforeAll, expect, test } from 'vitest';
import { digestOfIds } from '#audit/index.ts';
import { recordAnswered, recordDelivery } from '#audit/store.ts';
import { testDatabase, type TestDatabase } from '../../../test/database.ts';
import { recipientStates } from './recipient-state.ts';
import { deliveredChange, isReleased, readObjectReceipts, readRecipients, unreadUpTo } from './store.ts';

const now = new Date('2026-01-10T12:00:00Z');
const shared = 'indicator--11111111-1111-4111-8111-111111111111';
const other = 'indicator--22222222-2222-4222-8222-222222222222';
let database: TestDatabase;
const org: Record<string, number> = {};

beforeAll(async () => {
  database = await testDatabase();
  const { ownerPool } = database;
  for (const handle of ['sender', 'csirt-pl', 'csirt-ee', 'csirt-lv']) {
    const { rows } = await ownerPool.query<{ id: number }>(
      `insert into org (handle, name, kind, enrolment) values ($1, 'Org ' || $1, 'government', 'enrolled') returning id`,
      [handle],
    );
    org[handle] = rows[0]!.id;
  }
  await ownerPool.query(`insert into audience (id, key) overriding system value values (11, 'test')`);
  const members = [org['sender'], org['csirt-pl'], org['csirt-ee']];
  await ownerPool.query('insert into audience_member select 11, unnest($1::int[])', [members]);
  for (const [n, id] of [shared, other].entries()) {
    const { rows } = await ownerPool.query<{ id: number }>(
      `insert into object_version (stix_id, owner, instant, version, type, spec_version, release, audience, created_at, created_by, body)
       values ($1, $2, '2026', '2026', 'indicator', '2.1', 5, 11, $3, 'test', '{}') returning id`,
      [id, org['sender'], now],
    );
    await ownerPool.query(
      `insert into change (seq, committed_at, audience, kind, subject, reason, version, stix_id, collection, date_added)
       values ($1, $2, 11, 'published', 'object', 'test', $3, $4, 0, $2)`,
      [n + 5, now, rows[0]!.id, id],
    );
  }
});
afterAll(() => database.close());

const deliver = (to: string, subject: 'events' | 'objects', ids?: string[]) =>
  database.db.asOrg(org[to]!, (tx) =>
    recordDelivery(tx, {
      ...{ org: org[to]!, at: now, channel: 'webhook', subject, epoch: 1, first: 4, last: 6, items: 2 },
      digest: digestOfIds([shared, other]),
      ...(ids && { ids }),
    }),
  );
const delivered = (to: string, object: string) =>
  database.db.asOrg(org[to]!, (tx) => deliveredChange(tx, org[to]!, object));

test('only what was delivered as an object, whole or by name, counts as delivered', async () => {
  expect(await delivered('csirt-pl', shared)).toBeUndefined();
  await deliver('csirt-pl', 'events');
  expect(await delivered('csirt-pl', shared)).toBeUndefined();
  await deliver('csirt-pl', 'objects', [other]);
  expect(await delivered('csirt-pl', shared)).toBeUndefined();
  expect(await delivered('csirt-pl', other)).toEqual({ epoch: 1, first: 6, last: 6, items: 1 });
  await deliver('csirt-pl', 'objects');
  expect(await delivered('csirt-pl', shared)).toMatchObject({ first: 5 });
  await deliver('csirt-lv', 'objects');
  expect(await delivered('csirt-lv', shared), 'outside the audience').toBeUndefined();
});

test('the sender sees each recipient and how far it has come, others nothing', async () => {
  const answered = {
    org: org['csirt-pl']!,
    at: now,
    actor: 'Example Person',
    channel: 'api',
    subject: 'objects',
    epoch: 1,
  } as const;
  await database.db.asOrg(answered.org, async (tx) => {
    const about = { first: 5, last: 5, items: 1 };
    await recordAnswered(tx, { ...answered, ...about, kind: 'acted', detail: { object: shared, act: 'hit' } });
    await recordAnswered(tx, { ...answered, first: 4, last: 6, items: 2, kind: 'read', detail: {} });
  });
  const states = (object: string, owner: number | null) =>
    database.db.asSystem('test', async (tx) =>
      recipientStates(await readRecipients(tx, object, owner), await readObjectReceipts(tx, object, owner)),
    );
  const seen = await states(shared, org['sender']!);
  expect(seen.map(({ org: handle, state, act }) => [handle, state, act])).toEqual([
    ['csirt-ee', 'waiting', null],
    ['csirt-pl', 'acted', 'hit'],
  ]);
  expect((await states(other, null)).map(({ state }) => state)).toEqual(['waiting', 'read']);
  expect(await states(shared, org['csirt-pl']!)).toEqual([]);
  const released = (owner: number) => database.db.asSystem('test', (tx) => isReleased(tx, shared, owner));
  expect([await released(org['sender']!), await released(org['csirt-pl']!)]).toEqual([true, false]);
});

test('what was read once is not unread again', async () => {
  const unread = (to: string, seq: number) =>
    database.db.asOrg(org[to]!, (tx) => unreadUpTo(tx, org[to]!, 'objects', { epoch: 1, seq }));
  expect(await unread('csirt-pl', 9)).toBeUndefined();
  expect(await unread('csirt-lv', 5)).toEqual({ epoch: 1, first: 4, last: 5, items: 2 });
  expect(await unread('csirt-lv', 3)).toBeUndefined();
  expect(await unread('csirt-ee', 9)).toBeUndefined();
});
