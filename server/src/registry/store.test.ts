import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { NewConstituency, NewContact, NewOrg } from '@tocsin/api';
import type { Tx } from '#kernel/db.ts';
import { testDatabase, type TestDatabase } from '../../test/database.ts';
import { addConstituency, listConstituency, removeConstituency } from './constituencies/store.ts';
import { addContact, changeContact, contactOf, listContacts, removeContact } from './contacts/store.ts';
import { eligibleNations } from './nations/nations.ts';
import { changeNation, listNations, readNation, seedNations } from './nations/store.ts';
import { changeOrg, createOrg, listOrgs, readOrg } from './orgs/store.ts';
import { loadPipelineRegistry, registryVersion } from './store.ts';

const now = new Date('2026-03-01T12:00:00Z');
const tomorrow = '2026-03-02T12:00:00.000Z';
const by = { org: 0, name: 'tester' };

let database: TestDatabase;
const system = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => database.db.asSystem('test', work);
const asOrg = async <T>(handle: string, work: (tx: Tx) => Promise<T>): Promise<T> => {
  const { id } = await system((tx) => readOrg(tx, handle, now));
  return database.db.asOrg(id, work);
};
const make = (org: NewOrg) => system((tx) => createOrg(tx, org, by, now));
const add = (handle: string, entry: Omit<NewConstituency, 'note'>) =>
  system((tx) => addConstituency(tx, handle, { note: 'why', ...entry }, by, now));
const contact = (handle: string, change: Partial<NewContact>) =>
  system((tx) => addContact(tx, handle, { name: 'Duty', role: 'duty officer', ...change }, by, now));
/** An automatic entry, as an import leaves it. */
const imported = (handle: string, kind: string, value: string) =>
  system((tx) =>
    tx.one<{ id: number }>(
      `insert into constituency (org, layer, kind, value, import, created_by)
       select id, 'automatic', $2, $3, 'ripe', 'test' from org where handle = $1 returning id`,
      [handle, kind, value],
    ),
  );

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.ownerPool.query('truncate org, nation, audit_row restart identity cascade');
  await system((tx) => seedNations(tx, now));
  await make({ handle: 'operator', name: 'Operator', kind: 'operator', enrolment: 'enrolled' });
  await make({
    handle: 'cert-pl',
    name: 'National CSIRT of Poland',
    kind: 'government',
    nation: 'PL',
    team: 'national_csirt',
    enrolment: 'enrolled',
  });
  await make({
    handle: 'cert-de',
    name: 'National CSIRT of Germany',
    kind: 'government',
    nation: 'DE',
    enrolment: 'enrolled',
  });
});

describe('nations', () => {
  test('are seeded once, and what was edited stays', async () => {
    await system((tx) => changeNation(tx, 'PL', { name: 'Polska', enrolment: 'enrolled' }, by, now));
    expect(await system((tx) => seedNations(tx, now))).toBe(0);
    const nations = await system(listNations);
    expect(nations).toHaveLength(eligibleNations.length);
    expect(nations.find(({ code }) => code === 'PL')).toMatchObject({
      name: 'Polska',
      enrolment: 'enrolled',
      domains: ['pl'],
      teams: [{ handle: 'cert-pl', name: 'National CSIRT of Poland', enrolment: 'enrolled' }],
    });
  });

  test('give each domain to one nation', async () => {
    await expect(system((tx) => changeNation(tx, 'PL', { domains: ['pl', 'de'] }, by, now))).rejects.toMatchObject({
      code: 'validation_failed',
      extra: { problems: [{ in: 'body', pointer: '/domains/1', problem: '.de belongs to DE already' }] },
    });
    await expect(system((tx) => readNation(tx, 'US'))).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('organisations', () => {
  test('are found by kind, nation and part of a name', async () => {
    await make({ handle: 'net-pl', name: 'Example Net', kind: 'isp', nation: 'PL' });
    const found = (query: object) =>
      system((tx) => listOrgs(tx, query, now)).then((orgs) => orgs.map(({ handle }) => handle));
    expect(await found({ kind: 'isp' })).toEqual(['net-pl']);
    expect(await found({ nation: 'PL' })).toEqual(['net-pl', 'cert-pl']);
    expect(await found({ q: 'csirt of' })).toEqual(['cert-de', 'cert-pl']);
    expect(await found({ q: '%' })).toEqual([]);
  });

  test('have a handle of their own and a nation that exists', async () => {
    await expect(make({ handle: 'cert-pl', name: 'Other', kind: 'isp' })).rejects.toMatchObject({ code: 'conflict' });
    await expect(make({ handle: 'cert-xx', name: 'Other', kind: 'government' })).rejects.toMatchObject({
      code: 'validation_failed',
      message: 'body /nation: a government team needs its nation',
    });
  });

  test('keep an operator that is enrolled', async () => {
    const suspend = () => system((tx) => changeOrg(tx, 'operator', { enrolment: 'suspended' }, by, now));
    await expect(suspend()).rejects.toMatchObject({ code: 'conflict' });
    await make({ handle: 'operator-2', name: 'Second', kind: 'operator', enrolment: 'enrolled' });
    expect(await suspend()).toMatchObject({ enrolment: 'suspended' });
  });

  test('see themselves and nothing else', async () => {
    await add('cert-pl', { kind: 'asn', value: '64500' });
    await add('cert-de', { kind: 'asn', value: '64501' });
    await contact('cert-de', {});
    const [own, ...others] = await asOrg('cert-pl', (tx) => listOrgs(tx, {}, now));
    expect(own).toMatchObject({ handle: 'cert-pl', constituencies: 1, contacts: 0 });
    expect(others).toEqual([]);
    for (const read of [listConstituency, listContacts, readOrg])
      await expect(asOrg('cert-pl', (tx): Promise<unknown> => read(tx, 'cert-de', now))).rejects.toMatchObject({
        code: 'not_found',
      });
    await expect(asOrg('cert-pl', (tx) => changeOrg(tx, 'cert-de', { name: 'x' }, by, now))).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await asOrg('cert-pl', (tx) => tx.query('select 1 from constituency'))).toHaveLength(1);
    expect(await asOrg('cert-pl', (tx) => tx.query('select 1 from contact'))).toEqual([]);
    const teams = (await asOrg('cert-pl', listNations)).flatMap((nation) => nation.teams.map(({ handle }) => handle));
    expect(teams).toEqual(['cert-pl']);
  });

  test('cannot change what they answer for', async () => {
    const entry = { kind: 'asn', value: '64500', note: 'mine' } as const;
    await expect(asOrg('cert-pl', (tx) => addConstituency(tx, 'cert-pl', entry, by, now))).rejects.toThrow(
      /row-level security|not_found|no organisation/,
    );
  });
});

describe('a constituency', () => {
  test('shows both layers, and which entries count', async () => {
    await imported('cert-pl', 'asn', '64500');
    await imported('cert-pl', 'asn', '64501');
    await add('cert-pl', { kind: 'asn', value: 'AS64500', effect: 'exclude' });
    await add('cert-pl', { kind: 'prefix', value: '192.0.2.0/24', shared: true, expiresAt: tomorrow });
    const entries = await system((tx) => listConstituency(tx, 'cert-pl', now));
    expect(entries.map(({ layer, value, effect, inForce }) => [layer, value, effect, inForce])).toEqual([
      ['manual', '64500', 'exclude', true],
      ['automatic', '64500', 'include', false],
      ['automatic', '64501', 'include', true],
      ['manual', '192.0.2.0/24', 'include', true],
    ]);
    expect(await system((tx) => readOrg(tx, 'cert-pl', now))).toMatchObject({ constituencies: 2 });
  });

  test('refuses what is wrong, taken or contradictory', async () => {
    await expect(add('cert-pl', { kind: 'asn', value: 'x' })).rejects.toMatchObject({
      extra: { problems: [{ pointer: '/value' }] },
    });
    await expect(add('cert-pl', { kind: 'sector', value: 'energy', shared: true })).rejects.toMatchObject({
      extra: { problems: [{ pointer: '/shared' }] },
    });
    await expect(add('cert-pl', { kind: 'asn', value: '64500', expiresAt: now.toISOString() })).rejects.toMatchObject({
      extra: { problems: [{ pointer: '/expiresAt' }] },
    });
    await expect(add('cert-pl', { kind: 'asn', value: '64500', effect: 'exclude' })).rejects.toThrow(
      'has no automatic entry 64500 to exclude',
    );
    await add('cert-pl', { kind: 'asn', value: '64500' });
    await expect(add('cert-pl', { kind: 'asn', value: 'AS64500' })).rejects.toMatchObject({ code: 'conflict' });
    await expect(add('nobody', { kind: 'asn', value: '64500' })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('takes a manual entry again once the old one has expired', async () => {
    const { id } = await add('cert-pl', { kind: 'asn', value: '64500', expiresAt: tomorrow });
    const later = new Date('2026-03-03T00:00:00Z');
    const again = await system((tx) =>
      addConstituency(tx, 'cert-pl', { kind: 'asn', value: '64500', note: 'still' }, by, later),
    );
    expect(again).toMatchObject({ note: 'still', expiresAt: null, inForce: true });
    expect(again.id).not.toBe(id);
  });

  test('gives up manual entries, and automatic ones to an exclude alone', async () => {
    const { id } = await imported('cert-pl', 'asn', '64500');
    const remove = (entry: number) => system((tx) => removeConstituency(tx, 'cert-pl', entry, by, now));
    await expect(remove(id)).rejects.toThrow(
      'came with the import "ripe" and would come back with it: add a manual entry that excludes it',
    );
    const manual = await add('cert-pl', { kind: 'asn', value: '64501' });
    await remove(manual.id);
    await expect(remove(manual.id)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('contacts', () => {
  test('dedicated to a nation are seen by its organisations, and no other contact of the operator is', async () => {
    await contact('operator', { name: 'Other' });
    await contact('operator', { name: 'For Poland', dedicatedTo: 'PL' });
    await contact('cert-pl', { name: 'Own' });
    const seen = (handle: string) =>
      asOrg(handle, (tx) => listContacts(tx, handle, now)).then((all) => all.map(({ name, org }) => [name, org]));
    expect(await seen('cert-pl')).toEqual([
      ['Own', 'cert-pl'],
      ['For Poland', null],
    ]);
    expect(await seen('cert-de')).toEqual([]);
  });

  test('are dedicated one to a nation', async () => {
    const first = await contact('operator', { name: 'First', dedicatedTo: 'PL' });
    await expect(contact('operator', { name: 'Second', dedicatedTo: 'PL' })).rejects.toThrow(
      'PL has a dedicated contact already: First',
    );
    await system((tx) => changeContact(tx, 'operator', first.id, { dedicatedTo: null }, by, now));
    expect(await contact('operator', { name: 'Second', dedicatedTo: 'PL' })).toMatchObject({ dedicatedTo: 'PL' });
    await expect(contact('cert-pl', { dedicatedTo: 'PL' })).rejects.toMatchObject({
      extra: { problems: [{ pointer: '/dedicatedTo' }] },
    });
  });

  test('have a deputy in their own organisation, and change member by member', async () => {
    const deputy = await contact('cert-pl', { name: 'Deputy', email: 'duty@cert.example' });
    const foreign = await contact('cert-de', {});
    const lead = await contact('cert-pl', { name: 'Lead', deputy: deputy.id, phone: '', expiresAt: tomorrow });
    expect(lead).toMatchObject({ deputy: deputy.id, phone: null, expiresAt: tomorrow });
    const change = (values: object) => system((tx) => changeContact(tx, 'cert-pl', lead.id, values, by, now));
    expect(await change({ hours: '8-16' })).toMatchObject({
      name: 'Lead',
      deputy: deputy.id,
      hours: '8-16',
      expiresAt: tomorrow,
    });
    for (const wrong of [foreign.id, lead.id])
      await expect(change({ deputy: wrong })).rejects.toMatchObject({ extra: { problems: [{ pointer: '/deputy' }] } });
    await system((tx) => removeContact(tx, 'cert-pl', deputy.id, by, now));
    const rest = await system((tx) => listContacts(tx, 'cert-pl', now));
    expect(rest.map((each) => contactOf(each, 'cert-pl'))).toMatchObject([{ name: 'Lead', deputy: null }]);
  });

  test('leave no name or address in the audit trail', async () => {
    await contact('cert-pl', { name: 'Somebody', email: 'somebody@cert.example' });
    const rows = await system((tx) => tx.query(`select * from audit where action like 'contact.%'`));
    expect(JSON.stringify(rows)).not.toMatch(/somebody/i);
  });
});

describe('what the pipeline reads', () => {
  test('is what is in force, at one version', async () => {
    await imported('cert-pl', 'asn', '64500');
    await imported('cert-pl', 'asn', '64501');
    await add('cert-pl', { kind: 'asn', value: '64500', effect: 'exclude' });
    await add('cert-pl', { kind: 'asn', value: '64501', shared: true, expiresAt: tomorrow });
    const registry = await system((tx) => loadPipelineRegistry(tx, now));
    const id = registry.orgs.find(({ handle }) => handle === 'cert-pl')?.id;
    expect(registry.entries).toEqual([{ org: id, kind: 'asn', value: '64501', shared: true }]);
    expect(registry.validUntil).toEqual(new Date(tomorrow));
    expect(registry.nations).toHaveLength(44);
    expect(registry.version).toBe(await system(registryVersion));
  });

  test('never pairs the version of a change with what was there before it', async () => {
    let committed = false;
    let reached: () => void = () => undefined;
    const changed = new Promise<void>((resolve) => (reached = resolve));
    let commit: () => void = () => undefined;
    const mayCommit = new Promise<void>((resolve) => (commit = resolve));
    const writer = system(async (tx) => {
      await addConstituency(tx, 'cert-pl', { kind: 'asn', value: '64500', note: 'late' }, by, now);
      reached();
      await mayCommit;
      committed = true;
    });
    await changed;
    const before = await system(registryVersion);
    const reader = system((tx) => loadPipelineRegistry(tx, now)).then((registry) => ({ registry, committed }));
    await expect
      .poll(() => system((tx) => tx.query(`select 1 from pg_locks where locktype = 'advisory' and not granted`)))
      .toHaveLength(1);
    commit();
    await writer;
    const { registry, committed: waited } = await reader;
    expect(waited).toBe(true);
    expect(registry.version).toBe(before);
    expect(registry.entries).toHaveLength(1);
  });
});

test('every change leaves an audit row and moves the version', async () => {
  const before = await system(registryVersion);
  await system((tx) => changeNation(tx, 'PL', { enrolment: 'enrolled' }, by, now));
  const entry = await add('cert-pl', { kind: 'nation', value: 'pl' });
  await system((tx) => removeConstituency(tx, 'cert-pl', entry.id, by, now));
  expect(await system(registryVersion)).toBe(before + 3);
  const rows = await system((tx) => tx.query('select at, actor, action, subject from audit order by id desc limit 3'));
  expect(rows).toEqual([
    { at: now, actor: 'tester', action: 'constituency.remove', subject: 'org/cert-pl' },
    { at: now, actor: 'tester', action: 'constituency.add', subject: 'org/cert-pl' },
    { at: now, actor: 'tester', action: 'nation.change', subject: 'nation/PL' },
  ]);
});
