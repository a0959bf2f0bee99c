import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '#kernel/errors.ts';
import { imageProblem } from '../check-image.ts';
import { openSnapshot, type IpSnapshot } from '../snapshot.ts';
import { decodeImage, imageHash, statedHash } from '../snapshot-image.ts';

const MOST_IMAGE_BYTES = 2 * 1024 ** 3;

/** Ending of snapshot files. */
export const EXTENSION = '.ipdata';

/** Where the snapshots of a programme lie. */
export function snapshotFolder(dataDir: string): string {
  return join(dataDir, 'ip-data');
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
}

/** Gives a complete file its final name, and makes that last. */
export async function settle(draft: string, path: string): Promise<void> {
  await rename(draft, path);
  await syncFolder(dirname(path));
}

/** Writes an image so that the file is there whole or not at all, also when the machine stops in between. */
export async function writeImage(path: string, image: SharedArrayBuffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = join(dirname(path), `.${basename(path)}.${randomUUID()}.draft`);
  try {
    const file = await open(draft, 'wx');
    try {
      await file.writeFile(new Uint8Array(image));
      await file.sync();
    } finally {
      await file.close();
    }
    await settle(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

function tooLarge(): AppError {
  return new AppError('payload_too_large', { detail: `A snapshot has at most ${MOST_IMAGE_BYTES} bytes.` });
}

/**
 * Takes an upload into a draft file in the folder, checks it, and lets `keep` decide about its final name; the draft is
 * gone afterwards, whatever happens.
 */
export async function receiveSnapshot<T>(
  body: Readable,
  folder: string,
  keep: (snapshot: IpSnapshot, draft: string) => Promise<T>,
): Promise<T> {
  await mkdir(folder, { recursive: true });
  const draft = join(folder, `.upload.${randomUUID()}.draft`);
  let left = MOST_IMAGE_BYTES;
  const bounded = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      left -= chunk.length;
      if (left < 0) done(tooLarge());
      else done(null, chunk);
    },
  });
  try {
    await pipeline(body, bounded, createWriteStream(draft, { flags: 'wx', flush: true }));
    return await keep(await readSnapshot(draft, 'upload'), draft);
  } finally {
    await rm(draft, { force: true });
  }
}

function refuse(name: string, problem: string): AppError {
  return new AppError('validation_failed', { detail: `${name}: ${problem}` });
}

/** The content of a file in memory that threads share. */
async function readImage(path: string): Promise<SharedArrayBuffer> {
  const { size } = await stat(path);
  if (size > MOST_IMAGE_BYTES) throw tooLarge();
  const image = new SharedArrayBuffer(size);
  const file = await open(path);
  try {
    const bytes = new Uint8Array(image);
    for (let at = 0; at < size;) {
      const { bytesRead } = await file.read(bytes, at, size - at, at);
      if (bytesRead === 0) throw refuse(basename(path), 'changed while it was read');
      at += bytesRead;
    }
  } finally {
    await file.close();
  }
  return image;
}

/** Reads and checks a snapshot file of unknown origin. Throws `validation_failed`, with `name`, where it is broken. */
export async function readSnapshot(path: string, name = basename(path)): Promise<IpSnapshot> {
  const image = await readImage(path);
  const problem = imageProblem(image);
  if (problem !== undefined) throw refuse(name, problem);
  return openSnapshot(image);
}

/** Reads a snapshot file that was checked before: it is the same one where it has the same hash. Throws `validation_failed`. */
export async function readKnownSnapshot(path: string, sha256: string): Promise<IpSnapshot> {
  const image = await readImage(path);
  const same = typeof decodeImage(image) !== 'string' && imageHash(image) === sha256 && statedHash(image) === sha256;
  if (!same) throw refuse(basename(path), 'not the file that was registered');
  return openSnapshot(image);
}
