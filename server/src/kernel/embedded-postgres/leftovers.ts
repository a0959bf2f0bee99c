import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { OperatorError } from '../operator-error.ts';
import { postmasterFile, readPostmasterFile } from './postmaster-file.ts';
import { clusterProcesses, signal } from './processes.ts';

/** What the launcher writes to the log; a pino logger is one. */
export interface LauncherLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

const FAST_MS = 30_000;
const IMMEDIATE_MS = 10_000;

/**
 * Ends what a killed server left running in the data directory (a real path), then removes the stale postmaster.pid,
 * whose pid may by now belong to a stranger: PostgreSQL would refuse to start for it. First a fast shutdown, then an
 * immediate one, then SIGKILL; the write-ahead log makes all three safe.
 *
 * The caller holds the directory's lock: whatever runs here has lost its server.
 */
export async function stopLeftovers(clusterDir: string, log: LauncherLog): Promise<void> {
  const running = clusterProcesses(clusterDir);
  if (running.length > 0) {
    const postmaster = readPostmasterFile(clusterDir)?.pid;
    const led = postmaster !== undefined && running.includes(postmaster);
    log.warn(
      { pids: running, postmaster: led ? postmaster : null },
      'stopping the PostgreSQL of a server that was killed',
    );
    if (led) signal(postmaster, 'SIGINT');
    // Backends without a postmaster notice by themselves, unless a long query keeps them busy.
    else for (const pid of running) signal(pid, 'SIGQUIT');
    if (!(await allGone(clusterDir, led ? FAST_MS : IMMEDIATE_MS))) {
      for (const pid of clusterProcesses(clusterDir)) signal(pid, 'SIGQUIT');
      if (!(await allGone(clusterDir, IMMEDIATE_MS))) {
        for (const pid of clusterProcesses(clusterDir)) signal(pid, 'SIGKILL');
        if (!(await allGone(clusterDir, IMMEDIATE_MS))) {
          throw new OperatorError(
            `A PostgreSQL left in ${clusterDir} does not end (pid ${clusterProcesses(clusterDir).join(', ')}); stop it and try again.`,
          );
        }
      }
    }
  }
  rmSync(postmasterFile(clusterDir), { force: true });
}

async function allGone(clusterDir: string, withinMs: number): Promise<boolean> {
  for (const started = performance.now(); performance.now() - started < withinMs;) {
    if (clusterProcesses(clusterDir).length === 0) return true;
    await pause(10);
  }
  return false;
}
