import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Stop, run } from './child.mjs';
import { inRoot, inTools } from './paths.mjs';
import { step } from './progress.mjs';

/** Everything that the built console depends on. */
const sources = ['console', 'api/src', 'package-lock.json'];
const ignored = new Set(['node_modules', 'dist', 'test', 'coverage']);

/**
 * Builds the console into console/dist where its sources differ from those of the last build.
 * @param {string} node
 */
export async function ensureConsole(node) {
  const stamp = inTools('console.sha256');
  const before = fingerprint();
  const built = existsSync(inRoot('console', 'dist', 'index.html'));
  if (built && existsSync(stamp) && readFileSync(stamp, 'utf8') === before) return;
  await step('console (vite build)', async () => {
    const { code, output } = await run(node, [inRoot('node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], {
      cwd: inRoot('console'),
      capture: true,
    });
    if (code !== 0) throw new Stop(`The console cannot be built:\n${output.trim()}`, code);
  });
  mkdirSync(inTools(), { recursive: true });
  writeFileSync(stamp, before);
}

/** A hash over the names and contents of all sources. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const source of sources)
    for (const file of files(inRoot(source))) hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

/** @param {string} place @returns {string[]} */
function files(place) {
  if (!statSync(place).isDirectory()) return [place];
  return readdirSync(place, { withFileTypes: true })
    .filter((entry) => !ignored.has(entry.name) && !/\.test\.tsx?$|\.tsbuildinfo$/.test(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => files(path.join(place, entry.name)));
}
