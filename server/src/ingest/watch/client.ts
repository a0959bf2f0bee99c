import { createReadStream, watch } from 'node:fs';
import { mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Logger } from 'pino';
import { toAppError } from '#kernel/errors.ts';
import { guessFeed } from '../feeds/index.ts';
import { expandBody } from '#kernel/http/expand-body.ts';
import type { BodyToTake } from '../pipeline/jobs.ts';
import type { Receipt } from '@tocsin/api';
import type { SourceRow } from '../sources/store.ts';

export interface WatchOptions {
  /** One folder per source, named by its handle: DIR/<source>/<file>. */
  readonly directory: string;
  readonly maxExpansion: number;
  readonly log: Logger;
  readonly findSource: (handle: string) => Promise<SourceRow | undefined>;
  readonly take: (body: BodyToTake) => Promise<Receipt>;
  /** A file counts as complete when it has not grown for so long. */
  readonly settledMs?: number;
}

const done = '.done';
const failed = '.failed';
/** So many first bytes tell the format of a file. */
const guessBytes = 4096;
/** The file is sound and the server is not, for now: too busy, without its database, stopping, out of space. */
const temporary: ReadonlySet<number> = new Set([429, 503, 507]);

/**
 * Takes files that appear in DIR/<source>/, and moves each to DIR/<source>/.done/ or .failed/ with its receipt or its
 * problem beside it. Files that a stopped server left are taken at the next start; one that was taken already, but not
 * moved, gives the same receipt again. Returns what stops it.
 */
export async function watchFolder(options: WatchOptions): Promise<{ scan(): Promise<void>; stop(): Promise<void> }> {
  const { directory, log, settledMs = 500 } = options;
  await mkdir(directory, { recursive: true });
  const sizes = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  let scanning: Promise<void> | undefined;
  let stopped = false;

  async function scan(): Promise<void> {
    for (const folder of await readdir(directory, { withFileTypes: true })) {
      if (!folder.isDirectory() || folder.name.startsWith('.')) continue;
      for (const file of await readdir(join(directory, folder.name), { withFileTypes: true })) {
        if (stopped) return;
        if (file.isFile() && !file.name.startsWith('.'))
          await consider(join(directory, folder.name, file.name), folder.name);
      }
    }
  }

  async function consider(path: string, handle: string): Promise<void> {
    const { size } = await stat(path);
    if (sizes.get(path) !== size) {
      sizes.set(path, size);
      schedule();
      return;
    }
    sizes.delete(path);
    try {
      const receipt = await takeFile(options, path, handle);
      await settle(path, done, receipt);
      log.info({ source: handle, batch: receipt.batch, records: receipt.records }, 'a file was taken');
    } catch (err) {
      if (temporary.has(toAppError(err).status)) {
        log.warn({ err, source: handle }, 'a file cannot be taken yet');
        schedule();
        return;
      }
      log.error({ err, source: handle }, 'a file could not be taken');
      await settle(path, failed, { error: err instanceof Error ? err.message : String(err) });
    }
  }

  function schedule(): void {
    if (stopped || timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      run();
    }, settledMs);
  }
  function run(): void {
    scanning ??= scan()
      .catch((err: unknown) => log.error({ err }, 'the watched folder could not be read'))
      .finally(() => (scanning = undefined));
  }

  const watcher = watch(directory, { recursive: true }, schedule);
  watcher.on('error', (err) => log.error({ err }, 'the watched folder cannot be watched'));
  run();
  return {
    scan,
    async stop() {
      stopped = true;
      watcher.close();
      clearTimeout(timer);
      await scanning;
    },
  };
}

async function takeFile(options: WatchOptions, path: string, handle: string): Promise<Receipt> {
  const source = await options.findSource(handle);
  if (source === undefined)
    throw new Error(`there is no source ${handle}: the folder's name is the handle of a source`);
  const name = basename(path);
  const encoding = /\.gz$/.test(name) ? 'gzip' : /\.zst$/.test(name) ? 'zstd' : undefined;
  const read = () => expandBody(createReadStream(path), encoding, options.maxExpansion);
  const guess = guessFeed(name, await firstBytes(read()));
  return options.take({
    body: read(),
    source,
    feed: guess?.feed ?? source.feed,
    report: guess?.report ?? null,
    name: name.replace(/\.(gz|zst)$/, ''),
    idempotencyKey: null,
    sentBy: 'watched folder',
  });
}

async function firstBytes(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= guessBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, guessBytes);
}

async function settle(path: string, into: string, note: object): Promise<void> {
  const folder = join(dirname(path), into);
  await mkdir(folder, { recursive: true });
  await rename(path, join(folder, basename(path)));
  await writeFile(join(folder, `${basename(path)}.json`), `${JSON.stringify(note, null, 2)}\n`);
}
