import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPool } from '../src/kernel/db.ts';
import { startEmbedded } from '../src/kernel/embedded-postgres/start.ts';
import { migrate } from '../src/kernel/migrations.ts';
import { dumpSchema, firstDifference, schemaFile } from './schema-dump.ts';

// Makes a database with server/migrations and writes what came of it to server/schema.sql; with --check it only compares.
const dataDir = mkdtempSync(join(tmpdir(), 'tocsin-schema-'));
const quiet = () => undefined;
const cluster = await startEmbedded({
  dataDir,
  durable: false,
  log: { info: quiet, warn: quiet, error: quiet },
});
try {
  const url = cluster.urlFor('tocsin_owner');
  await migrate({ url });
  const pool = createPool({ url });
  const current = await dumpSchema(pool);
  await pool.end();
  if (process.argv.includes('--check')) {
    const difference = firstDifference(readFileSync(schemaFile, 'utf8'), current);
    if (difference !== undefined) {
      process.stderr.write(`${difference}\n`);
      process.exitCode = 1;
    }
  } else {
    writeFileSync(schemaFile, current);
  }
} finally {
  await cluster.stop();
  rmSync(dataDir, { recursive: true });
}
