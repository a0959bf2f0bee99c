import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, fchownSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { otherAccount } from './account.ts';
import { runIn, startFailure, type Site } from './cluster.ts';
import type { LauncherLog } from './leftovers.ts';
import { readPostmasterFile } from './postmaster-file.ts';

/** Recovery after a crash replays the write-ahead log; say so now and then. */
const REPORT_EVERY_MS = 5_000;
const STOP_PATIENCE_MS = 60_000;
const LOG_LIMIT = 10 * 1024 ** 2;

export interface PostmasterOptions {
  readonly clusterDir: string;
  readonly runDir: string;
  readonly dataDir: string;
  readonly socketDir: string;
  readonly site: Site;
  readonly log: LauncherLog;
}

/** Starts PostgreSQL as our child and returns when it takes connections. Throws an OperatorError when it ends before. */
export async function startPostmaster(options: PostmasterOptions): Promise<ChildProcess> {
  const { clusterDir, runDir, dataDir, socketDir, site, log } = options;
  const logFile = rotateLog(runDir);
  const before = existsSync(logFile) ? statSync(logFile).size : 0;
  const output = openSync(logFile, 'a', 0o600);
  // A later start may be by that account itself.
  const other = otherAccount(site.account);
  if (other !== undefined) fchownSync(output, other.uid, other.gid);
  const { dataArgument, spawn: where } = runIn(clusterDir, site);
  const child = spawn(join(site.binaries.bin, 'postgres'), ['-D', dataArgument, '-k', socketDir], {
    ...where,
    // A session of its own: Ctrl-C in the terminal reaches us alone, and we stop the database last.
    detached: true,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  let ended: Error | number | string | undefined;
  child.once('error', (error) => (ended = error));
  child.once('exit', (code, signalName) => (ended = code ?? signalName ?? 0));
  let reported = performance.now();
  while (readPostmasterFile(clusterDir)?.pid !== child.pid || readPostmasterFile(clusterDir)?.status !== 'ready') {
    await pause(5);
    if (ended !== undefined) {
      const told = ended instanceof Error ? ended.message : readFileSync(logFile).subarray(before).toString('utf8');
      throw startFailure(told === '' ? `it ended with ${String(ended)}` : told, dataDir, ended);
    }
    if (performance.now() - reported > REPORT_EVERY_MS) {
      reported = performance.now();
      log.info({ logFile }, 'PostgreSQL is still recovering from an earlier crash');
    }
  }
  return child;
}

/** Fast shutdown: ends sessions, writes a checkpoint. One that takes over a minute becomes an immediate one, safe too. */
export async function stopPostmaster(child: ChildProcess, log: LauncherLog): Promise<void> {
  if (hasEnded(child)) return;
  const exit = once(child, 'exit');
  child.kill('SIGINT');
  const patience = setTimeout(() => {
    log.warn({ pid: child.pid }, 'PostgreSQL takes long to stop: ending it at once');
    child.kill('SIGQUIT');
  }, STOP_PATIENCE_MS);
  await exit;
  clearTimeout(patience);
}

export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** The path of PostgreSQL's own log; a long one becomes postgres.log.1 first. */
function rotateLog(runDir: string): string {
  const path = join(runDir, 'postgres.log');
  if (existsSync(path) && statSync(path).size > LOG_LIMIT) renameSync(path, `${path}.1`);
  return path;
}
