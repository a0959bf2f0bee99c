import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { OperatorError } from '../operator-error.ts';

/** The operating system account that PostgreSQL runs as and that owns its files. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The account for the cluster in `clusterDir`. PostgreSQL refuses to run as root; started as root, this is the owner of
 * an existing cluster, else the system user `tocsin` where there is one, else `nobody`. Otherwise it is our own.
 */
export function databaseAccount(clusterDir: string): Account {
  const own = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  const owner = statSync(clusterDir, { throwIfNoEntry: false });
  if (own.uid !== 0) {
    if (owner !== undefined && owner.uid !== own.uid) {
      throw new OperatorError(
        `The database in ${clusterDir} belongs to user id ${owner.uid}, but Tocsin runs as ${own.uid}. ` +
          `Start it as that user or as root, or run: chown -R ${own.uid} ${clusterDir}`,
      );
    }
    return own;
  }
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const found = lookUp('tocsin') ?? lookUp('nobody');
  if (found === undefined) {
    throw new OperatorError(
      'PostgreSQL does not run as root, and there is no user "tocsin" or "nobody". Create one: useradd --system tocsin',
    );
  }
  return found;
}

/** Asks `id` and not /etc/passwd, so that users of a directory service are found too. */
function lookUp(name: string): Account | undefined {
  try {
    const ask = (flag: string) =>
      Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    return { uid: ask('-u'), gid: ask('-g') };
  } catch {
    return undefined;
  }
}

/** The uid and gid to spawn with and to give files to; nothing where the account is our own. */
export function otherAccount(account: Account): Account | undefined {
  return account.uid === process.getuid?.() ? undefined : account;
}

/** True when `account` may pass through every directory down to `path` (an existing directory) itself. */
export function canReach(account: Account, path: string): boolean {
  const { mode, uid, gid } = statSync(path);
  const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
  const parent = dirname(path);
  return (mode & bit) !== 0 && (parent === path || canReach(account, parent));
}
