import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OperatorError } from '../operator-error.ts';
import { clusterProcesses } from './processes.ts';
import { runningEmbedded, startEmbedded, type EmbeddedOptions } from './start.ts';

// One data directory for the whole file, as a server's life goes on: each test finds what the one before left.
let root: string;
let dataDir: string;
const told: string[] = [];
const note = (_fields: object, message: string) => void told.push(message);
const log = { info: note, warn: note, error: note };

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'tocsin-embedded-'));
  chmodSync(root, 0o755);
  dataDir = join(root, 'data');
});
afterAll(() => rmSync(root, { recursive: true }));

const start = (options: Partial<EmbeddedOptions> = {}) => startEmbedded({ dataDir, log, durable: false, ...options });
const clusterDir = () => join(dataDir, 'pg');

async function ask<R extends object>(url: string, sql: string): Promise<R[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<R>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Another server process that runs the database; its standard output says where. */
async function startElsewhere(): Promise<{ server: ChildProcess; url: string }> {
  const code = `
    import { startEmbedded } from ${JSON.stringify(join(import.meta.dirname, 'start.ts'))};
    const quiet = () => undefined;
    const cluster = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, log: { info: quiet, warn: quiet, error: quiet } });
    console.log(cluster.urlFor('tocsin_owner'));`;
  const server = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(server.stdout, 'data')) as [Buffer];
  return { server, url: line.toString().trim() };
}

test('the first start makes roles and database, the next one finds them', async () => {
  const first = await start();
  await ask(first.urlFor('tocsin_owner'), 'create table kept (n int)');
  const roles = await ask(
    first.urlFor('tocsin_app'),
    `select rolname, rolcanlogin, rolsuper, rolbypassrls from pg_roles where rolname like 'tocsin%' order by 1`,
  );
  expect(roles).toEqual([
    { rolname: 'tocsin_app', rolcanlogin: true, rolsuper: false, rolbypassrls: false },
    { rolname: 'tocsin_backup', rolcanlogin: false, rolsuper: false, rolbypassrls: true },
    { rolname: 'tocsin_ingest', rolcanlogin: false, rolsuper: false, rolbypassrls: false },
    { rolname: 'tocsin_owner', rolcanlogin: true, rolsuper: false, rolbypassrls: false },
  ]);
  await first.stop();
  expect(clusterProcesses(clusterDir())).toEqual([]);
  expect(existsSync(join(dataDir, 'run', 'server.pid'))).toBe(false);

  const second = await start();
  expect(await ask(second.urlFor('tocsin_owner'), 'select count(*)::int as n from kept')).toEqual([{ n: 0 }]);
  await second.stop();
});

test('the cluster is durable and private', async () => {
  const cluster = await startEmbedded({ dataDir, log });
  const settings = await ask<{ name: string; setting: string }>(
    cluster.urlFor('tocsin_app'),
    `select name, setting from pg_settings
     where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'listen_addresses', 'server_encoding', 'ssl', 'data_checksums')`,
  );
  expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    listen_addresses: '',
    server_encoding: 'UTF8',
    ssl: 'off',
    data_checksums: 'on',
  });
  const locale = `select datlocprovider as provider, datlocale as locale from pg_database where datname = 'tocsin'`;
  expect(await ask(cluster.urlFor('tocsin_app'), locale)).toEqual([{ provider: 'b', locale: 'C.UTF-8' }]);
  const socketDir = decodeURIComponent(new URL(cluster.urlFor('tocsin_app')).hostname);
  expect(statSync(socketDir).mode & 0o777).toBe(0o700);
  expect(statSync(clusterDir()).mode & 0o777).toBe(0o700);
  await cluster.stop();
  expect(existsSync(socketDir) && existsSync(join(socketDir, '.s.PGSQL.5432'))).toBe(false);
});

test('libraries are complete without the install script of the package', () => {
  const [staged = ''] = readdirSync(join(dataDir, 'run')).filter((name) => name.startsWith('postgres-'));
  const links = readdirSync(join(dataDir, 'run', staged, 'lib'), { withFileTypes: true }).filter((entry) =>
    entry.isSymbolicLink(),
  );
  expect(links.length).toBeGreaterThan(0);
});

test('a second server on the directory is refused and told the pid of the first', async () => {
  const { server } = await startElsewhere();
  expect(runningEmbedded(dataDir)?.serverPid).toBe(server.pid);
  const refused = start();
  await expect(refused).rejects.toThrow(OperatorError);
  await expect(refused).rejects.toThrow(`in use by another Tocsin server (pid ${server.pid})`);
  const exit = once(server, 'exit');
  server.kill('SIGKILL');
  await exit;
});

test('the orphan of a killed server is stopped, and nothing committed is lost', async () => {
  // The test before killed its server: PostgreSQL runs on without it.
  const orphans = clusterProcesses(clusterDir());
  expect(orphans.length).toBeGreaterThan(0);
  expect(runningEmbedded(dataDir)).toBeUndefined();
  const cluster = await start();
  expect(orphans).not.toContain(cluster.pid);
  expect(clusterProcesses(clusterDir())).toContain(cluster.pid);
  expect(told).toContain('stopping the PostgreSQL of a server that was killed');
  await cluster.stop();
});

test('kill -9 of server and PostgreSQL at once: the next start recovers', async () => {
  const { server, url } = await startElsewhere();
  await ask(url, 'insert into kept select generate_series(1, 1000)');
  const exit = once(server, 'exit');
  for (const pid of clusterProcesses(clusterDir())) process.kill(pid, 'SIGKILL');
  server.kill('SIGKILL');
  await exit;
  expect(existsSync(join(clusterDir(), 'postmaster.pid'))).toBe(true);
  const cluster = await start();
  expect(await ask(cluster.urlFor('tocsin_owner'), 'select count(*)::int as n from kept')).toEqual([{ n: 1000 }]);
  await cluster.stop();
});

test('PostgreSQL that is killed alone is started again', async () => {
  const cluster = await start();
  const { pid } = cluster;
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => cluster.pid, { timeout: 20_000 }).not.toBe(pid);
  expect(await ask(cluster.urlFor('tocsin_owner'), 'select count(*)::int as n from kept')).toEqual([{ n: 1000 }]);
  await cluster.stop();
  expect(clusterProcesses(clusterDir())).toEqual([]);
});

test('a stale postmaster.pid that names a stranger does not keep it from starting', async () => {
  const text = [process.pid, clusterDir(), 0, 5432, '/nowhere', '', '', 'ready', ''].join('\n');
  writeFileSync(join(clusterDir(), 'postmaster.pid'), text);
  expect(runningEmbedded(dataDir)).toBeUndefined();
  const cluster = await start();
  expect(cluster.pid).not.toBe(process.pid);
  await cluster.stop();
});

test('a path too long for a socket, under a directory that others cannot enter', async () => {
  const home = join(root, 'home');
  mkdirSync(home, { mode: 0o700 });
  const cluster = await start({ dataDir: join(home, 'x'.repeat(100)) });
  const socketDir = decodeURIComponent(new URL(cluster.urlFor('tocsin_app')).hostname);
  expect(socketDir.length).toBeLessThan(90);
  expect(await ask(cluster.urlFor('tocsin_app'), 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(clusterProcesses(join(home, 'x'.repeat(100), 'pg'))).toContain(cluster.pid);
  await cluster.stop();
  expect(existsSync(socketDir)).toBe(false);
});

test('a directory of another major version is refused with both versions', async () => {
  const version = join(clusterDir(), 'PG_VERSION');
  const ours = readFileSync(version, 'utf8').trim();
  writeFileSync(version, '17\n');
  await expect(start()).rejects.toThrow(
    new RegExp(`made by PostgreSQL 17; this Tocsin brings PostgreSQL ${ours}.*tocsin restore`),
  );
  writeFileSync(version, `${ours}\n`);
  const cluster = await start();
  await cluster.stop();
});

test('PostgreSQL that cannot start says why, and leaves the directory free', async () => {
  const auto = join(clusterDir(), 'postgresql.auto.conf');
  const before = readFileSync(auto);
  writeFileSync(auto, `shared_buffers = 'nonsense'\n`);
  await expect(start()).rejects.toThrow(/PostgreSQL did not start: .*configuration file/);
  writeFileSync(auto, before);
  const cluster = await start();
  await cluster.stop();
});

test('roles that would pass row-level security are refused with the remedy', async () => {
  const cluster = await start();
  await ask(cluster.urlFor('postgres'), 'alter role tocsin_app bypassrls');
  await cluster.stop();
  const remedy = 'alter role tocsin_app nosuperuser nobypassrls;';
  await expect(start()).rejects.toThrow(remedy);
  // The refusal stopped PostgreSQL again and freed the directory.
  expect(clusterProcesses(clusterDir())).toEqual([]);
  const later = start({ prepare: () => expect(clusterProcesses(clusterDir())).toEqual([]) });
  await expect(later).rejects.toThrow(remedy);
});
