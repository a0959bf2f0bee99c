import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError, routes, type Client, type Receipt } from '@tocsin/api';
import type { EventFile } from './event-file.ts';

export interface Destination {
  readonly source: string;
  readonly feed?: string;
  readonly report?: string;
}

const patience = 8;

/**
 * Sends a file and returns its receipt. A busy server is given the time that it asks for; a broken connection is tried
 * again, for the file's key makes sure that nothing is taken twice.
 */
export async function sendFile(
  client: Client,
  file: EventFile,
  to: Destination,
  onBytes: (bytes: number) => void,
): Promise<Receipt> {
  const headers = {
    'content-type': 'application/octet-stream',
    ...(file.encoding === undefined ? {} : { 'content-encoding': file.encoding }),
    ...(file.key === undefined ? {} : { 'idempotency-key': file.key }),
  };
  const query = { ...to, name: file.name };
  for (let attempt = 1; ; attempt++) {
    try {
      return await client.call(routes.postEvents, { query, headers, raw: file.content(onBytes) });
    } catch (error) {
      const wait = file.key !== undefined && attempt < patience ? waitAfter(error, attempt) : undefined;
      if (wait === undefined) throw error;
      await sleep(wait * 1000);
    }
  }
}

/** Seconds to wait before trying again; undefined where that would change nothing. */
function waitAfter(error: unknown, attempt: number): number | undefined {
  if (!(error instanceof ApiError)) return undefined;
  const { status, code, retryAfter } = error.problem;
  // The first failure to connect is told at once: nobody waits for a server that is not there.
  if (code === 'unreachable') return attempt === 1 ? undefined : 2 ** attempt / 4;
  if (status === 429 || status === 503) return retryAfter ?? 2;
  return retryAfter;
}
