import type { Readable } from 'node:stream';
import { createGunzip, type Gunzip } from 'node:zlib';
import { AppError } from '../errors.ts';

/** What a compressed body may be longer on the wire than its content: blocks and members that hold nothing. */
const wireSlack = 64 * 1024;

/** Passes a stream on up to `most` bytes; then throws AppError `outbound_too_large`. */
async function* limited(stream: AsyncIterable<Buffer>, most: number, told: number): AsyncGenerator<Buffer> {
  let seen = 0;
  for await (const chunk of stream) {
    seen += chunk.length;
    if (seen > most) throw tooLarge(told);
    yield chunk;
  }
}

/** The error for an answer beyond `most` bytes. */
export function tooLarge(most: number): AppError {
  return new AppError('outbound_too_large', { detail: `The answer is longer than ${most} bytes.` });
}

/**
 * The content of an answer, with gzip undone, chunk by chunk and never more than `most` bytes in all. Throws AppError
 * `outbound_too_large` beyond them, `outbound_unreachable` for an encoding that was not asked for or is damaged.
 */
export async function* readBody(body: Readable, encoding: string | undefined, most: number): AsyncGenerator<Buffer> {
  const plain = encoding === undefined || encoding === '' || encoding === 'identity';
  if (plain) {
    yield* limited(body, most, most);
    return;
  }
  if (encoding !== 'gzip' && encoding !== 'x-gzip')
    throw new AppError('outbound_unreachable', { detail: 'The answer is compressed in a way that was not asked for.' });
  const wire = limited(body, most + wireSlack, most);
  // The answer to HEAD, or to what brings nothing, may name an encoding of nothing.
  const begin = await wire.next();
  if (begin.done === true) return;
  const gunzip = createGunzip();
  const feeding = feed(begin.value, wire, gunzip);
  try {
    yield* limited(gunzip, most, most);
    await feeding;
  } finally {
    gunzip.destroy();
    body.destroy();
    // Whatever the feeding ends with once nobody reads on was already thrown, or is of no interest.
    await feeding.catch(() => undefined);
  }
}

async function feed(begin: Buffer, wire: AsyncIterable<Buffer>, gunzip: Gunzip): Promise<void> {
  try {
    gunzip.write(begin);
    for await (const chunk of wire)
      if (!gunzip.write(chunk) && !gunzip.destroyed)
        await new Promise<void>((resolve) => {
          gunzip.once('drain', resolve).once('close', resolve);
        });
    gunzip.end();
  } catch (error) {
    gunzip.destroy(error instanceof Error ? error : new Error(String(error)));
  }
}
