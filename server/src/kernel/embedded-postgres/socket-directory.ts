import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canReach, otherAccount, type Account } from './account.ts';

/** sun_path holds 108 bytes on Linux, 104 on macOS, with a closing NUL; PostgreSQL adds this name. */
const LONGEST = 103 - '/.s.PGSQL.5432'.length;

/** True when PostgreSQL's socket in this directory has a name that the operating system takes. */
export function fitsSocket(directory: string): boolean {
  return Buffer.byteLength(directory) <= LONGEST;
}

/**
 * Makes a private, empty directory for the socket and returns it: `run/socket` of the data directory where its path is
 * short and the account can reach it, else a fresh one under the system's runtime directory.
 */
export function makeSocketDirectory(runDir: string, account: Account, env: NodeJS.ProcessEnv): string {
  const beside = join(runDir, 'socket');
  let directory = beside;
  if (fitsSocket(beside) && canReach(account, runDir)) {
    // A killed server's socket and its lock may still lie here.
    rmSync(beside, { recursive: true, force: true });
    mkdirSync(beside, { mode: 0o700 });
  } else {
    directory = mkdtempSync(join(runtimeDirectory(account, env), 'tocsin-'));
  }
  // Only the account and root may enter: the socket asks for no password.
  const other = otherAccount(account);
  if (other !== undefined) chownSync(directory, other.uid, other.gid);
  chmodSync(directory, 0o700);
  return directory;
}

function runtimeDirectory(account: Account, env: NodeJS.ProcessEnv): string {
  // PostgreSQL keeps its socket's timestamp fresh, so that cleaners of /tmp leave it alone.
  const candidates = [env['XDG_RUNTIME_DIR'], '/run', tmpdir(), '/tmp'];
  const usable = candidates.find(
    (path) => path !== undefined && fitsSocket(join(path, 'tocsin-XXXXXX')) && usableBy(account, path),
  );
  return usable ?? '/tmp';
}

function usableBy(account: Account, path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || !found.isDirectory() || !canReach(account, path)) return false;
  return process.getuid?.() === 0 || found.uid === process.getuid?.() || (found.mode & 0o002) !== 0;
}
