import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { withConnection } from './connection.ts';
import { OperatorError } from './operator-error.ts';

/** One numbered SQL file. */
export interface Migration {
  readonly version: number;
  /** The file's name without number and ending. */
  readonly name: string;
  readonly file: string;
  readonly sql: string;
  /** SHA-256 of the text, in hex; line ends count as LF. */
  readonly checksum: string;
}

/** A row of schema_migration. */
export interface AppliedMigration {
  readonly version: number;
  readonly name: string;
  readonly checksum: string;
}

export interface MigrateOptions {
  /** Connection URL of tocsin_owner. */
  readonly url: string;
  /** Where the SQL files lie; server/migrations unless told. */
  readonly directory?: string;
  readonly onApply?: (migration: Migration) => void;
}

/** server/migrations of this checkout. */
export const migrationsDirectory = fileURLToPath(new URL('../../migrations', import.meta.url));

/** Any number that no other user of the database locks: 'tocsin' in ASCII. */
const LOCK = 0x746f_6373_696e;

/** The migrations of a directory in order. Throws when a name is not NNNNNN_name.sql or a number is missing or taken twice. */
export function readMigrations(directory = migrationsDirectory): Migration[] {
  const files = readdirSync(directory).filter((file) => file.endsWith('.sql'));
  return files.sort().map((file, index) => {
    const [, number, name] = /^(\d{6})_([a-z0-9_]+)\.sql$/.exec(file) ?? [];
    if (number === undefined || name === undefined) throw new Error(`not named NNNNNN_name.sql: ${file}`);
    const version = Number(number);
    if (version !== index + 1)
      throw new Error(`migration ${index + 1} expected, found ${file}: numbers run from 1 without gaps`);
    const sql = readFileSync(join(directory, file), 'utf8').replaceAll('\r\n', '\n');
    return { version, name, file, sql, checksum: createHash('sha256').update(sql).digest('hex') };
  });
}

/**
 * Which migrations are still to run. Throws an OperatorError when the database is newer than the code or when a file
 * was changed after it ran.
 */
export function pendingMigrations(migrations: readonly Migration[], applied: readonly AppliedMigration[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.version, migration]));
  for (const { version, name, checksum } of applied) {
    const migration = known.get(version);
    if (migration === undefined) {
      throw new OperatorError(
        `The database is newer than this Tocsin: it has migration ${version} (${name}), this version knows ${migrations.length}. ` +
          'Start the newer Tocsin, or restore a backup made before the upgrade.',
      );
    }
    if (migration.checksum !== checksum) {
      throw new OperatorError(
        `${migration.file} was changed after it ran on this database. Put the file back as it was, and make the change in a new migration.`,
      );
    }
  }
  const done = new Set(applied.map(({ version }) => version));
  return migrations.filter(({ version }) => !done.has(version));
}

/**
 * Brings the database up to date: one transaction per file, one process at a time. Returns what was applied, which is
 * nothing when it was current.
 */
export async function migrate({ url, directory, onApply }: MigrateOptions): Promise<Migration[]> {
  const migrations = readMigrations(directory);
  return withConnection(url, 'tocsin migrate', async (client) => {
    await requireOwner(client);
    // Held by the session, and freed with it even when we are killed.
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    const pending = pendingMigrations(migrations, await appliedMigrations(client));
    for (const migration of pending) {
      await client.query('begin');
      await applyMigration(client, migration);
      await client.query('commit');
      onApply?.(migration);
    }
    return pending;
  });
}

/**
 * Throws an OperatorError unless the connected role owns the database and row-level security binds it: what it makes
 * belongs to it, and functions that run with their owner's rights must not see everything.
 */
export async function requireOwner(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ me: string; owner: string; passes: boolean }>(
    `select current_user as me, datdba::regrole::text as owner, (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) as passes
     from pg_database where datname = current_database()`,
  );
  const found = rows[0];
  if (found !== undefined && found.me === found.owner && !found.passes) return;
  throw new OperatorError(
    `This needs the role tocsin_owner, owner of the database and no superuser; "${found?.me ?? '?'}" is connected and ` +
      `"${found?.owner ?? '?'}" owns it (docs/operations/database.md).`,
  );
}

/** Runs one file and records it, in the transaction that the caller has begun. */
export async function applyMigration(client: pg.ClientBase, migration: Migration): Promise<void> {
  const { version, name, checksum, file, sql } = migration;
  await client.query(
    `create table if not exists schema_migration (
       version int primary key, name text not null, checksum text not null, applied_at timestamptz not null default now());
     grant select on schema_migration to public`,
  );
  const before = await transactionId(client);
  try {
    await client.query(sql);
  } catch (cause) {
    throw new Error(`${file}: ${cause instanceof Error ? cause.message : String(cause)}${lineOf(sql, cause)}`, {
      cause,
    });
  }
  if ((await transactionId(client)) !== before)
    throw new Error(`${file} ends its transaction: leave begin and commit to the runner`);
  await client.query('insert into schema_migration (version, name, checksum) values ($1, $2, $3)', [
    version,
    name,
    checksum,
  ]);
}

/** What the database records as applied, in order; empty for a database that was never migrated. Any role may ask. */
export async function appliedMigrations(client: Pick<pg.ClientBase, 'query'>): Promise<AppliedMigration[]> {
  const { rows } = await client.query<{ known: boolean }>(
    `select to_regclass('schema_migration') is not null as known`,
  );
  if (rows[0]?.known !== true) return [];
  return (await client.query<AppliedMigration>('select version, name, checksum from schema_migration order by version'))
    .rows;
}

async function transactionId(client: pg.ClientBase): Promise<string> {
  const { rows } = await client.query<{ id: string }>('select pg_current_xact_id()::text as id');
  return rows[0]?.id ?? '';
}

/** PostgreSQL tells the position of a syntax error in characters; people count lines. */
function lineOf(sql: string, error: unknown): string {
  const position = error instanceof Error && 'position' in error ? Number(error.position) : NaN;
  return Number.isNaN(position) ? '' : ` (line ${sql.slice(0, position).split('\n').length})`;
}
