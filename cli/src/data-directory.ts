import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from './problem.ts';
import type { Environment } from './environment.ts';

/** The repository: programs of other workspaces are started by their path in it. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

export type ProgrammeKind = 'drill' | 'real';

/** Where a drill and a real programme keep their data unless told otherwise: apart, so that the two never mix. */
export const defaultDirectory = (kind: ProgrammeKind): string => join(root, '.data', kind);

/** The directory that `--data` or TOCSIN_DATA names, else the default one. */
export function directoryFor(kind: ProgrammeKind, option: string | undefined, env: Environment): string {
  return resolve(option ?? (env.TOCSIN_DATA || defaultDirectory(kind)));
}

/** The directory for a command that works on a programme which exists: told, or the only one there is. Throws a UsageError. */
export function existingDirectory(option: string | undefined, env: Environment): string {
  const told = option ?? env.TOCSIN_DATA;
  if (told !== undefined && told !== '') return resolve(told);
  const found = (['real', 'drill'] as const).map(defaultDirectory).filter((directory) => existsSync(directory));
  const [only, other] = found;
  if (only === undefined) return defaultDirectory('real');
  if (other !== undefined) throw new UsageError(`Which one? --data ${only}, or --data ${other}.`);
  return only;
}

const marker = (directory: string): string => join(directory, 'tocsin.json');

/**
 * Takes a directory for a programme's data: makes it, and marks it as ours where it is new. Throws a UsageError where it holds other
 * things, or a programme of the other kind.
 */
export function takeDirectory(directory: string, kind: ProgrammeKind): void {
  const held = markedKind(directory);
  if (
    held === undefined &&
    existsSync(directory) &&
    readdirSync(directory).length > 0 &&
    !existsSync(join(directory, 'pg'))
  )
    throw new UsageError(`${directory} holds other things: give Tocsin a directory of its own (--data DIR).`);
  if (held !== undefined && held !== kind) {
    throw new UsageError(
      held === 'drill'
        ? `${directory} holds a drill, which never becomes real. Leave out --no-drill, or give another --data DIR.`
        : `${directory} holds a real programme, in which no drill is played. Add --no-drill, or give another --data DIR.`,
    );
  }
  mkdirSync(directory, { recursive: true });
  // Of a database that is there, perhaps restored from a backup, only its server knows what it is.
  if (!existsSync(join(directory, 'pg'))) markDirectory(directory, kind);
}

/** Marks a directory as that of a drill or of a real programme. */
export function markDirectory(directory: string, kind: ProgrammeKind): void {
  if (markedKind(directory) === undefined) writeFileSync(marker(directory), `${JSON.stringify({ kind })}\n`);
}

function markedKind(directory: string): ProgrammeKind | undefined {
  try {
    const { kind } = JSON.parse(readFileSync(marker(directory), 'utf8')) as { kind?: unknown };
    return kind === 'drill' || kind === 'real' ? kind : undefined;
  } catch {
    return undefined;
  }
}

/** Removes a drill's data. Throws a UsageError where the directory is not marked as a drill's, or a server works on it. */
export function removeDrill(directory: string): void {
  if (!existsSync(directory) || readdirSync(directory).length === 0) return;
  const kind = markedKind(directory);
  if (kind === undefined)
    throw new UsageError(
      `${directory} is not marked as Tocsin's (no tocsin.json): remove it yourself, if you mean it.`,
    );
  if (kind === 'real') throw new UsageError(`${directory} holds a real programme. --fresh removes drills only.`);
  const server = serverOf(directory);
  if (server !== undefined)
    throw new UsageError(`A Tocsin server works on ${directory} (pid ${server}): stop it first.`);
  const postmaster = postmasterOf(directory);
  if (postmaster !== undefined) {
    throw new UsageError(
      `The PostgreSQL of a killed server still works on ${directory} (pid ${postmaster}). Start once without --fresh, which ends it, stop with Ctrl-C, and try again.`,
    );
  }
  rmSync(directory, { recursive: true, force: true });
}

/** The server that works on the directory, by the lock that it holds. */
function serverOf(directory: string): number | undefined {
  try {
    const { pid } = JSON.parse(readFileSync(join(directory, 'run', 'server.pid'), 'utf8')) as { pid?: unknown };
    return typeof pid === 'number' && runs(pid) ? pid : undefined;
  } catch {
    return undefined;
  }
}

function postmasterOf(directory: string): number | undefined {
  const cluster = join(directory, 'pg');
  try {
    const pid = Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n', 1)[0]);
    if (!Number.isSafeInteger(pid) || !runs(pid)) return undefined;
    // After a crash the id may be a stranger's by now: a postmaster stands in its data directory.
    return existsSync(`/proc/${pid}`) && readlinkSync(`/proc/${pid}/cwd`) !== realpathSync(cluster) ? undefined : pid;
  } catch {
    return undefined;
  }
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
