import { readFileSync } from 'node:fs';
import { npm } from './npm.mjs';
import { inRoot, root } from './paths.mjs';
import { step } from './progress.mjs';

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, link?: boolean, os?: string[], cpu?: string[], libc?: string[] }} Entry
 * @typedef {Record<string, Entry>} Entries
 */

/**
 * Makes node_modules what package-lock.json says, touching nothing when it already is.
 * @param {string} node the runtime; npm must run under it, else it picks packages for another Node
 */
export async function ensurePackages(node) {
  const wanted = read(inRoot('package-lock.json'));
  const present = read(inRoot('node_modules', '.package-lock.json'));
  if (wanted !== undefined && present !== undefined && differences(wanted, present, process).length === 0) return;
  await step(present === undefined ? 'packages (npm ci)' : 'packages (npm ci: the lockfile has changed)', () =>
    npm(['ci'], { cwd: root, node }),
  );
}

/**
 * What has to change so that the installed tree is the locked one. npm keeps its own account of node_modules, written when an
 * installation is complete, so that no stamp of ours can disagree with the tree.
 * @param {Entries} wanted
 * @param {Entries} present
 * @param {{ platform: string, arch: string }} machine
 * @returns {string[]} paths that are missing, left over, or of another version
 */
export function differences(wanted, present, machine) {
  const paths = new Set([...Object.keys(wanted), ...Object.keys(present)].filter((path) => path !== ''));
  return [...paths].filter((path) => {
    const lock = wanted[path];
    const here = present[path];
    if (lock === undefined) return true;
    if (here === undefined) return needed(lock, machine);
    return lock.version !== here.version || lock.integrity !== here.integrity;
  });
}

/**
 * An optional package is needed where it names this very platform (a native binary); the others are npm's to leave out.
 * @param {Entry} entry
 * @param {{ platform: string, arch: string }} machine
 */
function needed(entry, machine) {
  if (entry.optional !== true) return true;
  if (entry.os === undefined) return false;
  const libc = entry.libc === undefined || entry.libc.includes('glibc');
  return entry.os.includes(machine.platform) && (entry.cpu?.includes(machine.arch) ?? true) && libc;
}

/** @param {string} file @returns {Entries | undefined} */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
