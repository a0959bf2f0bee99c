/**
 * Decode alone, on one core: bytes to calls of the sink, with identity and extra.
 * node server/bench/decode.ts FEED FILE [ROUNDS]
 */
import { readFileSync } from 'node:fs';
import { createDecoder } from '../src/ingest/decode/create-decoder.ts';
import type { FeedName } from '../src/ingest/decode/feed.ts';
import { feeds } from '../src/ingest/feeds/index.ts';

const [feed = 'shadowserver', file = '', rounds = '5'] = process.argv.slice(2);
const body = readFileSync(file);
for (let round = 1; round <= Number(rounds); round++) {
  const told = { records: 0, refused: 0, identity: 0, extra: 0 };
  const started = process.cpuUsage();
  const decoder = createDecoder(
    feeds[feed as FeedName],
    { fileName: file, maxRecordBytes: 1024 * 1024, maxColumns: 512 },
    {
      record(given) {
        told.records++;
        told.identity += given.identity.length;
        told.extra += given.extra.length;
      },
      refuse() {
        told.refused++;
      },
    },
  );
  for (let at = 0; at < body.length; at += 65_536) decoder.push(body.subarray(at, at + 65_536));
  decoder.end();
  const { user, system } = process.cpuUsage(started);
  const cpu = user + system;
  console.log(
    JSON.stringify({
      round,
      ...told,
      cpuUsPerRecord: cpu / told.records,
      recordsPerSecond: Math.round((told.records / cpu) * 1e6),
    }),
  );
}
