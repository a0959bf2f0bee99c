import { accessSync, constants, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Stop, run } from './child.mjs';
import { npm } from './npm.mjs';
import { inTools } from './paths.mjs';
import { step } from './progress.mjs';

/** The line of Node that Tocsin is written for: it runs .ts directly. An equal or newer one on the machine is used as it is. */
const wanted = 24;

/** Platforms for which the registry has both Node and PostgreSQL, as plain packages without install scripts. */
const packages = new Set(['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64']);

/**
 * Finds or fetches a Node that is new enough. Returns its path.
 * @returns {Promise<string>}
 */
export async function ensureRuntime() {
  if (Number.parseInt(process.versions.node, 10) >= wanted) return process.execPath;
  const platform = `${process.platform}-${process.arch}`;
  refuseUnsupported(platform);
  const home = inTools('node');
  const node = path.join(home, 'node_modules', `node-${platform}`, 'bin', 'node');
  if (await works(node)) return node;
  await step(`Node ${wanted} for ${platform} (this machine has ${process.versions.node})`, async () => {
    mkdirSync(home, { recursive: true });
    writeFileSync(path.join(home, 'package.json'), '{ "private": true }\n');
    await npm(['install', '--prefix', home, '--ignore-scripts', `node-${platform}@${wanted}`], { cwd: home });
    if (!(await works(node))) throw new Stop(`The fetched Node does not run on this machine: ${node}`);
  });
  return node;
}

/** @param {string} platform */
function refuseUnsupported(platform) {
  if (!packages.has(platform)) {
    throw new Stop(
      `Tocsin runs on ${[...packages].join(', ')}; this machine is ${platform}. Install Node ${wanted} yourself and set DATABASE_URL to a PostgreSQL to try it here.`,
    );
  }
  if (process.platform !== 'linux') return;
  const report = /** @type {{ header?: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  if (report.header?.glibcVersionRuntime === undefined) {
    throw new Stop(
      `This system has no glibc (Alpine?); the packaged Node needs it. Install Node ${wanted} with the system's package manager.`,
    );
  }
}

/** @param {string} node */
async function works(node) {
  try {
    accessSync(node, constants.X_OK);
  } catch {
    return false;
  }
  const { code, output } = await run(node, ['--version'], { capture: true });
  return code === 0 && Number.parseInt(output.slice(1), 10) >= wanted;
}
