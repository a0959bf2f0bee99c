import { check } from './check.mjs';
import { run, signalChildren } from './child.mjs';
import { ensureChromium } from './chromium.mjs';
import { ensureConsole } from './console.mjs';
import { inRoot, root } from './paths.mjs';

/**
 * @typedef {object} Command
 * @property {(node: string, args: string[]) => Promise<unknown>} [prepare] what it needs besides runtime and packages
 * @property {(node: string, args: string[]) => Promise<number>} run returns the exit code
 */

/**
 * A TypeScript program of this repository, with the caller's arguments, in the caller's directory.
 * @param {string} file
 * @param {string[]} [before] arguments that come first
 */
const program =
  (file, before = []) =>
  async (/** @type {string} */ node, /** @type {string[]} */ args) =>
    (await run(node, [inRoot(file), ...before, ...args], { cwd: process.env.INIT_CWD ?? process.cwd() })).code;

/** @type {Record<string, Command>} */
export const commands = {
  start: { prepare: ensureConsole, run: program('cli/src/tocsin.ts', ['start']) },
  dev: { run: dev },
  test: {
    prepare: prepareTests,
    run: async (node, args) =>
      (await run(node, [inRoot('node_modules/vitest/vitest.mjs'), 'run', ...args], { cwd: root })).code,
  },
  check: { prepare: prepareTests, run: check },
  bench: { run: program('server/bench/main.ts') },
  soak: { run: program('server/soak/main.ts') },
  train: { run: program('analysis/train/main.ts') },
  evaluate: { run: program('analysis/src/evaluate/main.ts') },
  conformance: { run: program('server/conformance/main.ts') },
  tocsin: { run: program('cli/src/tocsin.ts') },
};

/**
 * The browser and the built console, unless the caller has named tests that need neither.
 * @param {string} node
 * @param {string[]} args
 */
async function prepareTests(node, args) {
  const named = args.filter((arg) => !arg.startsWith('-'));
  if (args.some((arg) => arg.endsWith('!browser'))) return;
  if (named.length > 0 && !named.some((arg) => /console|browser/.test(arg))) return;
  process.env.CHROMIUM = await ensureChromium();
  await ensureConsole(node);
}

/**
 * The server, started anew on each change, and beside it vite, which reloads the console in the browser and hands /api on.
 * Whichever ends first ends the other.
 * @param {string} node
 * @param {string[]} args
 */
async function dev(node, args) {
  const server = run(node, ['--watch', '--watch-preserve-output', inRoot('cli/src/tocsin.ts'), 'start', ...args]);
  const vite = run(node, [inRoot('node_modules/vite/bin/vite.js')], { cwd: inRoot('console') });
  const first = await Promise.race([server, vite]);
  signalChildren('SIGTERM');
  await Promise.all([server, vite]);
  return first.code;
}
