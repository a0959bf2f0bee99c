import { mkdirSync } from 'node:fs';
import { interrupted, run } from './child.mjs';
import { inTools, root } from './paths.mjs';
import { elapsed } from './progress.mjs';

/**
 * Types, lint, format, import rules, tests: all of them, so that one run tells everything. Returns 1 if any failed.
 * The tests leave their result in .tools/results/tests.json.
 * @param {string} node
 * @param {string[]} args go to the tests
 * @returns {Promise<number>}
 */
export async function check(node, args) {
  mkdirSync(inTools('results'), { recursive: true });
  const parts = {
    types: ['node_modules/@typescript/native/bin/tsc', '--build', '--pretty'],
    // Rules that know types hold the whole program in memory: more than Node takes by itself on a small machine.
    lint: ['--max-old-space-size=6144', 'node_modules/eslint/bin/eslint.js', '--max-warnings=0', '.'],
    format: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'],
    'import rules': ['scripts/check-imports.mjs'],
    tests: ['node_modules/vitest/vitest.mjs', 'run', ...reporters('tests'), ...args],
  };
  /** @type {string[]} */
  const summary = [];
  let failed = false;
  for (const [name, words] of Object.entries(parts)) {
    process.stderr.write(`\n== ${name}\n`);
    const start = performance.now();
    const { code } = await run(node, words, { cwd: root });
    if (interrupted()) return 130;
    failed ||= code !== 0;
    summary.push(`${code === 0 ? '✓' : '✗'} ${name}  ${elapsed(start)}${code === 0 ? '' : `  (exit code ${code})`}`);
  }
  process.stderr.write(`\n${summary.join('\n')}\n`);
  return failed ? 1 : 0;
}

/**
 * What people read and, beside it, what .ci/run counts.
 * @param {string} name
 */
const reporters = (name) => [
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${inTools('results', `${name}.json`)}`,
];
