import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { once } from 'node:events';
import { finished, pipeline } from 'node:stream/promises';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';
import { OperatorError } from '../operator-error.ts';
import { parseManifest, type Manifest, type Trailer } from './manifest.ts';

/**
 * A backup file: this line, the manifest as one line of JSON, then one zstd stream. In the stream each table is a run of
 * frames (length in 4 bytes, big-endian, then so many bytes) closed by an empty frame; the trailer's JSON and its SHA-256
 * are the last two frames. `head -n 2` shows what a file is.
 */
const MAGIC = 'TOCSIN BACKUP\n';
const FRAME = 64 * 1024;
const LONGEST_FRAME = 1024 ** 3;

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');

/** Takes the tables in the manifest's order, then its files, then the trailer's sequences. */
export interface ArchiveWriter {
  /** Writes one table from chunks of any size; returns their bytes. Its rows are known only afterwards. */
  table(chunks: AsyncIterable<Buffer>, rows: () => number): Promise<number>;
  /** Writes one file. */
  file(chunks: AsyncIterable<Buffer>): Promise<void>;
  /** Writes the trailer, brings all to disk and gives the file its name. Returns its size in bytes. */
  finish(sequences: Trailer['sequences']): Promise<number>;
  /** Gives up and removes what was written. */
  abort(): Promise<void>;
}

/** Begins a backup file, readable for its owner alone. It has the name `file` only once it is complete. */
export async function createArchive(file: string, manifest: Manifest): Promise<ArchiveWriter> {
  if ((await stat(file).catch(() => undefined)) !== undefined) throw new OperatorError(`${file} exists already.`);
  const partial = `${file}.partial`;
  const head = JSON.stringify(manifest);
  const output = createWriteStream(partial, { mode: 0o600 });
  await once(output, 'open');
  output.write(`${MAGIC}${head}\n`);
  const stream = createZstdCompress({
    params: { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 },
  });
  const written = pipeline(stream, output);
  // Reported by the write that waits for it, or by finish().
  written.catch(() => undefined);
  const tables: Trailer['tables'][number][] = [];
  const files: { bytes: number; sha256: string }[] = [];

  async function frame(payload: Buffer): Promise<void> {
    const length = Buffer.allocUnsafe(4);
    length.writeUInt32BE(payload.length);
    stream.write(length);
    if (!stream.write(payload)) await Promise.race([once(stream, 'drain'), written]);
  }

  async function run(chunks: AsyncIterable<Buffer>): Promise<{ bytes: number; sha256: string }> {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of inFrames(chunks)) {
      hash.update(chunk);
      bytes += chunk.length;
      await frame(chunk);
    }
    await frame(Buffer.alloc(0));
    return { bytes, sha256: hash.digest('hex') };
  }

  return {
    async table(chunks, rows) {
      const written = await run(chunks);
      tables.push({ rows: rows(), ...written });
      return written.bytes;
    },
    async file(chunks) {
      files.push(await run(chunks));
    },
    async finish(sequences) {
      const trailer = Buffer.from(
        JSON.stringify({ tables, files, sequences, manifestSha256: sha256(head) } satisfies Trailer),
      );
      await frame(trailer);
      await frame(Buffer.from(sha256(trailer)));
      stream.end();
      await written;
      const handle = await open(partial, 'r');
      await handle.sync();
      const { size } = await handle.stat();
      await handle.close();
      await rename(partial, file);
      return size;
    },
    async abort() {
      stream.destroy();
      await finished(output).catch(() => undefined);
      await rm(partial, { force: true });
    },
  };
}

/** Gathers small chunks: PostgreSQL gives COPY row by row. */
async function* inFrames(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    if (chunk.length === 0) continue;
    held.push(chunk);
    size += chunk.length;
    if (size < FRAME) continue;
    yield Buffer.concat(held);
    held = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(held);
}

/** Reads a file in the order in which it was written. Every damage is an OperatorError. */
export interface ArchiveReader {
  readonly manifest: Manifest;
  /** The next table's bytes; to be read to their end before the next call. */
  table(): AsyncGenerator<Buffer>;
  /** Behind the tables, the next file's bytes; likewise. */
  file(): AsyncGenerator<Buffer>;
  /** After the last table and file: the trailer, whose hashes have been compared with what was read. */
  finish(): Promise<Trailer>;
  close(): void;
}

/** Opens a backup file and reads its manifest. */
export async function openArchive(file: string): Promise<ArchiveReader> {
  const { head, dataStart } = await readHead(file);
  const manifest = parseManifest(head);
  const source = createReadStream(file, { start: dataStart });
  const stream = createZstdDecompress();
  const through = pipeline(source, stream);
  through.catch(() => undefined);
  const frames = readFrames(stream);
  const read: { bytes: number; sha256: string }[] = [];
  const readFiles: { bytes: number; sha256: string }[] = [];

  async function next(): Promise<Buffer> {
    try {
      const { value, done } = await frames.next();
      if (done !== true) return value;
    } catch (cause) {
      throw cause instanceof OperatorError
        ? cause
        : damaged(cause instanceof Error ? cause.message : String(cause), cause);
    }
    throw damaged('it ends too early');
  }

  async function* run(into: typeof read): AsyncGenerator<Buffer> {
    const hash = createHash('sha256');
    let bytes = 0;
    for (let chunk = await next(); chunk.length > 0; chunk = await next()) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
    into.push({ bytes, sha256: hash.digest('hex') });
  }

  return {
    manifest,
    table: () => run(read),
    file: () => run(readFiles),
    async finish() {
      const text = await next();
      if (sha256(text) !== (await next()).toString()) throw damaged('its trailer does not match its checksum');
      const trailer = JSON.parse(text.toString()) as Trailer;
      if (trailer.manifestSha256 !== sha256(head)) throw damaged('its manifest does not match its checksum');
      const bad = trailer.tables.findIndex((table, index) => table.sha256 !== read[index]?.sha256);
      if (bad !== -1) throw damaged(`the rows of ${manifest.tables[bad]?.name ?? '?'} do not match their checksum`);
      const badFile = trailer.files?.findIndex((file, index) => file.sha256 !== readFiles[index]?.sha256) ?? -1;
      if (badFile !== -1) throw damaged(`${manifest.files?.[badFile]?.path ?? '?'} does not match its checksum`);
      return trailer;
    },
    close() {
      source.destroy();
      stream.destroy();
    },
  };
}

async function readHead(file: string): Promise<{ head: string; dataStart: number }> {
  const handle = await open(file, 'r').catch((cause: unknown) => {
    throw new OperatorError(`${file} cannot be read.`, { cause });
  });
  try {
    let text = Buffer.alloc(0);
    for (let end = -1; end === -1; end = text.indexOf('\n', MAGIC.length)) {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(FRAME), 0, FRAME, text.length);
      text = Buffer.concat([text, buffer.subarray(0, bytesRead)]);
      if (!text.subarray(0, MAGIC.length).equals(Buffer.from(MAGIC)))
        throw new OperatorError(`${file} is not a backup of Tocsin.`);
      if (bytesRead === 0) throw damaged('it ends too early');
    }
    const end = text.indexOf('\n', MAGIC.length);
    return { head: text.subarray(MAGIC.length, end).toString(), dataStart: end + 1 };
  } finally {
    await handle.close();
  }
}

async function* readFrames(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer, undefined> {
  let held: Buffer[] = [];
  let size = 0;
  let inHeader = true;
  let wanted = 4;
  for await (const chunk of stream) {
    held.push(chunk);
    size += chunk.length;
    if (size < wanted) continue;
    let rest = Buffer.concat(held);
    while (rest.length >= wanted) {
      const part: Buffer = rest.subarray(0, wanted);
      rest = rest.subarray(wanted);
      const length: number = inHeader ? part.readUInt32BE() : 0;
      if (length > LONGEST_FRAME) throw damaged('it has a frame too long to be one');
      // An empty frame is its header alone.
      if (length === 0) yield inHeader ? Buffer.alloc(0) : part;
      inHeader = length === 0;
      wanted = length === 0 ? 4 : length;
    }
    held = [rest];
    size = rest.length;
  }
}

function damaged(why: string, cause?: unknown): OperatorError {
  return new OperatorError(`The backup is damaged: ${why}. Use another one.`, { cause });
}
