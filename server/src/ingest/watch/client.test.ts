import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import pino from 'pino';
import type { Receipt } from '@tocsin/api';
import { AppError } from '#kernel/errors.ts';
import { eventually } from '../../../test/ingest-server.ts';
import { sourceFacts } from '../../../test/portions.ts';
import type { BodyToTake } from '../pipeline/jobs.ts';
import { watchFolder } from './client.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of cleanUp.splice(0).reverse()) await close();
});

/** A watched folder of the source `sensor`; `taken` are the bodies, and `answer` says what becomes of each. */
async function watching(
  answer: (body: string, times: number) => void = () => undefined,
  before: (folder: string) => void = () => undefined,
) {
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-watch-'));
  cleanUp.push(() => rmSync(directory, { recursive: true }));
  const folder = join(directory, 'sensor');
  mkdirSync(folder);
  before(folder);
  const taken: { text: string; input: BodyToTake }[] = [];
  const take = async (input: BodyToTake): Promise<Receipt> => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of input.body) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    taken.push({ text, input });
    answer(text, taken.length);
    return { batch: taken.length, records: 1 } as Receipt;
  };
  const watch = await watchFolder({
    directory,
    maxExpansion: 200,
    log: pino({ level: 'silent' }),
    settledMs: 10,
    take,
    findSource: (handle) =>
      Promise.resolve(handle === 'sensor' ? { ...sourceFacts(), state: 'active' as const, columns: {} } : undefined),
  });
  cleanUp.push(() => watch.stop());
  const files = (name: string) =>
    eventually(name, () =>
      Promise.resolve(readdirSync(folder, { recursive: true, encoding: 'utf8' }).includes(name) ? true : undefined),
    );
  return { folder, taken, files, watch };
}

test('a file that a stopped server left is taken at the start', async () => {
  const { folder, taken, files } = await watching(undefined, (at) =>
    writeFileSync(join(at, 'left.ndjson'), '{"time":"x"}\n'),
  );
  await files(join('.done', 'left.ndjson.json'));
  expect(taken.map(({ text, input }) => [text, input.feed, input.name, input.source.handle])).toEqual([
    ['{"time":"x"}\n', 'tocsin', 'left.ndjson', 'sensor'],
  ]);
  expect(JSON.parse(readFileSync(join(folder, '.done', 'left.ndjson.json'), 'utf8'))).toEqual({ batch: 1, records: 1 });
});

test('a file is left where it is while the server cannot take it, and taken when it can', async () => {
  const { folder, taken, files } = await watching((_text, times) => {
    if (times === 1) throw new AppError('database_unavailable');
    if (times === 2) throw new AppError('busy');
  });
  writeFileSync(join(folder, 'a.ndjson'), '{}\n');
  await files(join('.done', 'a.ndjson'));
  expect(taken).toHaveLength(3);
});

test('a file that is refused is set aside with the reason', async () => {
  const { folder, taken, files } = await watching(() => {
    throw new AppError('decompression_bomb', { detail: 'too large' });
  });
  writeFileSync(join(folder, 'a.ndjson'), '{}\n');
  await files(join('.failed', 'a.ndjson.json'));
  expect(taken).toHaveLength(1);
  expect(JSON.parse(readFileSync(join(folder, '.failed', 'a.ndjson.json'), 'utf8'))).toEqual({ error: 'too large' });
});

test('hidden files are none of ours', async () => {
  const { folder, taken, files } = await watching();
  writeFileSync(join(folder, '.writing'), '{}\n');
  writeFileSync(join(folder, 'z.ndjson'), '{}\n');
  await files(join('.done', 'z.ndjson'));
  expect(taken).toHaveLength(1);
});
