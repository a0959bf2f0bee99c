import { benchIngest } from './ingest.ts';
import { benchLatency } from './latency.ts';

/** Each prints what it does, and last one line of JSON. */
const benches: Readonly<Record<string, (args: string[]) => Promise<object>>> = {
  ingest: benchIngest,
  latency: benchLatency,
};

const [name = '', ...args] = process.argv.slice(2);
const bench = benches[name];
if (bench === undefined) {
  console.error(
    `npm run bench -- NAME [options]\n\n  ingest [FILE] [--prefixes FILE] [--countries FILE] [--stored N]\n  latency [--seconds N] [--rate N]`,
  );
  process.exit(2);
}
console.log(JSON.stringify(await bench(args)));
