import { chmodSync, existsSync, realpathSync, rmSync, statfsSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { withConnection } from '../connection.ts';
import { ensureRoles, type LoginRole } from '../database-roles.ts';
import { databaseAccount } from './account.ts';
import { stageBinaries } from './binaries.ts';
import { checkFreeSpace, checkVersion, configureCluster, createCluster, makeDirectories } from './cluster.ts';
import { lockDirectory, lockHolder } from './directory-lock.ts';
import { stopLeftovers, type LauncherLog } from './leftovers.ts';
import { readPostmasterFile } from './postmaster-file.ts';
import { clusterSettings, configurationFile } from './settings.ts';
import { makeSocketDirectory } from './socket-directory.ts';
import { supervise } from './supervise.ts';

export interface EmbeddedOptions {
  /** Holds `pg/` (the cluster) and `run/` (lock, socket, programs, log); made when missing. */
  readonly dataDir: string;
  readonly log: LauncherLog;
  /** For XDG_RUNTIME_DIR; process.env unless told. */
  readonly env?: NodeJS.ProcessEnv;
  /** False for tests alone: quicker, and a crash of the operating system may corrupt the cluster. */
  readonly durable?: boolean;
  /** Called with the cluster's directory once nothing runs in it, before it is read or made. */
  readonly prepare?: (clusterDir: string) => void;
  /** Called when PostgreSQL ended and could not be started again; the server should then stop. */
  readonly onGone?: (error: Error) => void;
}

export type EmbeddedRole = LoginRole | 'postgres';

/** Where a running embedded cluster is reached. */
export interface EmbeddedAddress {
  /** Connection URL of the database `tocsin` (or another) for a role. */
  urlFor(role: EmbeddedRole, database?: string): string;
}

export interface EmbeddedPostgres extends EmbeddedAddress {
  /** Id of the postmaster process; another one after PostgreSQL crashed and was started again. */
  readonly pid: number;
  /** Ends all sessions, stops PostgreSQL with a checkpoint and frees the directory. */
  stop(): Promise<void>;
}

/**
 * Runs PostgreSQL in `dataDir` for as long as this process lives: makes the cluster, the roles and the database at the
 * first start, ends what a killed server left behind, and starts PostgreSQL again when it crashes.
 * Throws an OperatorError when the directory is in use, of another version, or its disk is full.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { log, env = process.env, durable = true } = options;
  const { dataDir, clusterDir, runDir } = directoriesIn(options.dataDir);
  const freeDisk = checkFreeSpace(dataDir);
  const unlock = lockDirectory(join(runDir, 'server.pid'), dataDir);
  let socketDir: string | undefined;
  try {
    forgetSocket(clusterDir, runDir);
    await stopLeftovers(clusterDir, log);
    options.prepare?.(clusterDir);
    const account = databaseAccount(clusterDir);
    const site = { account, binaries: stageBinaries(runDir, account) };
    if (existsSync(clusterDir)) {
      checkVersion(clusterDir, site.binaries.major);
    } else {
      log.info({ dataDir }, 'creating the database cluster');
      await createCluster(dataDir, clusterDir, site, durable);
    }
    const platform = process.platform;
    const settings = clusterSettings({ memory: memory(), freeDisk, sharedMemory: sharedMemory(), platform, durable });
    configureCluster(clusterDir, configurationFile(settings), account);
    socketDir = makeSocketDirectory(runDir, account, env);
    const postmaster = await supervise({ clusterDir, runDir, dataDir, socketDir, site, log }, options.onGone);
    const address = addressAt(socketDir);
    try {
      await withConnection(address.urlFor('postgres', 'postgres'), 'tocsin start', ensureRoles);
    } catch (error) {
      await postmaster.stop();
      throw error;
    }
    return {
      ...address,
      get pid() {
        return postmaster.pid;
      },
      async stop() {
        await postmaster.stop();
        removeDirectory(socketDir);
        unlock();
      },
    };
  } catch (error) {
    removeDirectory(socketDir);
    unlock();
    throw error;
  }
}

/** The embedded cluster that another process runs in `dataDir`; undefined when none does. For backup beside a server. */
export function runningEmbedded(dataDir: string): (EmbeddedAddress & { readonly serverPid: number }) | undefined {
  const holder = lockHolder(join(resolve(dataDir), 'run', 'server.pid'));
  const postmaster = readPostmasterFile(join(resolve(dataDir), 'pg'));
  if (holder === undefined || postmaster?.status !== 'ready') return undefined;
  return { ...addressAt(postmaster.socketDir), serverPid: holder.pid };
}

function addressAt(socketDir: string): EmbeddedAddress {
  return {
    urlFor: (role, database = 'tocsin') => `postgresql://${role}@${encodeURIComponent(socketDir)}/${database}`,
  };
}

/** Real paths throughout: the kernel names a process's directory by its real path. */
function directoriesIn(given: string) {
  makeDirectories(resolve(given));
  const dataDir = realpathSync(resolve(given));
  const { clusterDir, runDir } = makeDirectories(dataDir);
  // Whatever umask made it, PostgreSQL's account passes through run/.
  if (process.getuid?.() === 0) chmodSync(runDir, 0o711);
  return { dataDir, clusterDir, runDir };
}

/** A killed server left its socket directory behind; one outside of the data directory nobody else would remove. */
function forgetSocket(clusterDir: string, runDir: string): void {
  const left = readPostmasterFile(clusterDir)?.socketDir;
  if (left !== undefined && /\/tocsin-\w{6}$/.test(left) && !left.startsWith(runDir)) removeDirectory(left);
}

function removeDirectory(path: string | undefined): void {
  if (path !== undefined) rmSync(path, { recursive: true, force: true });
}

/** A container's limit, where there is one, and not the machine's memory. */
function memory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

function sharedMemory(): number {
  try {
    const { blocks, bsize } = statfsSync('/dev/shm');
    return blocks * bsize;
  } catch {
    return 0;
  }
}
