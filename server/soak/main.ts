import { parseArgs } from 'node:util';
import { killReport } from './kill-report.ts';
import { soakKill } from './kill.ts';

const options = {
  rounds: { type: 'string', default: '20' },
  seed: { type: 'string', default: '1' },
} as const;

/** Each prints what it does, and last one line of JSON; what holds is a member `sound`. */
const soaks: Readonly<Record<string, (args: string[]) => Promise<{ readonly sound: boolean }>>> = {
  async kill(args) {
    const { values } = parseArgs({ args, options });
    const result = await soakKill({ rounds: Number(values.rounds), seed: Number(values.seed), say: console.log });
    // A page is written by a full run alone: fewer rounds prove less than it says.
    if (result.rounds >= 20) killReport(result);
    return result;
  },
};

const [name = '', ...args] = process.argv.slice(2);
const soak = soaks[name];
if (soak === undefined) {
  console.error('npm run soak -- NAME [options]\n\n  kill [--rounds N] [--seed N]');
  process.exit(2);
}
const result = await soak(args);
console.log(JSON.stringify(result));
process.exitCode = result.sound ? 0 : 1;
