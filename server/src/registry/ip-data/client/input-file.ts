import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { PassThrough, pipeline, Transform } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { createLineSplitter, type Line } from '../inputs/line-splitter.ts';

const GZIP = Buffer.from([0x1f, 0x8b]);
const ZSTD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/** An input file that is being read. */
export interface OpenInput {
  readonly name: string;
  /** Size of the file as it lies on disk. */
  readonly bytes: number;
  /** Bytes of it read so far. */
  readonly bytesRead: () => number;
  /** SHA-256 (hex) of it, once all chunks have been read. */
  readonly sha256: () => string;
  /** The decoded content, chunk by chunk: undefined at its end. Rejects where the file, or its compression, is broken. */
  readonly next: () => Promise<Buffer | undefined>;
  readonly close: () => void;
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Opens an input file; gzip and zstd are known by their first bytes and decoded. */
export async function openInput(path: string): Promise<OpenInput> {
  const { size } = await stat(path);
  const head = await headOf(path);
  const decoder = head.subarray(0, 2).equals(GZIP)
    ? createGunzip()
    : head.equals(ZSTD)
      ? createZstdDecompress()
      : new PassThrough();
  const hash = createHash('sha256');
  let bytesRead = 0;
  const observer = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytesRead += chunk.length;
      done(null, chunk);
    },
  });
  // Errors of any part reach the reader of `decoder` through its iterator.
  pipeline(createReadStream(path, { highWaterMark: 256 * 1024 }), observer, decoder, () => undefined);
  const chunks: AsyncIterator<Buffer, undefined> = decoder[Symbol.asyncIterator]();
  let digest: string | undefined;
  return {
    name: basename(path),
    bytes: size,
    bytesRead: () => bytesRead,
    sha256: () => (digest ??= hash.digest('hex')),
    next: async () => {
      const step: IteratorResult<Buffer, undefined> = await chunks.next();
      return step.done === true ? undefined : step.value;
    },
    close: () => decoder.destroy(),
  };
}

/** The lines of an input in batches, `first` being its first chunk. */
export async function* inputLines(input: OpenInput, first: Buffer): AsyncGenerator<Line[]> {
  const splitter = createLineSplitter();
  for (let chunk: Buffer | undefined = first; chunk !== undefined; chunk = await input.next())
    yield splitter.push(chunk);
  yield splitter.end();
}

/** The whole content of an input, or undefined where it is larger than `most` bytes. */
export async function inputBytes(input: OpenInput, first: Buffer, most: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for (let chunk: Buffer | undefined = first; chunk !== undefined; chunk = await input.next()) {
    bytes += chunk.length;
    if (bytes > most) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
