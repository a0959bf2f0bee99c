// Look-ups per core second over a compiled snapshot. `node server/bench/ip-lookup.ts [INPUT...]`, by default the real-size
// tables that stand beside the project. Prints one JSON line, last.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { formatIpv4, parseIpv4 } from '../src/registry/ip-data/ip-address.ts';
import { compileFiles } from '../src/registry/ip-data/client/compile-files.ts';
import { readKnownSnapshot } from '../src/registry/ip-data/client/snapshot-file.ts';
import type { IpSnapshot } from '../src/registry/ip-data/snapshot.ts';

const DEFAULTS = ['prefix-asn-2014.tsv.gz', 'country-prefixes.tsv'].map((name) =>
  join(import.meta.dirname, '../../../shared/data/ip', name),
);
const ADDRESSES = 1 << 20;
const ROUNDS = 8;

/** A reproducible stream of unsigned 32-bit numbers (xorshift32). */
function* randomWords(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    yield state >>> 0;
  }
}

function words(count: number, make: (random: number) => number): Uint32Array {
  const random = randomWords(20261122);
  return Uint32Array.from({ length: count }, () => make(random.next().value));
}

/** Times `work` over all addresses, best of the rounds, in look-ups per CPU second: others may use the machine too. */
function rate(work: () => number): number {
  let best = Infinity;
  let found = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = process.threadCpuUsage();
    found += work();
    const { user, system } = process.threadCpuUsage(start);
    best = Math.min(best, (user + system) / 1e6);
  }
  if (found === 0) throw new Error('no address was found: the measurement means nothing');
  return Math.round(ADDRESSES / best);
}

/** Look-ups of IPv4 numbers, with AS number and country of the row read. */
function rate4(snapshot: IpSnapshot): number {
  const addresses = words(ADDRESSES, (random) => random);
  return rate(() => {
    let found = 0;
    for (let index = 0; index < ADDRESSES; index += 1) {
      const row = snapshot.lookup4(addresses[index] ?? 0);
      if (row >= 0) found += snapshot.asn(row) + snapshot.country(row).length;
    }
    return found;
  });
}

/** The same from text, as ingest has it. */
function rateText(snapshot: IpSnapshot): number {
  const texts = Array.from(
    words(ADDRESSES, (random) => random),
    formatIpv4,
  );
  return rate(() => {
    let found = 0;
    for (const text of texts) {
      const row = snapshot.lookup4(parseIpv4(text));
      if (row >= 0) found += snapshot.asn(row) + snapshot.country(row).length;
    }
    return found;
  });
}

/** Look-ups of IPv6 addresses within 2a00::/12, where European networks are, each written into one buffer as ingest does. */
function rate6(snapshot: IpSnapshot): number {
  const bytes = new Uint8Array(words(ADDRESSES * 4, (random) => random).buffer);
  for (let at = 0; at < bytes.length; at += 16) {
    bytes[at] = 0x2a;
    bytes[at + 1] = (bytes[at + 1] ?? 0) & 0x0f;
  }
  const address = new Uint8Array(16);
  return rate(() => {
    let found = 0;
    for (let at = 0; at < bytes.length; at += 16) {
      for (let index = 0; index < 16; index += 1) address[index] = bytes[at + index] ?? 0;
      const row = snapshot.lookup6(address);
      if (row >= 0) found += 1 + snapshot.country(row).length;
    }
    return found;
  });
}

const { positionals } = parseArgs({ allowPositionals: true });
const paths = positionals.length > 0 ? positionals : DEFAULTS;
const missing = paths.find((path) => !existsSync(path));
if (missing !== undefined) throw new Error(`${missing} is missing: name the inputs`);
const folder = mkdtempSync(join(tmpdir(), 'tocsin-ip-'));
try {
  const started = performance.now();
  const report = await compileFiles(
    paths.map((path) => ({ path })),
    join(folder, 'bench.ipdata'),
  );
  const compiled = performance.now();
  const snapshot = await readKnownSnapshot(report.file, report.sha256);
  const loaded = performance.now();
  const refused = report.inputs.reduce(
    (sum, input) => sum + Object.values(input.refused).reduce((a, b) => a + b, 0),
    0,
  );
  console.log(
    JSON.stringify({
      lookupsPerCoreSecond: rate4(snapshot),
      lookupsFromTextPerCoreSecond: rateText(snapshot),
      lookups6PerCoreSecond: rate6(snapshot),
      prefixes: report.prefixes4 + report.prefixes6,
      rows: report.rows4 + report.rows6,
      refused,
      replaced: report.replaced,
      compileSeconds: Number(((compiled - started) / 1000).toFixed(2)),
      loadMs: Math.round(loaded - compiled),
      fileMb: Number((report.bytes / 1e6).toFixed(1)),
      peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
    }),
  );
} finally {
  rmSync(folder, { recursive: true });
}
