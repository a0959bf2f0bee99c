import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { inRoot } from './bootstrap/paths.mjs';

const workspaces = ['stix', 'analysis', 'api', 'server', 'cli', 'console', 'scenario'];

/**
 * @typedef {{ rule: { name: string }, from: string, to: string, comment?: string }} Violation
 */

/**
 * Holds a tree against .dependency-cruiser.mjs.
 * @param {string} tree a directory with the workspaces in it
 * @returns {Promise<{ modules: string[], violations: Violation[], rules: { name: string, comment: string }[] }>} modules: our own files that were seen
 */
export async function cruise(tree) {
  const found = workspaces.filter((name) => existsSync(path.join(tree, name)));
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      inRoot('node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'),
      '--config',
      inRoot('.dependency-cruiser.mjs'),
      '--output-type',
      'json',
      ...found,
    ],
    { cwd: tree, maxBuffer: 256 * 2 ** 20 },
  ).catch((error) => {
    // It exits with the number of violations; only a run without a result is an error.
    if (typeof error.stdout === 'string' && error.stdout.startsWith('{')) return error;
    throw error;
  });
  const { modules, summary } = JSON.parse(stdout);
  return {
    modules: modules
      .filter(
        (
          /** @type {{ source: string, followable?: boolean, coreModule?: boolean, couldNotResolve?: boolean }} */ module,
        ) => !module.coreModule && !module.couldNotResolve && !module.source.includes('node_modules/'),
      )
      .map((/** @type {{ source: string }} */ module) => module.source),
    violations: summary.violations,
    rules: summary.ruleSetUsed.forbidden,
  };
}
