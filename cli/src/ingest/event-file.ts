import { createHash } from 'node:crypto';
import { createReadStream, openSync, closeSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { UsageError } from '../problem.ts';

/** A file to send; standard input for `-`, which has no size and can be read once only. */
export interface EventFile {
  readonly name: string;
  readonly bytes: number | undefined;
  readonly encoding: 'gzip' | 'zstd' | undefined;
  /** The same content has the same key: sent again, it gets its first receipt. */
  readonly key: string | undefined;
  /** The content, from its beginning each time; `onBytes` is told of what was read. */
  content(onBytes: (bytes: number) => void): ReadableStream<Uint8Array>;
}

/** Opens a file by its path. Throws a UsageError where it cannot be read. */
export async function openEventFile(path: string): Promise<EventFile> {
  if (path === '-') {
    return {
      name: 'standard input',
      bytes: undefined,
      encoding: undefined,
      key: undefined,
      content: (onBytes) => counted(process.stdin, onBytes),
    };
  }
  try {
    return {
      name: basename(path),
      bytes: statSync(path).size,
      encoding: encodingOf(path),
      key: `sha256-${await hashOf(path)}`,
      content: (onBytes) => counted(createReadStream(path, { highWaterMark: 256 * 1024 }), onBytes),
    };
  } catch (cause) {
    throw new UsageError(`${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

/** Told by the first bytes (RFC 1952, RFC 8878), whatever the file is called. */
function encodingOf(path: string): 'gzip' | 'zstd' | undefined {
  const start = Buffer.alloc(4);
  const file = openSync(path, 'r');
  try {
    readSync(file, start, 0, 4, 0);
  } finally {
    closeSync(file);
  }
  if (start.readUInt16BE(0) === 0x1f8b) return 'gzip';
  return start.readUInt32LE(0) === 0xfd2fb528 ? 'zstd' : undefined;
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest('hex');
}

function counted(from: Readable, onBytes: (bytes: number) => void): ReadableStream<Uint8Array> {
  const chunks = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of from as AsyncIterable<Buffer>) {
      onBytes(chunk.byteLength);
      yield chunk;
    }
  };
  return Readable.toWeb(Readable.from(chunks())) as ReadableStream<Uint8Array>;
}
