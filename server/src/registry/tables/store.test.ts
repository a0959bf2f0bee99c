import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ImportReport } from '@tocsin/api';
import type { Tx } from '#kernel/db.ts';
import { testDatabase, type TestDatabase } from '../../../test/database.ts';
import { addConstituency, listConstituency } from '../constituencies/store.ts';
import { addContact, listContacts } from '../contacts/store.ts';
import { seedFamilies } from '../families/store.ts';
import { listNations, seedNations } from '../nations/store.ts';
import { createOrg, readOrg } from '../orgs/store.ts';
import { registryVersion } from '../store.ts';
import { exportRegistryTable, importRegistryTable, type TableName } from './store.ts';

const now = new Date('2026-03-01T12:00:00Z');
const by = { org: 0, name: 'tester' };

let database: TestDatabase;
const system = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => database.db.asSystem('test', work);
const exported = (table: TableName) => system((tx) => exportRegistryTable(tx, table, by, now));
const load = (table: TableName, text: string, name = 'list', dryRun = false) =>
  system((tx) => importRegistryTable(tx, table, { text, import: name, dryRun }, by, now));
const counts = ({ rows, added, kept, removed, refused }: ImportReport) => [rows, added, kept, removed, refused.length];

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.ownerPool.query('truncate org, nation, family, autonomous_system, audit_row restart identity cascade');
  await system(async (tx) => {
    await seedNations(tx, now);
    await createOrg(tx, { handle: 'operator', name: 'Operator', kind: 'operator', enrolment: 'enrolled' }, by, now);
    await createOrg(tx, { handle: 'cert-pl', name: '=CSIRT, "Poland"', kind: 'government', nation: 'PL' }, by, now);
  });
});

/** Imports what is exported; nothing may change. */
async function comesBack(table: TableName, rows: number): Promise<void> {
  const before = await exported(table);
  for (const name of ['list', 'another'])
    expect(counts(await load(table, before, name))).toEqual([rows, 0, rows, 0, 0]);
  expect(await exported(table)).toBe(before);
}

describe('an export changes nothing when it comes back', () => {
  test('nations', () => comesBack('nations', 44));

  test('orgs', async () => {
    await comesBack('orgs', 2);
    expect(await exported('orgs')).toContain(`cert-pl,"'=CSIRT, ""Poland""",government,PL,,invited\r\n`);
  });

  test('constituencies', async () => {
    await load(
      'constituencies',
      'org,kind,value,shared,note,expires_at\ncert-pl,asn,64500,yes,"a\nb",2026-05-01T00:00+02:00\ncert-pl,nation,pl,,,\n',
    );
    const entry = { kind: 'asn', value: '64500', effect: 'exclude', note: "-'not ours" } as const;
    await system((tx) => addConstituency(tx, 'cert-pl', entry, by, now));
    await comesBack('constituencies', 3);
  });

  test('contacts', async () => {
    await load(
      'contacts',
      'org,name,role,phone,deputy\ncert-pl,Lead,head,+48 22 555 0100,Duty\ncert-pl,Duty,duty officer,,\n',
    );
    await system((tx) =>
      addContact(
        tx,
        'operator',
        { name: 'For Poland', role: 'liaison', languages: ['pl', 'en'], dedicatedTo: 'PL' },
        by,
        now,
      ),
    );
    await comesBack('contacts', 3);
    expect(await exported('contacts')).toContain(`cert-pl,Lead,head,,'+48 22 555 0100,,,,Duty,,automatic,list,,\r\n`);
  });

  test('families', async () => {
    await system((tx) => seedFamilies(tx, now));
    const [, ...lines] = (await exported('families')).trim().split('\r\n');
    await comesBack('families', lines.length);
  });

  test('autonomous systems', async () => {
    await system((tx) =>
      tx.query(`insert into autonomous_system (asn, name, country) values (64500, 'EXAMPLE-A', 'PL')`),
    );
    await load('autonomous-systems', 'asn,name,country\nAS64501,Example B,de\n');
    await comesBack('autonomous-systems', 2);
  });
});

describe('an import', () => {
  test('replaces its own rows and leaves all others', async () => {
    await load('constituencies', 'org,kind,value\ncert-pl,asn,64500\ncert-pl,asn,64501\n', 'ripe');
    await load('constituencies', 'org,kind,value\ncert-pl,asn,64502\n', 'other');
    await system((tx) => addConstituency(tx, 'cert-pl', { kind: 'asn', value: '64503', note: 'by hand' }, by, now));
    const report = await load(
      'constituencies',
      'org,kind,value\ncert-pl,asn,64501\ncert-pl,asn,64504\ncert-pl,asn,64502\n',
      'ripe',
    );
    expect(report).toMatchObject({
      table: 'constituencies',
      import: 'ripe',
      dryRun: false,
      added: 1,
      kept: 1,
      removed: 1,
    });
    expect(report.refused).toEqual([
      { line: 4, reason: 'is listed by the import "other" already', text: 'cert-pl,asn,64502' },
    ]);
    const entries = await system((tx) => listConstituency(tx, 'cert-pl', now));
    expect(entries.map(({ value, import: from, createdBy }) => [value, from, createdBy])).toEqual([
      ['64501', 'ripe', 'tester'],
      ['64502', 'other', 'tester'],
      ['64503', null, 'tester'],
      ['64504', 'ripe', 'tester'],
    ]);
  });

  test('that is a dry run changes nothing', async () => {
    const before = await system(registryVersion);
    const report = await load('constituencies', 'org,kind,value\ncert-pl,asn,64500\n', 'ripe', true);
    expect(report).toMatchObject({ dryRun: true, added: 1 });
    expect(await exported('constituencies')).toBe('org,kind,value,effect,shared,layer,import,note,expires_at\r\n');
    expect(await system(registryVersion)).toBe(before);
  });

  test('changes nations and orgs in place, adds new ones, and removes none', async () => {
    const text =
      'code,name,basis,enrolment,languages,time_zone,domains\nPL,Polska,eu,enrolled,pl,Europe/Warsaw,pl\nZZ,Zedland,efta,,en,Europe/Paris,zz\n';
    expect(counts(await load('nations', text))).toEqual([2, 2, 0, 1, 0]);
    const nations = await system(listNations);
    expect(nations).toHaveLength(45);
    expect(nations.find(({ code }) => code === 'PL')).toMatchObject({ name: 'Polska', enrolment: 'enrolled' });
    const orgs = 'handle,name,kind,nation\ncert-pl,CSIRT PL,government,PL\nnet-pl,Net,isp,PL\n';
    expect(counts(await load('orgs', orgs))).toEqual([2, 2, 0, 1, 0]);
    expect(await system((tx) => readOrg(tx, 'cert-pl', now))).toMatchObject({ name: 'CSIRT PL' });
    expect(await system((tx) => readOrg(tx, 'operator', now))).toMatchObject({ enrolment: 'enrolled' });
  });

  test('keeps deputies when a contact is replaced', async () => {
    await load('contacts', 'org,name,role,phone\ncert-pl,Duty,duty officer,1\n');
    const [duty] = await system((tx) => listContacts(tx, 'cert-pl', now));
    await system((tx) => addContact(tx, 'cert-pl', { name: 'Lead', role: 'head', deputy: duty!.id }, by, now));
    expect(counts(await load('contacts', 'org,name,role,phone\ncert-pl,Duty,duty officer,2\n'))).toEqual([
      1, 1, 0, 1, 0,
    ]);
    const [fresh, lead] = await system((tx) => listContacts(tx, 'cert-pl', now));
    expect(fresh).toMatchObject({ name: 'Duty', phone: '2' });
    expect(lead).toMatchObject({ name: 'Lead', deputy: fresh!.id });
  });

  test('of families adds names and aliases, and takes its own aliases away', async () => {
    await load('families', 'name,alias\nMirai,Satori\nmirai,okiru\nqsnatch,\n');
    await load('families', 'name,alias\nmirai,okiru\n');
    expect(await exported('families')).toBe(
      'name,alias,layer,import,note\r\nmirai,okiru,automatic,list,\r\nqsnatch,,,,\r\n',
    );
  });

  test('under the name of the built-in one is refused', async () => {
    await expect(load('families', 'name,alias\n', 'built-in')).rejects.toMatchObject({ code: 'validation_failed' });
  });

  test('is told in the audit trail, and so is an export', async () => {
    await load('constituencies', 'org,kind,value\ncert-pl,asn,64500\nx,asn,1\n', 'ripe');
    await exported('contacts');
    const rows = await system((tx) => tx.query('select action, subject, detail from audit order by id desc limit 2'));
    expect(rows).toEqual([
      { action: 'registry.export', subject: 'registry/contacts', detail: {} },
      {
        action: 'registry.import',
        subject: 'registry/constituencies',
        detail: { import: 'ripe', rows: 2, added: 1, kept: 0, removed: 0, refused: 1 },
      },
    ]);
  });
});
