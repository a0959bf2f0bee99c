import { randomBytes } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { encodingOf, expand, type Encoding, type ExpandCounts } from './expand.ts';

const limits = { maxRatio: 50, freeBytes: 1024 * 1024 };
const plain = Buffer.concat([randomBytes(200_000), Buffer.alloc(200_000, 'a')]);

function pieces(body: Uint8Array, size: number): Readable {
  return Readable.from(
    (function* () {
      for (let at = 0; at < body.length; at += size) yield body.subarray(at, at + size);
    })(),
  );
}

async function read(body: Uint8Array, encoding?: Encoding, size = 1000, counts?: ExpandCounts): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of expand(pieces(body, size), encoding, limits, counts)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

test('gzip, zstd and plain bodies come out as they went in, named or not', async () => {
  const counts = { compressed: 0, expanded: 0 };
  const zipped = gzipSync(plain);
  expect((await read(zipped, undefined, 1000, counts)).equals(plain)).toBe(true);
  expect(counts).toEqual({ compressed: zipped.length, expanded: plain.length });
  for (const size of [1, 3, 70_000]) {
    const short = plain.subarray(0, size < 10 ? 500 : plain.length);
    expect((await read(gzipSync(short), 'gzip', size)).equals(short)).toBe(true);
    expect((await read(zstdCompressSync(short), 'zstd', size)).equals(short)).toBe(true);
    expect((await read(zstdCompressSync(short), undefined, size)).equals(short)).toBe(true);
    expect((await read(short, undefined, size)).equals(short)).toBe(true);
  }
  expect((await read(Buffer.concat([gzipSync('one'), gzipSync('two')]))).toString()).toBe('onetwo');
  expect((await read(new Uint8Array(0))).length).toBe(0);
  expect((await read(Buffer.from('ab'))).toString()).toBe('ab');
});

test('a body that ends early or is damaged is truncated_body', async () => {
  for (const cut of [5, 100, -8, -1]) {
    await expect(read(gzipSync(plain).subarray(0, cut))).rejects.toMatchObject({ code: 'truncated_body' });
    await expect(read(zstdCompressSync(plain).subarray(0, cut))).rejects.toMatchObject({ code: 'truncated_body' });
  }
  await expect(read(Buffer.from('no gzip at all'), 'gzip')).rejects.toMatchObject({ code: 'truncated_body' });
  const broken = new PassThrough();
  broken.write('some');
  setImmediate(() => broken.destroy(new Error('aborted')));
  const all = async () => {
    for await (const chunk of expand(broken, undefined, limits)) expect(chunk.length).toBe(4);
  };
  await expect(all()).rejects.toMatchObject({ code: 'truncated_body' });
});

test('a bomb is stopped soon after the limit', async () => {
  for (const body of [gzipSync(Buffer.alloc(64 * 1024 * 1024)), zstdCompressSync(Buffer.alloc(64 * 1024 * 1024))]) {
    const counts = { compressed: 0, expanded: 0 };
    await expect(read(body, undefined, 1000, counts)).rejects.toMatchObject({ code: 'decompression_bomb' });
    expect(counts.expanded).toBeLessThan(8 * 1024 * 1024);
  }
});

test('what follows a zstd frame is not dropped unseen', async () => {
  const two = Buffer.concat([zstdCompressSync('one'), zstdCompressSync('two')]);
  for (const size of [1, 10, 20, 1000]) {
    const outcome = await read(two, undefined, size).then(String, (error: unknown) => error);
    if (outcome !== 'onetwo') expect(outcome).toMatchObject({ code: 'unsupported_encoding' });
  }
  await expect(read(two)).rejects.toMatchObject({ code: 'unsupported_encoding' });
});

test('a header names the encoding, or is refused', () => {
  expect([undefined, '', 'gzip', 'X-GZIP', ' zstd', 'identity'].map(encodingOf)).toEqual([
    undefined,
    undefined,
    'gzip',
    'gzip',
    'zstd',
    'identity',
  ]);
  expect(() => encodingOf('br')).toThrow(/gzip, zstd/);
});
