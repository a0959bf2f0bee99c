import { execFile } from 'node:child_process';
import {
  accessSync,
  chownSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { OperatorError } from '../operator-error.ts';
import { canReach, otherAccount, type Account } from './account.ts';
import type { Binaries } from './binaries.ts';

const execute = promisify(execFile);

/** Least free space to start with: the first start takes 40 MB, and a full disk later stops the database hard. */
const LEAST_FREE_MB = 256;

/** Throws an OperatorError when the disk of `directory` is nearly full; returns its free bytes. */
export function checkFreeSpace(directory: string, leastMb = LEAST_FREE_MB): number {
  const { bavail, bsize } = statfsSync(directory);
  const free = bavail * bsize;
  if (free < leastMb * 1024 ** 2) {
    throw new OperatorError(
      `Only ${Math.floor(free / 1024 ** 2)} MB are free on the disk of ${directory}; the database needs at least ${leastMb} MB ` +
        'to start. Free some space, or choose another directory with --data.',
    );
  }
  return free;
}

/** Throws an OperatorError when the cluster was made by another major version than ours, naming both. */
export function checkVersion(clusterDir: string, ours: string): void {
  const theirs = readFileSync(join(clusterDir, 'PG_VERSION'), 'utf8').trim();
  if (theirs === ours) return;
  throw new OperatorError(
    `The database in ${clusterDir} was made by PostgreSQL ${theirs}; this Tocsin brings PostgreSQL ${ours}, which cannot open it. ` +
      'With the Tocsin that last ran it, make a backup (tocsin backup); then restore that into a new directory ' +
      '(tocsin restore FILE --data DIR). See docs/operations/database.md.',
  );
}

/** Where PostgreSQL finds its data and who runs it. */
export interface Site {
  readonly binaries: Binaries;
  readonly account: Account;
}

/**
 * How to run a program of PostgreSQL on a data directory. Where the account cannot reach the directory (it lies in
 * root's home), the program is put into it while still root and finds it as its own working directory: the data stay
 * where the operator wants them.
 */
export function runIn(clusterDir: string, { account }: Site) {
  const reachable = canReach(account, clusterDir);
  const other = otherAccount(account);
  if (!reachable && process.platform !== 'linux') {
    throw new OperatorError(
      `The database's user id ${account.uid} cannot reach ${clusterDir}. Choose another directory with --data.`,
    );
  }
  return {
    dataArgument: reachable ? clusterDir : '/proc/self/cwd',
    // A clean environment: PGDATA, PGPORT and the like of the caller must not reach the cluster.
    spawn: { cwd: clusterDir, env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }, ...other },
  };
}

/** Makes the cluster with its superuser `postgres`. A cut-short attempt leaves nothing that a next start would take for one. */
export async function createCluster(dataDir: string, clusterDir: string, site: Site, durable: boolean): Promise<void> {
  const prefix = 'pg.new-';
  for (const name of readdirSync(dataDir)) {
    if (name.startsWith(prefix)) rmSync(join(dataDir, name), { recursive: true, force: true });
  }
  const building = mkdtempSync(join(dataDir, prefix));
  const other = otherAccount(site.account);
  if (other !== undefined) chownSync(building, other.uid, other.gid);
  const { dataArgument, spawn } = runIn(building, site);
  const options = ['-D', dataArgument, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--no-instructions'];
  // The built-in locale sorts the same on every machine and never changes with an operating system's update.
  const locale = ['--locale-provider=builtin', '--locale=C.UTF-8'];
  try {
    await execute(join(site.binaries.bin, 'initdb'), [...options, ...locale, ...(durable ? [] : ['--no-sync'])], spawn);
  } catch (cause) {
    rmSync(building, { recursive: true, force: true });
    throw startFailure(cause instanceof Error ? cause.message : String(cause), dataDir, cause);
  }
  renameSync(building, clusterDir);
}

/** Writes the configuration anew: the socket's directory is private and asks for no password, nothing else connects. */
export function configureCluster(clusterDir: string, configuration: string, account: Account): void {
  const other = otherAccount(account);
  for (const [name, text] of [
    ['postgresql.conf', configuration],
    ['pg_hba.conf', '# Written by Tocsin at each start: only its private socket, no network.\nlocal all all trust\n'],
  ] as const) {
    const path = join(clusterDir, name);
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
    writeFileSync(path, text, { mode: 0o600 });
    if (other !== undefined) chownSync(path, other.uid, other.gid);
  }
}

/** Why PostgreSQL did not start, told from what it wrote. */
export function startFailure(output: string, dataDir: string, cause?: unknown): OperatorError {
  if (/No space left on device|ENOSPC/i.test(output)) {
    return new OperatorError(
      `The disk of ${dataDir} is full: PostgreSQL could not start. Free some space and start again.`,
      { cause },
    );
  }
  if (/\bEPERM\b/.test(output)) {
    return new OperatorError(
      'PostgreSQL cannot be started as another user than root (EPERM). Run Tocsin as an ordinary user.',
      { cause },
    );
  }
  const told = output.split('\n').filter((line) => /FATAL|PANIC|error:/i.test(line));
  return new OperatorError(`PostgreSQL did not start: ${told.at(-1)?.trim() ?? output.trim().slice(-400)}`, { cause });
}

/** The directories of an embedded database, made where missing: `pg` comes with the cluster itself. */
export function makeDirectories(dataDir: string): { clusterDir: string; runDir: string } {
  // Root's files inside have their own modes; PostgreSQL's account only passes through.
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700;
  const runDir = join(dataDir, 'run');
  try {
    mkdirSync(dataDir, { recursive: true, mode });
    mkdirSync(runDir, { recursive: true, mode });
    accessSync(dataDir, constants.W_OK | constants.X_OK);
    accessSync(runDir, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new OperatorError(
      `Tocsin cannot write in ${dataDir}: start it as the user that the directory belongs to, or choose another one with --data.`,
      { cause },
    );
  }
  return { clusterDir: join(dataDir, 'pg'), runDir };
}
