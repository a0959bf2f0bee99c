import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Stop, run } from './child.mjs';
import { inTools } from './paths.mjs';

/**
 * Runs npm quietly; on failure throws a Stop that says what a person can do, and keeps the whole output in .tools/log/.
 * @param {string[]} args
 * @param {{ cwd: string, node?: string }} options node: the runtime that npm itself shall run under
 */
export async function npm(args, { cwd, node = process.execPath }) {
  const cli = process.env.npm_execpath;
  const direct = cli !== undefined && path.basename(cli).startsWith('npm-cli');
  const quiet = ['--no-audit', '--no-fund', '--no-progress', '--loglevel=error'];
  const env = { ...process.env, PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ''}` };
  const ended = await (
    direct
      ? run(node, [cli, ...args, ...quiet], { cwd, env, capture: true })
      : run('npm', [...args, ...quiet], { cwd, env, capture: true })
  ).catch((error) => {
    throw new Stop(
      error.code === 'ENOENT' ? 'npm is not installed: install it with Node.js (https://nodejs.org).' : error.message,
    );
  });
  if (ended.code === 0) return;
  throw new Stop(`${explain(ended.output, cwd)}${keep(`npm-${args[0]}.log`, ended.output)}`, ended.code);
}

/**
 * Keeps what npm said, where it can be kept, and says where.
 * @param {string} name
 * @param {string} output
 */
function keep(name, output) {
  const log = inTools('log', name);
  try {
    mkdirSync(inTools('log'), { recursive: true });
    writeFileSync(log, output);
    return `\nThe whole output: ${log}`;
  } catch {
    return '';
  }
}

/**
 * What npm's output means for the person in front of it.
 * @param {string} output
 * @param {string} cwd
 */
export function explain(output, cwd) {
  if (/ENOSPC|no space left/i.test(output))
    return `The disk that holds ${cwd} is full. Tocsin needs about 1.5 GB there.`;
  if (
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT|network request/i.test(
      output,
    )
  ) {
    return 'The npm registry cannot be reached. Check the network, the proxy (npm config get proxy) and the registry (npm config get registry).';
  }
  if (/EACCES|EPERM|EROFS/.test(output))
    return `npm may not write to ${cwd}. Give that directory to the user who runs Tocsin.`;
  if (/E404|ETARGET|notarget/.test(output))
    return `The npm registry does not have a package that is needed:\n${tail(output)}`;
  if (/EINTEGRITY/.test(output))
    return `A package differs from what package-lock.json promises. Do not go on: ask who runs the registry.\n${tail(output)}`;
  return `npm failed:\n${tail(output)}`;
}

/** @param {string} output */
const tail = (output) => output.trim().split('\n').slice(-15).join('\n');
