import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbedded, type EmbeddedPostgres } from '../src/kernel/embedded-postgres/start.ts';
import { OperatorError } from '../src/kernel/operator-error.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Connection URL of the superuser on the cluster of this run, with the database `postgres`. */
    testClusterUrl: string;
  }
}

/** So many runs of the tests at once keep a cluster each. */
const SLOTS = 16;

/**
 * One PostgreSQL for the whole run, in a directory that the next run finds again: making a cluster takes a second,
 * starting one a tenth. fsync is off, so that a run that was not stopped in order starts over with a new cluster.
 */
export default async function globalSetup(project: TestProject): Promise<() => Promise<void>> {
  const { cluster, dataDir } = await startInFreeSlot();
  const url = cluster.urlFor('postgres', 'postgres');
  await dropLeftDatabases(url);
  project.provide('testClusterUrl', url);
  return async () => {
    await cluster.stop();
    writeFileSync(cleanMark(dataDir), '');
  };
}

async function startInFreeSlot(): Promise<{ cluster: EmbeddedPostgres; dataDir: string }> {
  const quiet = () => undefined;
  const log = {
    info: quiet,
    warn: quiet,
    error: (fields: object, message: string) => void process.stderr.write(`${message} ${JSON.stringify(fields)}\n`),
  };
  let refused: unknown;
  for (let slot = 0; slot < SLOTS; slot++) {
    const dataDir = join(tmpdir(), `tocsin-test-${process.getuid?.() ?? 0}`, String(slot));
    mkdirSync(dataDir, { recursive: true, mode: 0o711 });
    try {
      const cluster = await startEmbedded({
        dataDir,
        log,
        durable: false,
        prepare: (clusterDir) => startOver(dataDir, clusterDir),
      });
      return { cluster, dataDir };
    } catch (error) {
      if (!(error instanceof OperatorError && error.message.includes('in use by'))) throw error;
      refused = error;
    }
  }
  throw refused;
}

/** Runs under the slot's lock, before anything is started. */
function startOver(dataDir: string, clusterDir: string): void {
  const mark = cleanMark(dataDir);
  if (existsSync(clusterDir) && !existsSync(mark)) rmSync(clusterDir, { recursive: true });
  rmSync(mark, { force: true });
}

function cleanMark(dataDir: string): string {
  return join(dataDir, 'stopped-in-order');
}

/** Databases that an interrupted test file left; templates stay, but few of them. */
async function dropLeftDatabases(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    `select datname as name from pg_database where datname like 'test\\_%'
     union all (select datname from pg_database where datname like 'template\\_%' order by oid desc offset 3)`,
  );
  for (const { name } of rows) await client.query(`drop database ${pg.escapeIdentifier(name)} with (force)`);
  await client.end();
}
