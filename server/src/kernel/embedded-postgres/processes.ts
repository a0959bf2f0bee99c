import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';

/**
 * What tells a process from a later one with the same id: its start, within this boot of the machine. Undefined when no
 * such process runs.
 */
export function processBirth(pid: number): string | undefined {
  if (existsSync('/proc/self/stat')) return linuxBirth(pid);
  return run('ps', ['-o', 'lstart=', '-p', String(pid)]).trim() || undefined;
}

function linuxBirth(pid: number): string | undefined {
  const stat = read(`/proc/${pid}/stat`);
  // proc(5): after the name in parentheses, which may hold spaces, field 3 is the state and field 22 the start.
  const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const start = fields[18];
  if (start === undefined || state === 'Z') return undefined;
  return `${read('/proc/sys/kernel/random/boot_id').trim()} ${start}`;
}

/** Ids of all PostgreSQL processes, postmaster and others, that work in the data directory `clusterDir` (a real path). */
export function clusterProcesses(clusterDir: string): number[] {
  if (!existsSync('/proc/self/stat')) return listedProcesses(clusterDir);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => worksIn(pid, clusterDir));
}

/** Every PostgreSQL process stands in its data directory, whatever its command line says. */
function worksIn(pid: number, clusterDir: string): boolean {
  if (link(`/proc/${pid}/cwd`).replace(/ \(deleted\)$/, '') !== clusterDir) return false;
  return basename(link(`/proc/${pid}/exe`)).replace(/ \(deleted\)$/, '') === 'postgres';
}

/** Where there is no /proc (macOS), the postmaster's command line names the directory. */
function listedProcesses(clusterDir: string): number[] {
  return run('ps', ['-axo', 'pid=,command='])
    .split('\n')
    .filter((line) => line.includes(`-D ${clusterDir}`) && line.includes('postgres'))
    .map((line) => Number.parseInt(line, 10));
}

/** Sends a signal; false when the process is gone. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function link(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function run(command: string, args: string[]): string {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return '';
  }
}
