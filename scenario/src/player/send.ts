import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { ApiError, routes, type Client, type Receipt } from '@tocsin/api';
import { contentTypes } from '../formats/feed-file.ts';
import type { Chunk } from '../story/chunks.ts';

const compress = promisify(gzip);
/** Senders of large files compress them; a fast level costs less than it saves. */
const compressFrom = 64 * 1024;
const patience = 12;

/**
 * Sends one file and returns its receipt. Waits as long as a busy server asks for; the Idempotency-Key makes sure that a file
 * which arrived although its answer was lost is not taken twice. Throws ApiError for a refusal.
 */
export async function sendChunk(client: Client, chunk: Chunk, signal: AbortSignal): Promise<Receipt> {
  const { source, feed, report, name, body } = chunk;
  const plain = new TextEncoder().encode(body);
  const large = plain.byteLength >= compressFrom;
  const raw = large ? new Uint8Array(await compress(plain, { level: 1 })) : plain;
  const headers = {
    'content-type': contentTypes[feed] ?? 'application/octet-stream',
    'idempotency-key': `drill/${source}/${name}`,
    ...(large ? { 'content-encoding': 'gzip' } : {}),
  };
  const query = { source, feed, name: `${name}/${source}`, ...(report === '' ? {} : { report }) };
  for (let attempt = 1; ; attempt++) {
    try {
      return await client.call(routes.postEvents, { query, headers, raw, signal });
    } catch (error) {
      const wait = attempt < patience ? waitAfter(error) : undefined;
      if (wait === undefined) throw error;
      await sleep(wait * 1000, undefined, { signal });
    }
  }
}

/** Seconds after which a refused request may come again; undefined where that would change nothing. */
function waitAfter(error: unknown): number | undefined {
  if (!(error instanceof ApiError) || ![409, 429, 503].includes(error.problem.status)) return undefined;
  const { status, retryAfter } = error.problem;
  return retryAfter ?? (status === 409 ? undefined : 2);
}
