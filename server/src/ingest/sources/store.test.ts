import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../test/database.ts';
import { storedIngest } from '../../../test/portions.ts';
import {
  describeSource,
  findSource,
  insertSource,
  listSources,
  orgIds,
  rememberColumns,
  updateSource,
} from './store.ts';

const now = new Date('2026-03-20T12:00:00Z');
let database: TestDatabase;
let ingest: Awaited<ReturnType<typeof storedIngest>>;
beforeAll(async () => {
  database = await testDatabase();
  ingest = await storedIngest(database.db, database.ownerPool, now);
});
afterAll(() => database.close());

test('a source says nothing about consent unless it declares it: the strictest is the default', async () => {
  await database.db.asOrg(ingest.runner, (tx) => insertSource(tx, { handle: 'quiet' }, ingest.runner, []));
  expect(await database.db.asOrg(ingest.runner, (tx) => describeSource(tx, 'quiet', now))).toMatchObject({
    handle: 'quiet',
    name: 'quiet',
    org: 'runner',
    feed: 'tocsin',
    tlp: 'amber+strict',
    distribution: 'named',
    recipients: [],
    reliability: 'F',
    showName: false,
    showAddresses: false,
    ownAddresses: [],
    silentAfterHours: 48,
    state: 'active',
    lastBatchAt: null,
    lastEventAt: null,
    acceptedLastDay: 0,
    quarantinedHeld: 0,
    alarms: [],
  });
});

test('what a source declares is kept and can be changed', async () => {
  const { db } = database;
  const declared = {
    handle: 'loud',
    name: 'Loud',
    feed: 'n6',
    tlp: 'green',
    distribution: 'concerned',
    reliability: 'B',
    showName: true,
    ownAddresses: ['203.0.113.0/24', '2001:db8::1/128'],
    silentAfterHours: 1.5,
  } as const;
  await db.asOrg(ingest.runner, (tx) =>
    insertSource(tx, { ...declared, ownAddresses: [...declared.ownAddresses] }, ingest.runner, [ingest.a]),
  );
  expect(await db.asOrg(ingest.runner, (tx) => describeSource(tx, 'loud', now))).toMatchObject({
    ...declared,
    recipients: ['org-a'],
  });
  await db.asOrg(ingest.runner, (tx) =>
    updateSource(tx, 'loud', { state: 'paused', silentAfterHours: 3 }, [ingest.a, ingest.b]),
  );
  expect(await db.asOrg(ingest.runner, (tx) => describeSource(tx, 'loud', now))).toMatchObject({
    name: 'Loud',
    state: 'paused',
    silentAfterHours: 3,
    recipients: ['org-a', 'org-b'],
  });
  expect(await db.asOrg(ingest.runner, (tx) => findSource(tx, 'loud'))).toMatchObject({
    recipients: [ingest.a, ingest.b],
    ownAddresses: [...declared.ownAddresses],
    state: 'paused',
    columns: {},
  });
});

test('a handle is taken once; a change of nothing, or of nobody, is told apart', async () => {
  const { db } = database;
  expect(
    await db.asOrg(ingest.runner, (tx) => insertSource(tx, { handle: 'sensor' }, ingest.runner, [])),
  ).toBeUndefined();
  expect(await db.asOrg(ingest.runner, (tx) => updateSource(tx, 'sensor', {}, undefined))).toBe(true);
  expect(await db.asOrg(ingest.runner, (tx) => updateSource(tx, 'nobody', { name: 'x' }, undefined))).toBe(false);
  expect([...(await db.asOrg(ingest.runner, (tx) => orgIds(tx, ['org-a', 'nobody'])))]).toEqual([['org-a', ingest.a]]);
});

test('an org sees the sources that it runs, and changes none', async () => {
  const { db } = database;
  await db.asOrg(ingest.runner, (tx) => insertSource(tx, { handle: 'of-a' }, ingest.a, []));
  expect((await db.asOrg(ingest.a, (tx) => listSources(tx, now))).map(({ handle }) => handle)).toEqual(['of-a']);
  expect(await db.asOrg(ingest.a, (tx) => findSource(tx, 'sensor'))).toBeUndefined();
  expect(await db.asOrg(ingest.a, (tx) => updateSource(tx, 'of-a', { tlp: 'clear' }, undefined))).toBe(false);
  expect((await db.asOrg(ingest.runner, (tx) => listSources(tx, now))).length).toBeGreaterThan(2);
});

test('headers are remembered by report', async () => {
  await database.db.asIngest((tx) => rememberColumns(tx, ingest.source.id, 'a', ['x', 'y']));
  await database.db.asIngest((tx) => rememberColumns(tx, ingest.source.id, 'b', ['z']));
  await database.db.asIngest((tx) => rememberColumns(tx, ingest.source.id, 'a', ['x']));
  expect((await database.db.asOrg(ingest.runner, (tx) => findSource(tx, 'sensor')))?.columns).toEqual({
    a: ['x'],
    b: ['z'],
  });
});

test('a source counts what it gave lately, and what is held', async () => {
  await ingest.store([{ time: '2026-03-20T10:00:00Z', address: '192.0.2.1' }, 'no json']);
  const [source] = (await database.db.asOrg(ingest.runner, (tx) => listSources(tx, now))).filter(
    ({ handle }) => handle === 'sensor',
  );
  expect(source).toMatchObject({
    acceptedLastDay: 1,
    quarantinedHeld: 1,
    lastEventAt: '2026-03-20T10:00:00.000Z',
    lastBatchAt: now.toISOString(),
  });
  const later = new Date(now.getTime() + 2 * 86_400_000);
  expect(await database.db.asOrg(ingest.runner, (tx) => describeSource(tx, 'sensor', later))).toMatchObject({
    acceptedLastDay: 0,
    quarantinedHeld: 1,
  });
});
