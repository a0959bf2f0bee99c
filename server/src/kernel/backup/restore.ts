import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import copy from 'pg-copy-streams';
import { withConnection } from '../connection.ts';
import {
  applyMigration,
  migrate,
  pendingMigrations,
  readMigrations,
  requireOwner,
  type Migration,
} from '../migrations.ts';
import { OperatorError } from '../operator-error.ts';
import { openArchive, type ArchiveReader } from './archive.ts';
import { countRelations, exists, obstacles, programmeOf, tablesToKeep } from './catalogue.ts';
import { filesToRestore, type FilesToRestore } from './files.ts';
import { refuseOtherKind, type Manifest, type TableData, type Trailer } from './manifest.ts';
import { copyStatement, tableName, withoutObstacles } from './statements.ts';
import { verifyBackup, type Progress } from './store.ts';

export interface RestoreOptions {
  readonly file: string;
  /** Connection URL of tocsin_owner on a database that nobody else uses. */
  readonly url: string;
  /** Replaces what the database holds. Without it, only an empty database is taken. */
  readonly force?: boolean;
  /** Where the SQL files lie; server/migrations unless told. */
  readonly migrations?: string;
  /** The data directory, which gets the IP data snapshots back; none unless told. */
  readonly dataDir?: string;
  readonly onProgress?: (progress: Progress) => void;
}

export interface RestoreSummary {
  readonly madeAt: string;
  readonly programme?: { readonly kind: string; readonly name: string };
  readonly tables: number;
  readonly rows: number;
  readonly files: number;
  /** Names of migrations newer than the backup, applied after it. */
  readonly migrated: readonly string[];
}

/**
 * Brings a database back to what a backup holds, in one transaction: all of it, or nothing changes. First the file is
 * read once to verify its checksums; then the schema is made by the migrations that the backup knew, filled, and brought
 * up to date. The change log starts a new epoch, so that no reader's cursor of before passes for one of now.
 * Throws an OperatorError for a damaged file, a database in use or not empty, and a programme of the other kind.
 */
export async function restore(options: RestoreOptions): Promise<RestoreSummary> {
  const { file, url, force = false, onProgress } = options;
  const manifest = await verifyBackup(file, onProgress);
  const migrations = readMigrations(options.migrations);
  const newer = pendingMigrations(migrations, manifest.migrations);
  const known = migrations.filter((migration) => !newer.includes(migration));
  const archive = await openArchive(file);
  const files = filesToRestore(options.dataDir);
  const trailer = await withConnection(url, 'tocsin restore', async (client) => {
    await requireOwner(client);
    await client.query('begin; set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0');
    await refuseInUse(client);
    await clear(client, manifest, force);
    for (const migration of known) await applyMigration(client, migration);
    const restored = await fill(client, archive, files, onProgress);
    await client.query('commit');
    await files.settle();
    await client.query('analyze');
    return restored;
  }).finally(async () => {
    archive.close();
    await files.abandon();
  });
  const applied: Migration[] = await migrate({
    url,
    ...(options.migrations !== undefined && { directory: options.migrations }),
  });
  return {
    madeAt: manifest.madeAt,
    ...(manifest.programme && { programme: manifest.programme }),
    tables: manifest.tables.length,
    rows: trailer.tables.reduce((sum, table) => sum + table.rows, 0),
    files: options.dataDir === undefined ? 0 : (manifest.files?.length ?? 0),
    migrated: applied.map(({ name }) => name),
  };
}

async function refuseInUse(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ sessions: number }>(
    `select count(*)::int as sessions from pg_stat_activity
     where datname = current_database() and usename is not null and pid <> pg_backend_pid()`,
  );
  const sessions = rows[0]?.sessions ?? 0;
  if (sessions > 0)
    throw new OperatorError(`The database is in use (${sessions} other connections): stop every Tocsin server first.`);
}

/** Leaves an empty schema, or throws an OperatorError when there is something that may not be replaced. */
async function clear(client: pg.Client, manifest: Manifest, force: boolean): Promise<void> {
  if ((await countRelations(client)) === 0) return;
  // The programme has no row-level security; a database of somebody else's has no such table.
  refuseOtherKind(manifest, await programmeOf(client));
  if (!force)
    throw new OperatorError(
      'The database is not empty. Restore into a new one, or add --force to replace what it holds.',
    );
  const { rows } = await client.query<{ name: string }>(
    `select nspname as name from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'`,
  );
  for (const { name } of rows) await client.query(`drop schema ${pg.escapeIdentifier(name)} cascade`);
  await client.query('create schema public authorization pg_database_owner; grant usage on schema public to public');
}

/** Puts the rows of the archive into the tables of a schema that the migrations just made. */
async function fill(
  client: pg.Client,
  archive: ArchiveReader,
  files: FilesToRestore,
  onProgress: RestoreOptions['onProgress'],
): Promise<Trailer> {
  const { tables } = archive.manifest;
  await makePartitions(client, tables);
  const { away, back } = withoutObstacles(await obstacles(client));
  for (const statement of away) await client.query(statement);
  // Migrations fill some tables too; the backup holds those rows as they were last.
  const present = await tablesToKeep(client);
  if (present.length > 0) await client.query(`truncate ${present.map(tableName).join(', ')}`);
  const counted: number[] = [];
  let bytes = 0;
  for (const [tablesDone, table] of tables.entries()) {
    onProgress?.({ step: 'restoring', table: table.name, tablesDone, tables: tables.length, bytes });
    const target = client.query(copy.from(copyStatement(table, 'from stdin')));
    await pipeline(async function* () {
      for await (const chunk of archive.table()) {
        bytes += chunk.length;
        yield chunk;
      }
    }, target);
    counted.push(target.rowCount);
  }
  for (const file of archive.manifest.files ?? []) await files.write(file, archive.file());
  const trailer = await archive.finish();
  const short = trailer.tables.findIndex(({ rows }, index) => rows !== counted[index]);
  if (short !== -1)
    throw new Error(`${tables[short]?.name}: ${counted[short]} of ${trailer.tables[short]?.rows} rows arrived`);
  for (const { schema, name, value, called } of trailer.sequences) {
    await client.query('select setval($1::regclass, $2, $3)', [tableName({ schema, name }), value, called]);
  }
  if (await exists(client, `to_regclass('change_head')`))
    await client.query('update change_head set epoch = epoch + 1');
  for (const statement of back) await client.query(statement);
  return trailer;
}

/** Makes the partitions that the backup has and a fresh schema has not: through the programme's own function where there is one. */
async function makePartitions(client: pg.Client, tables: readonly TableData[]): Promise<void> {
  const byDay = await exists(client, `to_regprocedure('ensure_event_partition(date)')`);
  for (const table of tables) {
    if (table.partition === undefined || (await present(client, table))) continue;
    const { schema, parent, bounds } = table.partition;
    const day = /^FOR VALUES FROM \('(\d{4}-\d{2}-\d{2})'\)/.exec(bounds)?.[1];
    if (byDay && parent === 'event' && day !== undefined)
      await client.query('select ensure_event_partition($1)', [day]);
    if (await present(client, table)) continue;
    await client.query(
      `create table ${tableName(table)} partition of ${tableName({ schema, name: parent })} ${bounds}`,
    );
  }
}

function present(client: pg.Client, table: TableData): Promise<boolean> {
  return exists(client, `to_regclass(${pg.escapeLiteral(tableName(table))})`);
}
