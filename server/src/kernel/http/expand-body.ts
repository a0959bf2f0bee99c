import { pipeline } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { AppError } from '../errors.ts';

/** Below so many expanded bytes any ratio is harmless. */
const FLOOR_BYTES = 64 * 1024 * 1024;

type Encoding = 'identity' | 'gzip' | 'zstd';

interface Counts {
  taken: number;
  given: number;
}

/**
 * The bytes of a body, expanded as its Content-Encoding says, or as its first bytes tell where there is none. Throws
 * AppError `unsupported_encoding`, `truncated_body`, and `decompression_bomb` once more than 64 MiB came out and that is
 * more than `maxExpansion` times what went in. Memory stays bounded whatever comes.
 */
export async function* expandBody(
  body: AsyncIterable<Uint8Array>,
  encodingHeader: string | undefined,
  maxExpansion: number,
): AsyncGenerator<Uint8Array, void, void> {
  const counts: Counts = { taken: 0, given: 0 };
  const source = counted(body, counts);
  try {
    const first = await take(source, 4);
    const encoding = encodingOf(encodingHeader, first);
    const whole = chain(first, source);
    if (encoding === 'identity') return yield* whole;
    for await (const chunk of expanded(encoding, whole, counts)) {
      counts.given += chunk.length;
      if (counts.given > FLOOR_BYTES && counts.given > counts.taken * maxExpansion) {
        throw new AppError('decompression_bomb', {
          detail: `The body grows more than ${maxExpansion} times when it is expanded.`,
        });
      }
      yield chunk;
    }
  } finally {
    // A refused body must be let go of however little of it was read, or its connection stays stuck in it. Not awaited: this
    // waits for the chunk that is being read, and a slow sender must not hold back a refusal.
    source.return().catch(() => undefined);
  }
}

function encodingOf(header: string | undefined, first: Uint8Array): Encoding {
  const named = (header ?? '').trim().toLowerCase();
  if (named === 'gzip' || named === 'x-gzip') return 'gzip';
  if (named === 'zstd') return 'zstd';
  if (named !== '' && named !== 'identity') {
    throw new AppError('unsupported_encoding', {
      detail: `Content-Encoding ${named.slice(0, 40)} is not taken; gzip and zstd are.`,
      headers: { 'accept-encoding': 'gzip, zstd' },
    });
  }
  // A compressed file sent as it is: no format that is taken begins with these numbers of RFC 1952 and RFC 8878.
  if (first[0] === 0x1f && first[1] === 0x8b) return 'gzip';
  return first[0] === 0x28 && first[1] === 0xb5 && first[2] === 0x2f && first[3] === 0xfd ? 'zstd' : 'identity';
}

async function* counted(body: AsyncIterable<Uint8Array>, counts: Counts): AsyncGenerator<Uint8Array, void, void> {
  for await (const chunk of body) {
    counts.taken += chunk.length;
    yield chunk;
  }
}

/** At least so many first bytes, or all that there are. */
async function take(source: AsyncIterator<Uint8Array>, bytes: number): Promise<Uint8Array> {
  let first: Uint8Array = new Uint8Array(0);
  while (first.length < bytes) {
    const next = await source.next();
    if (next.done === true) break;
    first = first.length === 0 ? next.value : Buffer.concat([first, next.value]);
  }
  return first;
}

async function* chain(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
  if (first.length > 0) yield first;
  yield* rest;
}

async function* expanded(
  encoding: 'gzip' | 'zstd',
  source: AsyncGenerator<Uint8Array, void, void>,
  counts: Counts,
): AsyncGenerator<Uint8Array, void, void> {
  const expander = encoding === 'gzip' ? createGunzip() : createZstdDecompress();
  // It has no return method: the source must stay open when a zstd frame ends before it does.
  const open: AsyncIterable<Uint8Array> = { [Symbol.asyncIterator]: () => ({ next: () => source.next() }) };
  try {
    pipeline(open, expander, () => undefined);
    for await (const chunk of expander as AsyncIterable<Uint8Array>) yield chunk;
    // Node expands one zstd frame and drops what follows: records must not be lost unseen.
    const rest = await source.next();
    if (encoding === 'zstd' && (rest.done !== true || counts.taken > expander.bytesWritten)) {
      throw new AppError('unsupported_encoding', {
        detail: 'More follows the first zstd frame; send one frame in a body.',
      });
    }
  } catch (error) {
    throw compressionError(error, encoding);
  } finally {
    expander.destroy();
  }
}

/** Why a decompressor failed, as a refusal; errors of the connection stay what they are. */
function compressionError(error: unknown, encoding: Encoding): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'Z_BUF_ERROR' || /unexpected end of file|src size is incorrect|incomplete/i.test(String(error))) {
    return new AppError('truncated_body', { detail: `The ${encoding} stream ends too early.` });
  }
  if (/^(Z_|ZSTD_)/.test(code))
    return new AppError('bad_request', { detail: `The body is no sound ${encoding} stream.` });
  return error;
}
