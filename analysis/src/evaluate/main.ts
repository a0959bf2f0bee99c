// `npm run evaluate -- TASK --data FILE`: prints one line of JSON.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { evaluateIocs } from './iocs.ts';
import { readIocCorpus } from './ioc-corpus.ts';

/** Processor time of this thread, so that what else runs on the machine does not count. */
function threadMilliseconds(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

const tasks: Record<string, (data: unknown) => object> = {
  iocs: (data) => evaluateIocs(readIocCorpus(data), threadMilliseconds),
};

const { values, positionals } = parseArgs({ options: { data: { type: 'string' } }, allowPositionals: true });
const [name = ''] = positionals;
const task = tasks[name];
if (task === undefined) fail(`Name a task: ${Object.keys(tasks).join(', ')}.`);
if (values.data === undefined) fail('Name a file: --data FILE.');
try {
  console.log(JSON.stringify({ task: name, ...task(JSON.parse(readFileSync(values.data, 'utf8'))) }));
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}

function fail(reason: string): never {
  console.error(reason);
  process.exit(1);
}
