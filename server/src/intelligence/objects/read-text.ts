import { AppError } from '#kernel/errors.ts';
import { expandBody } from '#kernel/http/expand-body.ts';

/** Largest body, expanded, that is read as a whole; more than that goes in several requests. */
const mostBytes = 64 * 1024 ** 2;
/** Below 64 MiB any ratio is harmless, and more is not read. */
const mostExpansion = 200;

/** A body as text, plain, gzip or zstd. Throws `payload_too_large`, `bad_request` for what is no UTF-8, and what expanding throws. */
export async function readText(body: AsyncIterable<Uint8Array>, encoding: string | undefined): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of expandBody(body, encoding, mostExpansion)) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new AppError('payload_too_large', { detail: `At most ${mostBytes} bytes at once.` });
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch (cause) {
    throw new AppError('bad_request', { detail: 'The body is not UTF-8.' }, { cause });
  }
}
