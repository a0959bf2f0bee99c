import { pipeline } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { AppError } from '#kernel/errors.ts';

export interface ExpandLimits {
  /** A body may expand to this many times its size; */
  maxRatio: number;
  /** as long as it expanded to no more than this, the ratio does not matter. */
  freeBytes: number;
}

export type Encoding = 'gzip' | 'zstd' | 'identity';

/** What was read and what it became, so far. */
export interface ExpandCounts {
  compressed: number;
  expanded: number;
}

/** The encoding that a Content-Encoding header names; undefined where none is named. Fails with unsupported_encoding. */
export function encodingOf(header: string | undefined): Encoding | undefined {
  const name = (header ?? '').trim().toLowerCase();
  if (name === '') return undefined;
  if (name === 'gzip' || name === 'x-gzip') return 'gzip';
  if (name === 'zstd' || name === 'identity') return name;
  throw new AppError('unsupported_encoding', {
    detail: `Content-Encoding ${name.slice(0, 60)}: gzip, zstd and none are read`,
  });
}

/** The encoding that first bytes show, by the magic numbers of RFC 1952 and RFC 8878. */
export function encodingOfBytes(first: Uint8Array): Encoding {
  if (first[0] === 0x1f && first[1] === 0x8b) return 'gzip';
  if (first[0] === 0x28 && first[1] === 0xb5 && first[2] === 0x2f && first[3] === 0xfd) return 'zstd';
  return 'identity';
}

/**
 * The plain bytes of a body, chunk by chunk as they are asked for; without an encoding its first bytes tell it. Memory is bounded by the chunks.
 * Fails with decompression_bomb when it grows beyond the limits, with truncated_body when it ends early or is damaged.
 */
export async function* expand(
  input: AsyncIterable<Uint8Array>,
  encoding: Encoding | undefined,
  limits: ExpandLimits,
  counts: ExpandCounts = { compressed: 0, expanded: 0 },
): AsyncGenerator<Uint8Array, void> {
  try {
    const source = counted(input, counts);
    const first = await take(source, 4);
    const all = chain(first, source);
    const found = encoding ?? encodingOfBytes(first);
    for await (const chunk of found === 'identity' ? all : decompressed(found, all, counts)) {
      counts.expanded += chunk.length;
      if (counts.expanded > limits.freeBytes && counts.expanded > limits.maxRatio * counts.compressed) {
        throw new AppError('decompression_bomb', {
          detail: `${counts.compressed} bytes became ${counts.expanded} and more`,
        });
      }
      yield chunk;
    }
  } catch (error) {
    throw error instanceof AppError ? error : problemOf(error);
  }
}

async function* counted(input: AsyncIterable<Uint8Array>, counts: ExpandCounts): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of input) {
    counts.compressed += chunk.length;
    yield chunk;
  }
}

/** At least so many first bytes, or all that there are. */
async function take(source: AsyncIterator<Uint8Array>, bytes: number): Promise<Uint8Array> {
  let first: Uint8Array = new Uint8Array(0);
  while (first.length < bytes) {
    const next = await source.next();
    if (next.done) break;
    first = first.length === 0 ? next.value : Buffer.concat([first, next.value]);
  }
  return first;
}

async function* chain(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  if (first.length > 0) yield first;
  yield* rest;
}

async function* decompressed(
  encoding: 'gzip' | 'zstd',
  source: AsyncGenerator<Uint8Array, void>,
  counts: ExpandCounts,
): AsyncGenerator<Uint8Array, void> {
  const expander = encoding === 'gzip' ? createGunzip() : createZstdDecompress();
  // Without a return method: the source must not be closed when a zstd frame ends before it does.
  const open: AsyncIterable<Uint8Array> = { [Symbol.asyncIterator]: () => ({ next: () => source.next() }) };
  try {
    pipeline(open, expander, () => undefined);
    for await (const chunk of expander as AsyncIterable<Buffer>) yield chunk;
    // Node expands one zstd frame and drops what follows: that must not happen unseen.
    const rest = await source.next();
    if (encoding === 'zstd' && (!rest.done || counts.compressed > expander.bytesWritten)) {
      throw new AppError('unsupported_encoding', { detail: 'more follows the first zstd frame: send one frame' });
    }
  } finally {
    expander.destroy();
    await source.return();
  }
}

/** An error of the compressed stream, or of the connection under it, as one of ours. */
function problemOf(error: unknown): AppError {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const damaged = code === 'Z_DATA_ERROR' || code.startsWith('ZSTD_error');
  return new AppError(
    'truncated_body',
    { detail: damaged ? 'the compressed body is damaged' : 'the body ended early' },
    { cause: error },
  );
}
