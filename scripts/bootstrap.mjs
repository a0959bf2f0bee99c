// From a bare clone to a running command: fetches the runtime and the packages, builds the console, then hands over.
// Plain JavaScript without dependencies, for it runs before there are any, under whatever Node (18 or newer) the machine has.
import path from 'node:path';
import { Stop, forwardSignals, interrupted } from './bootstrap/child.mjs';
import { commands } from './bootstrap/commands.mjs';
import { alone } from './bootstrap/lock.mjs';
import { explain } from './bootstrap/npm.mjs';
import { ensurePackages } from './bootstrap/packages.mjs';
import { inRoot, root } from './bootstrap/paths.mjs';
import { ensureRuntime } from './bootstrap/runtime.mjs';

const [name = '', ...args] = process.argv.slice(2);

/** @returns {Promise<number>} the exit code of the command */
async function main() {
  const command = commands[name];
  if (command === undefined)
    throw new Stop(`usage: node scripts/bootstrap.mjs ${Object.keys(commands).join(' | ')}`, 2);
  forwardSignals();
  const node = await alone(async () => {
    const runtime = await ensureRuntime();
    process.env.PATH = [path.dirname(runtime), inRoot('node_modules', '.bin'), process.env.PATH].join(path.delimiter);
    await ensurePackages(runtime);
    await command.prepare?.(runtime, args);
    return runtime;
  });
  return command.run(node, args);
}

main().then(
  (code) => process.exit(code),
  (error) => {
    if (interrupted()) process.exit(130);
    const known =
      error instanceof Stop
        ? error.message
        : /^(ENOSPC|EACCES|EPERM|EROFS)$/.test(error.code) && explain(error.message, root);
    process.stderr.write(`\n${known || error.stack}\n`);
    process.exit(error instanceof Stop ? error.code : 1);
  },
);
