import { benchStix } from '../../stix/bench/objects.ts';
import { benchAudit } from './audit.ts';
import { benchIngest } from './ingest.ts';
import { benchLatency } from './latency.ts';
import { benchObjects } from './objects.ts';
import { benchSearch } from './search.ts';
import { benchTaxii } from './taxii.ts';

/** Each prints what it does, and last one line of JSON. */
const benches: Readonly<Record<string, (args: string[]) => Promise<object>>> = {
  audit: benchAudit,
  ingest: benchIngest,
  latency: benchLatency,
  objects: benchObjects,
  search: benchSearch,
  taxii: benchTaxii,
  stix: benchStix,
};

const [name = '', ...args] = process.argv.slice(2);
const bench = benches[name];
if (bench === undefined) {
  console.error(
    `npm run bench -- NAME [options]\n\n  audit [READS] [READERS]\n  ingest [FILE] [--prefixes FILE] [--countries FILE] [--stored N]\n  latency [--seconds N] [--rate N]\n  objects [--objects N] [--seconds N]\n  search [--objects N] [--rounds N]\n  taxii [--objects N] [--seconds N]\n  stix [--seconds N]`,
  );
  process.exit(2);
}
console.log(JSON.stringify(await bench(args)));
