// `npm run evaluate -- TASK --data FILE`: prints one line of JSON.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { evaluateIocs } from './iocs.ts';
import { readIocCorpus } from './ioc-corpus.ts';

const tasks: Record<string, (data: unknown) => object> = {
  iocs: (data) => evaluateIocs(readIocCorpus(data), () => performance.now()),
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
