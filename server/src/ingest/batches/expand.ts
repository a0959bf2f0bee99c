import { Readable, Transform, pipeline } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { AppError } from '#kernel/errors.ts';

/** Below so many expanded bytes any ratio is harmless. */
const floorBytes = 64 * 1024 * 1024;

/** Reads the first bytes of a stream and gives them with a stream that begins with them again. */
async function peek(body: Readable): Promise<{ first: Uint8Array; whole: AsyncIterable<Uint8Array> }> {
  const pieces = body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  const begun: Uint8Array[] = [];
  let size = 0;
  while (size < 4) {
    const next = await pieces.next();
    if (next.done === true) break;
    begun.push(next.value);
    size += next.value.length;
  }
  async function* whole(): AsyncGenerator<Uint8Array, void, void> {
    try {
      yield* begun;
      for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) yield next.value;
    } finally {
      await pieces.return?.();
    }
  }
  return { first: Buffer.concat(begun).subarray(0, 4), whole: whole() };
}

type Encoding = 'identity' | 'gzip' | 'zstd';

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
  // A compressed file sent as it is: no format that is taken begins like this.
  if (first[0] === 0x1f && first[1] === 0x8b) return 'gzip';
  return first[0] === 0x28 && first[1] === 0xb5 && first[2] === 0x2f && first[3] === 0xfd ? 'zstd' : 'identity';
}

/** Why a decompressor failed, as a refusal. */
function compressionError(error: unknown, encoding: Encoding): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'Z_BUF_ERROR' || /unexpected end of file|src size is incorrect|incomplete/i.test(String(error))) {
    return new AppError('truncated_body', { detail: `The ${encoding} stream ends too early.` });
  }
  if (/^(Z_|ZSTD_)/.test(code))
    return new AppError('bad_request', { detail: `The body is no sound ${encoding} stream.` });
  return error;
}

/**
 * The bytes of a body, expanded as its Content-Encoding says, or as its first bytes tell where there is none. Throws
 * AppError `unsupported_encoding`, `truncated_body`, and `decompression_bomb` once more than 64 MiB came out and that is
 * more than `maxExpansion` times what went in. Memory stays bounded whatever comes.
 */
export async function* expandBody(
  body: Readable,
  encodingHeader: string | undefined,
  maxExpansion: number,
): AsyncGenerator<Uint8Array, void, void> {
  const { first, whole } = await peek(body);
  const encoding = encodingOf(encodingHeader, first);
  if (encoding === 'identity') return yield* whole;
  let taken = 0;
  const counted = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      taken += chunk.length;
      done(null, chunk);
    },
  });
  const expanding = encoding === 'gzip' ? createGunzip() : createZstdDecompress();
  pipeline(Readable.from(whole, { objectMode: false }), counted, expanding, () => undefined);
  let given = 0;
  try {
    for await (const chunk of expanding as AsyncIterable<Uint8Array>) {
      given += chunk.length;
      if (given > floorBytes && given > taken * maxExpansion) {
        throw new AppError('decompression_bomb', {
          detail: `The body grows more than ${maxExpansion} times when it is expanded.`,
        });
      }
      yield chunk;
    }
  } catch (error) {
    throw compressionError(error, encoding);
  } finally {
    expanding.destroy();
  }
}
