import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { OperatorError } from '../operator-error.ts';
import { processBirth } from './processes.ts';

/** The server that holds a data directory. */
export interface Holder {
  readonly pid: number;
  readonly birth: string;
}

/**
 * Takes the lock file at `path` for this process and returns the function that gives it back. A lock whose process is
 * gone is taken over. Throws an OperatorError naming the pid when a living server holds it.
 */
export function lockDirectory(path: string, dataDir: string): () => void {
  const mine: Holder = { pid: process.pid, birth: processBirth(process.pid) ?? '' };
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(mine), { mode: 0o644 });
  try {
    while (!claim(draft, path)) {
      const holder = lockHolder(path);
      if (holder !== undefined) throw refusal(holder.pid, dataDir);
      discardStale(path);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return () => {
    if (lockHolder(path)?.pid === process.pid) rmSync(path, { force: true });
  };
}

/** The living process that holds the lock, if any. */
export function lockHolder(path: string): Holder | undefined {
  const holder = readHolder(path);
  return holder !== undefined && processBirth(holder.pid) === holder.birth ? holder : undefined;
}

/** link(2) is atomic and fails when the name exists: no reader sees a lock file without its content. */
function claim(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Moves a stale lock aside before deleting it: of two servers that heal at once, the second would otherwise delete the
 * first one's fresh lock. What turns out to be alive is put back.
 */
function discardStale(path: string): void {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return; // another server was quicker
  }
  if (lockHolder(aside) !== undefined) claim(aside, path);
  rmSync(aside, { force: true });
}

function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

function refusal(pid: number, dataDir: string): OperatorError {
  return new OperatorError(
    pid === process.pid
      ? `This process already runs a database in ${dataDir}.`
      : `${dataDir} is in use by another Tocsin server (pid ${pid}). ` +
          'Stop that one first, or give this one a directory of its own with --data.',
  );
}
