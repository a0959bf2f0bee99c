import { afterAll, beforeAll, expect, test } from 'vitest';
import { testClock } from '#kernel/clock.ts';
import { testDatabase, type TestDatabase } from '../../../test/database.ts';
import { addOrgs, idOf, listOf, marked, object, tombstonesOf } from '../../../test/objects.ts';
import { insertGroup } from '../../sharing/groups/store.ts';
import { releaseObjects, storeObjects, withdrawObjects } from '../store.ts';
import { undoRelease } from './store.ts';
import { keepAudiences } from './jobs.ts';

const start = new Date('2026-03-01T12:00:00Z');
const clock = testClock(start);
let database: TestDatabase;
let pl: number;
let ua: number;
let isp: number;

beforeAll(async () => {
  database = await testDatabase();
  const orgs = await addOrgs(database, [
    { handle: 'csirt-pl', nation: 'PL', team: 'national_csirt' },
    { handle: 'csirt-ua', nation: 'UA', team: 'national_csirt' },
    { handle: 'isp-pl', nation: 'PL', kind: 'isp' },
  ]);
  [pl, ua, isp] = [orgs['csirt-pl']!, orgs['csirt-ua']!, orgs['isp-pl']!];
});
afterAll(() => database.close());

const keep = () => keepAudiences({ db: database.db, clock });
const store = async (change: object, terms: object = {}, draft = false) => {
  const made = object(change as Record<string, unknown>);
  const request = { objects: [made], terms: { owner: ua, ...terms }, draft, by: 't' };
  await storeObjects(database.db, request, clock.now());
  return idOf(made);
};
const release = (id: string, terms: object, undoS = 60) =>
  releaseObjects(database.db, { ids: [id], terms: { owner: ua, ...terms }, undoS, by: 't' }, clock.now());
const has = async (org: number, id: string) =>
  (await listOf(database, org, clock.now(), { filters: { ids: [id] } })).length > 0;
const whoHas = (id: string) => Promise.all([pl, ua, isp].map((org) => has(org, id)));
const lastGone = async (org: number) => (await tombstonesOf(database, org)).at(-1);
const setEnrolment = async (org: number, enrolment: string) => {
  await database.ownerPool.query('update org set enrolment = $2, updated_at = $3 where id = $1', [
    org,
    enrolment,
    clock.now(),
  ]);
  await database.ownerPool.query(`select nextval('registry_version')`);
};

test('a draft is in no list; released, it reaches its audience when the time to undo has passed', async () => {
  const id = await store(marked('green'), {}, true);
  expect(await whoHas(id)).toEqual([false, false, false]);
  await release(id, {});
  await keep();
  expect(await whoHas(id)).toEqual([false, false, false]);
  clock.advance(59_999);
  await keep();
  expect(await whoHas(id)).toEqual([false, false, false]);
  clock.advance(1);
  expect((await keep()).released).toBe(1);
  expect(await whoHas(id)).toEqual([true, true, true]);
});

test('undone within the minute nobody ever sees it, and the log says nothing', async () => {
  const id = await store(marked('green'), {}, true);
  const [version] = await release(id, {});
  const undo = (org: number) => database.db.asSystem('test', (tx) => undoRelease(tx, org, [version!.row]));
  expect(await undo(pl)).toEqual([]);
  expect(await undo(ua)).toEqual([version!.row]);
  clock.advance(120_000);
  await keep();
  expect(await whoHas(id)).toEqual([false, false, false]);
  const { rows } = await database.ownerPool.query('select from change where stix_id = $1', [id]);
  expect(rows).toEqual([]);
});

test('urgent is at once', async () => {
  const id = await store(marked('green'), {}, true);
  await release(id, {}, 0);
  expect(await whoHas(id)).toEqual([true, true, true]);
});

test('an embargo ends by the clock; its recipients have it before', async () => {
  const until = new Date(clock.now().getTime() + 3_600_000);
  const id = await store(marked('green'), { embargoUntil: until, embargoRecipients: [pl] });
  expect(await whoHas(id)).toEqual([true, true, false]);
  clock.set(until);
  await keep();
  expect(await whoHas(id)).toEqual([true, true, true]);
});

test('a release expires by the clock: tombstones for all who had it', async () => {
  const expiresAt = new Date(clock.now().getTime() + 3_600_000);
  const id = await store(marked('green'), { expiresAt });
  clock.set(expiresAt);
  // At the instant itself, before any job: the decision holds it back.
  expect(await has(pl, id)).toBe(false);
  await keep();
  expect(await whoHas(id)).toEqual([false, false, false]);
  expect(await lastGone(isp)).toMatchObject({ id, reason: 'expired' });
});

test('other terms: those who lose it get a tombstone, those who keep it keep their place', async () => {
  const id = await store(marked('amber'), { orgs: [pl, isp] });
  const [before] = await listOf(database, pl, clock.now(), { filters: { ids: [id] } });
  await release(id, { orgs: [pl] });
  expect(await whoHas(id)).toEqual([true, true, false]);
  expect(await lastGone(isp)).toMatchObject({ id, reason: 'terms' });
  expect(await lastGone(pl)).not.toMatchObject({ id });
  expect((await listOf(database, pl, clock.now(), { filters: { ids: [id] } }))[0]).toEqual(before);
  await release(id, { orgs: [pl, isp] });
  expect(await whoHas(id)).toEqual([true, true, true]);
});

test('a member that leaves loses what it had and may read that, for 30 days; one that comes back gets it anew', async () => {
  const id = await store(marked('green'));
  const gone = async () => (await tombstonesOf(database, isp)).filter((each) => each.id === id);
  await setEnrolment(isp, 'suspended');
  await keep();
  expect(await gone()).toMatchObject([{ reason: 'registry' }]);
  clock.advance(30 * 86_400_000 - 1);
  await keep();
  expect(await gone()).toHaveLength(1);
  clock.advance(1);
  await keep();
  expect(await gone()).toEqual([]);
  await setEnrolment(isp, 'enrolled');
  expect(await has(isp, id)).toBe(false);
  await keep();
  expect(await has(isp, id)).toBe(true);
});

test('a late member gets what it may have, as new changes, after what others got long ago', async () => {
  const id = await store(marked('green'));
  await addOrgs(database, [{ handle: 'late', kind: 'partner' }]);
  const { rows } = await database.ownerPool.query<{ id: number }>(`select id from org where handle = 'late'`);
  const late = rows[0]!.id;
  expect(await has(late, id)).toBe(false);
  await keep();
  const [mine] = await listOf(database, late, clock.now(), { filters: { ids: [id] } });
  const [others] = await listOf(database, pl, clock.now(), { filters: { ids: [id] } });
  expect(mine!.dateAdded > others!.dateAdded).toBe(true);
});

test('a blueprint follows the registry, and what was shared with its group follows the blueprint', async () => {
  const blueprint = { neighboursOf: ['UA'], teams: ['national_csirt' as const] };
  const group = await database.db.asSystem('test', (tx) =>
    insertGroup(tx, { handle: 'near', name: 'Neighbours', owner: ua, blueprint, members: [] }, clock.now()),
  );
  const id = await store(marked('amber+strict'), { groups: [group.id] });
  await keep();
  expect(await whoHas(id)).toEqual([true, true, false]);
  await database.ownerPool.query(`update org set team = 'national_csirt', kind = 'government' where id = $1`, [isp]);
  await database.ownerPool.query(`select nextval('registry_version')`);
  await keep();
  expect(await whoHas(id)).toEqual([true, true, true]);
  await database.ownerPool.query(`update org set team = null, kind = 'isp' where id = $1`, [isp]);
  await database.ownerPool.query(`select nextval('registry_version')`);
  await keep();
  expect(await whoHas(id)).toEqual([true, true, false]);
});

test('AMBER with consent goes to whom it concerns, also when that turns out later', async () => {
  const pattern = `[ipv4-addr:value = '192.0.2.77']`;
  const id = await store({ pattern, ...marked('amber') }, { distribution: 'concerned' });
  expect(await whoHas(id)).toEqual([false, true, false]);
  await database.ownerPool.query(
    `insert into constituency (org, layer, kind, value, created_by, note) values ($1, 'manual', 'prefix', '192.0.2.0/24', 't', 't')`,
    [isp],
  );
  await database.ownerPool.query(`select nextval('registry_version')`);
  await keep();
  expect(await whoHas(id)).toEqual([false, true, true]);
  const next = await store({ pattern, ...marked('amber') }, { distribution: 'concerned', concerns: ['nation XX'] });
  expect(await whoHas(next)).toEqual([false, true, true]);
});

test('a waiting release can be withdrawn too', async () => {
  const id = await store(marked('green'), {}, true);
  await release(id, {});
  await withdrawObjects(database.db, { owner: ua, id, reason: 'mistake', by: 't' }, clock.now());
  clock.advance(120_000);
  await keep();
  expect(await whoHas(id)).toEqual([false, false, false]);
});
