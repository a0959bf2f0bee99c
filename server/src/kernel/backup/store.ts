import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import copy from 'pg-copy-streams';
import { withConnection } from '../connection.ts';
import { appliedMigrations } from '../migrations.ts';
import { OperatorError } from '../operator-error.ts';
import { createArchive, openArchive } from './archive.ts';
import { programmeOf, sequenceStates, tablesToKeep } from './catalogue.ts';
import { filesToKeep } from './files.ts';
import { FORMAT, type Manifest, type TableData } from './manifest.ts';
import { copyStatement, tableName } from './statements.ts';

/** How far a backup or restore is. Bytes are those of the data before compression. */
export interface Progress {
  readonly step: 'writing' | 'verifying' | 'restoring';
  readonly table: string;
  readonly tablesDone: number;
  readonly tables: number;
  readonly bytes: number;
}

export interface BackupOptions {
  /** Connection URL of tocsin_owner (it takes on tocsin_backup), of a superuser, or of any role with BYPASSRLS and pg_read_all_data. */
  readonly url: string;
  /** The file to write; it must not exist. */
  readonly file: string;
  readonly now: Date;
  /** The data directory, whose IP data snapshots go with the rows that name them; none unless told. */
  readonly dataDir?: string;
  readonly onProgress?: (progress: Progress) => void;
}

export interface BackupSummary {
  readonly file: string;
  /** Size of the file. */
  readonly bytes: number;
  readonly tables: number;
  readonly rows: number;
  readonly files: number;
  readonly schemaVersion: number;
  readonly programme?: { readonly kind: string; readonly name: string };
}

/**
 * Writes every table's rows, as one moment saw them, to a file; the server may run meanwhile. The job queue (schema
 * pgboss) is left out, since its jobs are made again from the tables, and so are unlogged tables. Of what lies beside the
 * database in the data directory, the IP data snapshots are part of it.
 * Throws an OperatorError when the role cannot read past row-level security: half a backup is none.
 */
export function backup({ url, file, now, dataDir, onProgress }: BackupOptions): Promise<BackupSummary> {
  return withConnection(url, 'tocsin backup', async (client) => {
    await readPastRowSecurity(client);
    const tables = await openSnapshot(client);
    const files = dataDir === undefined ? [] : await filesToKeep(dataDir);
    const manifest = { ...(await describe(client, tables, now)), files };
    const archive = await createArchive(file, manifest);
    try {
      let rows = 0;
      let bytes = 0;
      for (const [tablesDone, table] of tables.entries()) {
        onProgress?.({ step: 'writing', table: table.name, tablesDone, tables: tables.length, bytes });
        const source = client.query(copy.to(copyStatement(table, 'to stdout')));
        bytes += await archive.table(source, () => source.rowCount);
        rows += source.rowCount;
      }
      for (const { path } of files) await archive.file(createReadStream(join(dataDir ?? '', path)));
      const size = await archive.finish(await sequenceStates(client));
      const schemaVersion = manifest.migrations.at(-1)?.version ?? 0;
      const { programme } = manifest;
      return {
        file,
        bytes: size,
        tables: tables.length,
        rows,
        files: files.length,
        schemaVersion,
        ...(programme && { programme }),
      };
    } catch (error) {
      await archive.abort();
      throw diskFull(error, file);
    }
  });
}

/** Reads a backup from end to end and compares every checksum. Throws an OperatorError when it is damaged. */
export async function verifyBackup(file: string, onProgress?: (progress: Progress) => void): Promise<Manifest> {
  const archive = await openArchive(file);
  try {
    const { tables } = archive.manifest;
    let bytes = 0;
    for (const [tablesDone, table] of tables.entries()) {
      onProgress?.({ step: 'verifying', table: table.name, tablesDone, tables: tables.length, bytes });
      for await (const chunk of archive.table()) bytes += chunk.length;
    }
    for (const _file of archive.manifest.files ?? []) for await (const chunk of archive.file()) bytes += chunk.length;
    await archive.finish();
    return archive.manifest;
  } finally {
    archive.close();
  }
}

/** COPY of a table under row-level security would leave out rows in silence: be a role that passes it. */
async function readPastRowSecurity(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ me: string; passes: boolean; may: boolean | null }>(
    `select current_user as me, rolsuper or rolbypassrls as passes,
            (select pg_has_role(oid, 'set') from pg_roles where rolname = 'tocsin_backup') as may
     from pg_roles where rolname = current_user`,
  );
  const role = rows[0];
  if (role?.passes === true) return;
  if (role?.may !== true) {
    throw new OperatorError(
      `The role "${role?.me ?? '?'}" cannot read past row-level security, so that its backup would lack rows. ` +
        'Connect as tocsin_owner after "grant tocsin_backup to tocsin_owner with inherit false, set true" (docs/operations/database.md).',
    );
  }
  await client.query('set role tocsin_backup');
}

const ATTEMPTS = 5;

/** Opens a transaction that sees one moment, with all its tables locked against being dropped. */
async function openSnapshot(client: pg.Client): Promise<TableData[]> {
  for (let attempt = 1; ; attempt++) {
    // row_security off turns a row that a policy hides into an error.
    await client.query(
      `begin isolation level repeatable read, read only; set local row_security = off;
       set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0`,
    );
    const tables = await tablesToKeep(client);
    try {
      if (tables.length > 0) await client.query(`lock table ${tables.map(tableName).join(', ')} in access share mode`);
      return tables;
    } catch (error) {
      // 42P01: retention dropped a partition between the two statements.
      const dropped = error instanceof pg.DatabaseError && error.code === '42P01';
      if (!dropped || attempt === ATTEMPTS) throw error;
      await client.query('rollback');
    }
  }
}

async function describe(client: pg.Client, tables: TableData[], now: Date): Promise<Manifest> {
  const { rows } = await client.query<{ version: string }>(`select current_setting('server_version') as version`);
  const programme = await programmeOf(client);
  return {
    format: FORMAT,
    madeAt: now.toISOString(),
    ...(programme && { programme }),
    postgres: rows[0]?.version ?? '',
    migrations: await appliedMigrations(client),
    tables,
  };
}

function diskFull(error: unknown, file: string): unknown {
  const full = error instanceof Error && 'code' in error && error.code === 'ENOSPC';
  return full ? new OperatorError(`The disk of ${file} is full: the backup was not written.`, { cause: error }) : error;
}
