import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gather, type Gathered } from './gather.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const long = 60_000;

async function* sent(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array, void, void> {
  for (const piece of pieces) yield await Promise.resolve(piece);
}

/** A sender that a test lets speak and pause; `left` tells that nobody listens any more. */
function sender() {
  const waiting: ((result: IteratorResult<Uint8Array>) => void)[] = [];
  const state = { left: false };
  const body: AsyncIterable<Uint8Array> = {
    [Symbol.asyncIterator]: () => ({
      next: () => new Promise((resolve) => waiting.push(resolve)),
      return: () => {
        state.left = true;
        return Promise.resolve({ done: true, value: undefined });
      },
    }),
  };
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    body,
    state,
    async say(text: string): Promise<void> {
      while (waiting.length === 0) await turn();
      waiting.shift()!({ done: false, value: bytes(text) });
    },
    async end(): Promise<void> {
      while (waiting.length === 0) await turn();
      waiting.shift()!({ done: true, value: undefined });
    },
  };
}

const text = ({ bytes: got, flush }: Gathered): [string | null, boolean] => [
  got === null ? null : Buffer.from(got).toString(),
  flush,
];

test('every byte comes once and in order, in pieces of at least the size but for the last', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ maxLength: 30 }), { maxLength: 30 }),
      fc.integer({ min: 1, max: 50 }),
      async (pieces, size) => {
        const got: Uint8Array[] = [];
        for await (const { bytes: some } of gather(sent(pieces), size, long)) if (some !== null) got.push(some);
        expect(Buffer.concat(got)).toEqual(Buffer.concat(pieces));
        expect(got.slice(0, -1).every(({ length }) => length >= size)).toBe(true);
        // Each can be transferred to another thread: it is no slice of a pool.
        expect(got.every(({ buffer, length }) => buffer.byteLength === length)).toBe(true);
      },
    ),
  );
});

test('a sender that pauses is read as far as it spoke', async () => {
  const { body, say, end } = sender();
  const pieces = gather(body, 1_000, 1);
  const first = pieces.next();
  await say('a');
  expect(text((await first).value!)).toEqual(['a', true]);
  const second = pieces.next();
  await say('b');
  await end();
  // The end may come within the pause or after it.
  const { value } = await second;
  expect(text(value!)[0]).toBe('b');
  expect((await pieces.next()).done).toBe(true);
});

test('after a full piece a pause asks to flush what that left behind', async () => {
  const { body, say, end } = sender();
  const pieces = gather(body, 2, 1);
  const first = pieces.next();
  await say('ab');
  expect(text((await first).value!)).toEqual(['ab', false]);
  expect(text((await pieces.next()).value!)).toEqual([null, true]);
  const last = pieces.next();
  await end();
  expect((await last).done).toBe(true);
});

test('an error of the body comes through, and a reader that leaves closes the body', async () => {
  async function* broken(): AsyncGenerator<Uint8Array, void, void> {
    yield bytes('a');
    throw await Promise.resolve(new Error('cut off'));
  }
  await expect(async () => {
    for await (const piece of gather(broken(), 1, long)) expect(text(piece)[0]).toBe('a');
  }).rejects.toThrow('cut off');

  const { body, say, state } = sender();
  const pieces = gather(body, 1, long);
  const first = pieces.next();
  await say('a');
  await first;
  await pieces.return();
  expect(state.left).toBe(true);
});
