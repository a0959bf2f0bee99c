import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../test/database.ts';
import { appliedMigrations, migrate, pendingMigrations, readMigrations } from './migrations.ts';
import { OperatorError } from './operator-error.ts';

let database: TestDatabase;
let directory: string;

beforeAll(async () => {
  database = await testDatabase({ empty: true });
});
afterAll(() => database.close());
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'tocsin-migrations-'));
  await database.ownerPool.query('drop table if exists schema_migration, one, two');
  write('000001_one.sql', 'create table one (n int);\n');
  write('000002_two.sql', 'create table two (n int); insert into two values (2);');
  return () => rmSync(directory, { recursive: true });
});

const write = (file: string, sql: string) => writeFileSync(join(directory, file), sql);
const run = () => migrate({ url: database.ownerUrl, directory });

test('applies in order, once', async () => {
  expect((await run()).map(({ file }) => file)).toEqual(['000001_one.sql', '000002_two.sql']);
  expect(await run()).toEqual([]);
  expect((await appliedMigrations(database.db.pool)).map(({ name }) => name)).toEqual(['one', 'two']);
  write('000003_more.sql', 'insert into two values (3)');
  expect((await run()).map(({ version }) => version)).toEqual([3]);
});

test('several processes at once apply each file once', async () => {
  const applied = await Promise.all([run(), run(), run(), run()]);
  expect(applied.flat().length).toBe(2);
});

test('a file that fails leaves nothing of itself and all before it', async () => {
  write('000003_broken.sql', 'create table three (n int);\n\nselect nonsense;');
  await expect(run()).rejects.toThrow('000003_broken.sql: column "nonsense" does not exist (line 3)');
  expect((await appliedMigrations(database.ownerPool)).length).toBe(2);
  const { rows } = await database.ownerPool.query(`select to_regclass('three') as three`);
  expect(rows).toEqual([{ three: null }]);
});

test('a changed file is refused by name; line ends are not a change', async () => {
  await run();
  write('000001_one.sql', 'create table one (n int);\r\n');
  expect(await run()).toEqual([]);
  write('000001_one.sql', 'create table one (n bigint);\n');
  await expect(run()).rejects.toThrow(/^000001_one\.sql was changed after it ran/);
});

test('a database newer than the code is refused', async () => {
  await run();
  rmSync(join(directory, '000002_two.sql'));
  await expect(run()).rejects.toThrow(OperatorError);
  await expect(run()).rejects.toThrow('it has migration 2 (two), this version knows 1');
});

test('a file may not end its transaction', async () => {
  write('000003_commit.sql', 'commit; begin;');
  await expect(run()).rejects.toThrow('ends its transaction');
});

test('only the owner migrates: what a superuser made would run with its rights', async () => {
  for (const role of ['postgres', 'tocsin_app']) {
    await expect(migrate({ url: database.urlFor(role), directory })).rejects.toThrow(
      `"${role}" is connected and "tocsin_owner" owns it`,
    );
  }
});

test('names and numbers are held to the rule', () => {
  write('000004_gap.sql', '');
  expect(() => readMigrations(directory)).toThrow('migration 3 expected, found 000004_gap.sql');
  write('0-odd.sql', '');
  expect(() => readMigrations(directory)).toThrow('not named NNNNNN_name.sql: 0-odd.sql');
});

test('nothing is pending on a current database', () => {
  const migrations = readMigrations(directory);
  expect(pendingMigrations(migrations, migrations)).toEqual([]);
  expect(pendingMigrations(migrations, migrations.slice(0, 1)).map(({ name }) => name)).toEqual(['two']);
});
