import { createHash, randomBytes } from 'node:crypto';
import type pg from 'pg';
import { inject } from 'vitest';
import { withConnection } from '../src/kernel/connection.ts';
import { createPool, openDb, type Db } from '../src/kernel/db.ts';
import { migrate, readMigrations } from '../src/kernel/migrations.ts';

/** A fresh, migrated database on real PostgreSQL, for one test file. */
export interface TestDatabase {
  /** As the server has it: role tocsin_app, under row-level security. */
  readonly db: Db;
  readonly appUrl: string;
  readonly ownerUrl: string;
  /** Role tocsin_owner: what migrations may do. */
  readonly ownerPool: pg.Pool;
  /** Connection URL for any role, `postgres` (superuser) included. */
  readonly urlFor: (role: string) => string;
  readonly name: string;
  /** Closes the pools and drops the database, whoever is still connected. */
  close(): Promise<void>;
}

export interface TestDatabaseOptions {
  /** Directory of migrations; server/migrations unless told. */
  readonly migrations?: string;
  /** True for a database with roles alone, not migrated. */
  readonly empty?: boolean;
}

/** A database that nobody is connected to yet. */
export interface BareDatabase {
  readonly name: string;
  /** Connection URL for any role. */
  readonly urlFor: (role: string) => string;
  /** Drops it, whoever is connected. */
  readonly drop: () => Promise<void>;
}

/** As {@link testDatabase}, without connections: for tests of programs that want a database to themselves. */
export async function bareDatabase({ migrations, empty = false }: TestDatabaseOptions = {}): Promise<BareDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await asAdmin(async (admin) => {
    const template = empty ? 'template0' : await migratedTemplate(admin, migrations);
    // With fsync off a copy of the files is quicker than the same through the write-ahead log.
    await admin.query(`create database ${name} template ${template} owner tocsin_owner strategy file_copy`);
  });
  return {
    name,
    urlFor: (role) => clusterUrl(role, name),
    drop: () =>
      asAdmin(async (admin) => {
        await admin.query(`drop database ${name} with (force)`);
      }),
  };
}

/** Clones a database from the template for the current migrations, which the first caller makes. Call close() in afterAll. */
export async function testDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const { name, urlFor, drop } = await bareDatabase(options);
  const quiet = () => undefined;
  const db = await openDb({ url: urlFor('tocsin_app'), log: { debug: quiet, warn: quiet }, connections: 10 });
  const ownerPool = createPool({ url: urlFor('tocsin_owner'), connections: 4 });
  return {
    db,
    ownerPool,
    name,
    urlFor,
    appUrl: urlFor('tocsin_app'),
    ownerUrl: urlFor('tocsin_owner'),
    async close() {
      await Promise.all([db.close(), ownerPool.end()]);
      await drop();
    },
  };
}

/** Name of the template, made when missing: named by what the migrations say, so that a changed one makes another. */
async function migratedTemplate(admin: pg.Client, directory: string | undefined): Promise<string> {
  const hash = createHash('sha256');
  for (const { file, checksum } of readMigrations(directory)) hash.update(`${file} ${checksum}\n`);
  const name = `template_${hash.digest('hex').slice(0, 16)}`;
  // Test files start at once in several processes: one makes it, the others wait here.
  await admin.query(`select pg_advisory_lock(hashtext('template'))`);
  const { rowCount } = await admin.query('select from pg_database where datname = $1', [name]);
  if (rowCount === 0) {
    const draft = `test_${name}`;
    await admin.query(`drop database if exists ${draft} with (force)`);
    await admin.query(`create database ${draft} template template0 owner tocsin_owner`);
    await migrate({ url: clusterUrl('tocsin_owner', draft), ...(directory !== undefined && { directory }) });
    await admin.query(`alter database ${draft} rename to ${name}`);
  }
  await admin.query(`select pg_advisory_unlock(hashtext('template'))`);
  return name;
}

function clusterUrl(role: string, database: string): string {
  const url = new URL(inject('testClusterUrl'));
  url.username = role;
  url.pathname = `/${database}`;
  return url.href;
}

function asAdmin<T>(work: (admin: pg.Client) => Promise<T>): Promise<T> {
  return withConnection(clusterUrl('postgres', 'postgres'), 'tocsin test', work);
}
