import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a running postmaster says of itself in postmaster.pid of its data directory. */
export interface Postmaster {
  readonly pid: number;
  readonly socketDir: string;
  /** 'starting', 'ready', 'stopping' or 'standby'; empty in its first moments. */
  readonly status: string;
}

/** Reads postmaster.pid, whose lines are: pid, data directory, start, port, socket directory, address, key, status. */
export function parsePostmasterFile(text: string): Postmaster | undefined {
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  return { pid, socketDir: lines[4] ?? '', status: lines[7]?.trim() ?? '' };
}

/** The postmaster that the data directory names, running or not; undefined when it names none. */
export function readPostmasterFile(clusterDir: string): Postmaster | undefined {
  try {
    return parsePostmasterFile(readFileSync(postmasterFile(clusterDir), 'utf8'));
  } catch {
    return undefined;
  }
}

export function postmasterFile(clusterDir: string): string {
  return join(clusterDir, 'postmaster.pid');
}
