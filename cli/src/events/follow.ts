import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError, routes, type Client } from '@tocsin/api';
import { messagesOf } from './messages.ts';

/** Writes everything after a cursor, page by page, and returns where the log stood then. */
export async function readPages(
  client: Client,
  after: string | undefined,
  limit: number,
  write: (text: string) => void,
): Promise<string> {
  for (let cursor = after; ;) {
    const query = { limit, ...(cursor === undefined ? {} : { after: cursor }) };
    const answer = await client.send(routes.events, { query, headers: { accept: 'application/x-ndjson' } });
    write(await answer.text());
    cursor = answer.headers.get('tocsin-cursor') ?? cursor ?? '';
    if (answer.headers.get('tocsin-more') !== 'true') return cursor;
  }
}

/**
 * Writes events as they come, for ever. A stream that ends or breaks is taken up again behind the last event: nothing is
 * missed, nothing comes twice. Throws ApiError when the server refuses (a token that was revoked, a cursor that is too old).
 */
export async function follow(
  client: Client,
  after: string,
  write: (text: string) => void,
  onBreak: (reason: string) => void,
): Promise<never> {
  let last = after;
  for (let failures = 0; ;) {
    try {
      const answer = await client.send(routes.stream, {
        headers: { accept: 'text/event-stream', 'last-event-id': last },
      });
      failures = 0;
      if (answer.body !== null) {
        for await (const { event, id, data } of messagesOf(answer.body)) {
          if (event === 'event') write(`${data}\n`);
          if (id !== '') last = id;
        }
      }
      onBreak('the server has ended the stream');
    } catch (error) {
      if (error instanceof ApiError && error.problem.code !== 'unreachable' && error.problem.status < 500) throw error;
      failures += 1;
      onBreak(error instanceof Error ? error.message : String(error));
    }
    await sleep(Math.min(30_000, 1000 * 2 ** Math.min(failures, 5)));
  }
}
