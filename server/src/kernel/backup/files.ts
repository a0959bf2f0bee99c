import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { OperatorError } from '../operator-error.ts';
import type { FileData } from './manifest.ts';

/** The only folder of the data directory whose files rows depend on: a snapshot has a name for ever, and is never changed. */
const folder = 'ip-data';
/** A name in that folder, and nothing else: a backup may come from anywhere. */
const path = /^ip-data\/[A-Za-z0-9][A-Za-z0-9._-]{0,200}$/;

/** The files of a data directory that a backup holds, by name. Drafts of uploads, whose names begin with a dot, are none. */
export async function filesToKeep(dataDir: string): Promise<FileData[]> {
  const entries = await readdir(join(dataDir, folder), { withFileTypes: true }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
  const names = entries
    .filter((entry) => entry.isFile() && path.test(`${folder}/${entry.name}`))
    .map(({ name }) => name);
  return Promise.all(
    names.sort().map(async (name) => {
      const { size } = await stat(join(dataDir, folder, name));
      return { path: `${folder}/${name}`, bytes: size };
    }),
  );
}

/** Files of a backup on their way into a data directory. */
export interface FilesToRestore {
  /** Writes one, under a name of its own. Throws an OperatorError for a path that no backup of ours has. */
  write(file: FileData, chunks: AsyncIterable<Buffer>): Promise<void>;
  /** Gives all their names: call it when the rows that name them are committed. */
  settle(): Promise<void>;
  /** Removes what was not settled. */
  abandon(): Promise<void>;
}

/** Restores into `dataDir`; without one the files are read and thrown away. */
export function filesToRestore(dataDir: string | undefined): FilesToRestore {
  let drafts: { draft: string; to: string }[] = [];
  return {
    async write(file, chunks) {
      if (!path.test(file.path))
        throw new OperatorError(`The backup names a file that does not belong in it: ${file.path}`);
      if (dataDir === undefined) {
        for await (const _chunk of chunks);
        return;
      }
      const to = join(dataDir, file.path);
      const draft = join(dirname(to), `.restore.${drafts.length}.draft`);
      await mkdir(dirname(to), { recursive: true });
      drafts.push({ draft, to });
      await pipeline(chunks, createWriteStream(draft, { flush: true }));
    },
    async settle() {
      for (const { draft, to } of drafts) await rename(draft, to);
      for (const directory of new Set(drafts.map(({ to }) => dirname(to)))) {
        const handle = await open(directory, 'r');
        await handle.sync().finally(() => handle.close());
      }
      drafts = [];
    },
    async abandon() {
      for (const { draft } of drafts) await rm(draft, { force: true });
      drafts = [];
    },
  };
}
