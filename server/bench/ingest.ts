import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { routes, type Receipt } from '@tocsin/api';
import { copyCeiling } from './copy-ceiling.ts';
import { fillWeek } from './fill-week.ts';
import {
  exists,
  madePrefixes,
  readPrefixes,
  realCountries,
  realPrefixes,
  seeded,
  type NetworkLine,
} from './prefix-table.ts';
import { processCpu, spentSince, peakRssMb, processTree, resetPeak, treeCpuMs, cpuMs } from './processes.ts';
import { writeSample } from './sample-file.ts';
import { startServerProcess, type ServerProcess } from './server-process.ts';
import { compileFiles } from '../src/registry/ip-data/client/compile-files.ts';

const orgCount = 501;
const networkCount = 10_000;
/** Node compiles the code of the event path over some hundred thousand records: before that one measures the compiler. */
const warmUpRows = 250_000;

/**
 * One file through the whole server: POST, decode, validate, filter, enrich, route to 501 organisations with 10,000
 * networks, store, change log; and the rate of raw COPY of the same rows with the same indexes, in the same run.
 */
export async function benchIngest(args: string[]): Promise<object> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      prefixes: { type: 'string' },
      countries: { type: 'string' },
      stored: { type: 'string' },
      events: { type: 'string' },
      keep: { type: 'boolean' },
    },
  });
  const work = mkdtempSync(join(tmpdir(), 'tocsin-bench-'));
  const given = positionals[0];
  const prefixFile = values.prefixes ?? (given !== undefined && exists(realPrefixes) ? realPrefixes : undefined);
  const networks = prefixFile === undefined ? madePrefixes() : await readPrefixes(prefixFile);
  const file =
    given ??
    (await writeSample(join(work, 'event4_sinkhole.csv'), {
      rows: Number(values.events ?? 120_000),
      repeats: 0.05,
      networks,
    }));
  console.log(`input ${given ?? 'self-made'}; ${networks.length} prefixes`);
  const server = await startServerProcess({ TOCSIN_RETENTION_DAYS: '3650' });
  try {
    await prepare(server, networks, prefixFile, values.countries ?? realCountries, work);
    if (values.stored !== undefined) await fillWeek(server.databaseUrl('postgres'), Number(values.stored), networks);
    const result = await measure(server, file);
    console.log('raw COPY of the same rows with the same indexes');
    const ceiling = await copyCeiling(server.databaseUrl('postgres'), result.batch);
    const { batch: _, ...figures } = result;
    return {
      ...figures,
      copyPerSecond: Math.round(ceiling),
      copyCeilingRatio: round(result.stored / result.seconds / ceiling, 3),
    };
  } finally {
    if (values.keep === true) await server.stop();
    else await server.remove();
    rmSync(work, { recursive: true, force: true });
  }
}

const round = (value: number, digits: number): number => Number(value.toFixed(digits));

/** IP data, organisations with networks, a source: all through the public API. */
async function prepare(
  server: ServerProcess,
  networks: readonly NetworkLine[],
  prefixFile: string | undefined,
  countries: string,
  work: string,
): Promise<void> {
  const { client } = server;
  let inputs = [prefixFile, exists(countries) ? countries : undefined].filter((path) => path !== undefined);
  if (prefixFile === undefined) {
    const made = join(work, 'prefixes.tsv');
    const out = createWriteStream(made);
    for (const { prefix, asn } of networks) out.write(`${prefix}\t${asn}\n`);
    out.end();
    await finished(out);
    inputs = [made];
  }
  const image = join(work, 'bench.ipdata');
  await compileFiles(
    inputs.map((path) => ({ path })),
    image,
  );
  await client.call(routes.uploadIpSnapshot, {
    query: { activate: true },
    raw: Readable.toWeb(createReadStream(image)) as ReadableStream<Uint8Array>,
    headers: { 'content-type': 'application/octet-stream' },
  });
  const random = seeded(1);
  const handle = (index: number): string => `bench-${index % orgCount}`;
  const orgs = Array.from({ length: orgCount }, (_, index) => `${handle(index)},Bench ${index},isp,,,enrolled`);
  const chosen = new Map<string, string>();
  while (chosen.size < Math.min(networkCount, networks.length)) {
    const network = networks[Math.floor(random() * networks.length)];
    if (network !== undefined) chosen.set(network.prefix, handle(chosen.size));
  }
  await importCsv(server, 'orgs', ['handle,name,kind,nation,team,enrolment', ...orgs]);
  await importCsv(server, 'constituencies', [
    'org,kind,value',
    ...[...chosen].map(([prefix, org]) => `${org},prefix,${prefix}`),
  ]);
  await client.call(routes.createSource, {
    body: { handle: 'bench', name: 'Benchmark', feed: 'shadowserver', tlp: 'amber', distribution: 'concerned' },
  });
  // A first file on other addresses and another day: connections and code are then warm, as in a server that runs.
  const warmUp = await writeSample(join(work, 'warm-up.csv'), {
    rows: warmUpRows,
    repeats: 0.05,
    networks: madePrefixes(),
    day: '2026-02-20',
  });
  await send(server, warmUp);
}

function send(server: ServerProcess, file: string): Promise<Receipt> {
  return server.client.call(routes.postEvents, {
    query: { source: 'bench', feed: 'shadowserver', report: 'event4_sinkhole' },
    raw: Readable.toWeb(createReadStream(file, { highWaterMark: 256 * 1024 })) as ReadableStream<Uint8Array>,
    headers: { 'content-type': 'text/csv' },
  });
}

async function importCsv(
  server: ServerProcess,
  table: 'orgs' | 'constituencies',
  lines: readonly string[],
): Promise<void> {
  const report = await server.client.call(routes.importTable, {
    params: { table },
    query: { import: 'bench' },
    raw: `${lines.join('\n')}\n`,
    headers: { 'content-type': 'text/csv' },
  });
  if (report.refused.length > 0) throw new Error(`import of ${table}: ${JSON.stringify(report.refused.slice(0, 3))}`);
}

async function measure(server: ServerProcess, file: string) {
  const before = processCpu(server.pid);
  resetPeak(server.pid);
  const cpuBefore = treeCpuMs(server.pid);
  const ownBefore = cpuMs(server.pid);
  const start = performance.now();
  const receipt = await send(server, file);
  const seconds = (performance.now() - start) / 1000;
  const cpu = treeCpuMs(server.pid) - cpuBefore;
  const own = cpuMs(server.pid) - ownBefore;
  if (process.env['BENCH_PROCESSES'] !== undefined) console.log(spentSince(before, processCpu(server.pid)));
  const { records, accepted, duplicate, filtered, quarantined } = receipt;
  if (accepted + duplicate + filtered + quarantined !== records) throw new Error('the receipt does not reconcile');
  if (filtered + quarantined > 0)
    console.log(JSON.stringify({ filteredBy: receipt.filteredBy, quarantinedBy: receipt.quarantinedBy }));
  console.log(
    `receipt: ${records} records, ${accepted} accepted, ${duplicate} duplicate, ${filtered} filtered, ${quarantined} quarantined; ${processTree(server.pid).length} processes`,
  );
  return {
    batch: receipt.batch,
    events: records,
    stored: accepted,
    seconds: round(seconds, 3),
    eventsPerSecond: Math.round(records / seconds),
    cpuMsPerEvent: round(cpu / Math.max(1, accepted), 4),
    serverCpuMsPerEvent: round(own / Math.max(1, accepted), 4),
    peakRssMb: peakRssMb(server.pid),
  };
}
