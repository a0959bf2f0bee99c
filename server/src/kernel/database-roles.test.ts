import { afterAll, beforeAll, expect, test } from 'vitest';
import { bareDatabase, type BareDatabase } from '../../test/database.ts';
import { withConnection } from './connection.ts';
import { ensureRoles, type RoleOptions } from './database-roles.ts';
import { OperatorError } from './operator-error.ts';

let database: BareDatabase;
beforeAll(async () => {
  database = await bareDatabase({ empty: true });
});
afterAll(() => database.drop());

const as = (role: string, options: RoleOptions) =>
  withConnection(database.urlFor(role), 'test', (client) => ensureRoles(client, options));

test('what is there already is left alone, even by a role that may make nothing', async () => {
  await as('tocsin_app', { database: database.name });
});

test('missing rights are told with the statement that failed', async () => {
  const refused = as('tocsin_app', { database: 'test_missing' });
  await expect(refused).rejects.toThrow(OperatorError);
  await expect(refused).rejects.toThrow(
    /may not run "create database "test_missing" owner tocsin_owner.*administrator/,
  );
});

test('a password is never told', async () => {
  const refused = as('tocsin_app', { database: database.name, passwords: { tocsin_owner: "it's secret" } });
  await expect(refused).rejects.toThrow('may not run "alter role tocsin_owner"');
  await expect(refused).rejects.not.toThrow('secret');
});

test('a database of somebody else is not taken', async () => {
  await expect(as('postgres', { database: 'postgres' })).rejects.toThrow(
    'belongs to postgres. Run: alter database "postgres" owner to tocsin_owner;',
  );
});

test('the database is for the roles of the programme alone', async () => {
  const made = `test_${database.name.slice(5)}_made`;
  await as('postgres', { database: made });
  const rights = await withConnection(database.urlFor('postgres'), 'test', async (client) => {
    const { rows } = await client.query<{ rights: string[]; locale: string }>(
      `select datlocale as locale, array(select r.rolname::text from pg_roles r
         where r.rolname ~ '^tocsin' and has_database_privilege(r.oid, d.oid, 'connect, temporary') order by 1) as rights,
         has_database_privilege('pg_monitor', d.oid, 'connect') as others
       from pg_database d where datname = $1`,
      [made],
    );
    await client.query(`drop database ${made}`);
    return rows;
  });
  expect(rights).toEqual([
    { locale: 'C.UTF-8', rights: ['tocsin_app', 'tocsin_backup', 'tocsin_ingest', 'tocsin_owner'], others: false },
  ]);
});
