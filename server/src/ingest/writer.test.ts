import { expect, test } from 'vitest';
import { createGroupWriter } from './writer.ts';

/** A writer whose commits end when the test says so. */
function held(options: { lanes?: number; groupSize?: number; lost?: (error: unknown) => boolean } = {}) {
  const commits: { items: readonly number[]; end: () => void; fail: (error: unknown) => void }[] = [];
  const writer = createGroupWriter<number, number>({
    lanes: 1,
    groupSize: 10,
    sizeOf: (item) => item,
    ...options,
    commit: (items) =>
      new Promise((resolve, reject) =>
        commits.push({ items, end: () => resolve(items.map((item) => item * 2)), fail: reject }),
      ),
  });
  return { writer, commits };
}
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test('what arrives in one turn is one transaction, up to the size of a group', async () => {
  const { writer, commits } = held();
  const written = [4, 5, 3, 1].map((item) => writer.write(item));
  await turn();
  expect(commits.map(({ items }) => items)).toEqual([[4, 5]]);
  commits[0]!.end();
  await turn();
  expect(commits.map(({ items }) => items)).toEqual([
    [4, 5],
    [3, 1],
  ]);
  commits[1]!.end();
  expect(await Promise.all(written)).toEqual([8, 10, 6, 2]);
});

test('one that is larger than a group passes alone', async () => {
  const { writer, commits } = held();
  void writer.write(50);
  void writer.write(1);
  await turn();
  expect(commits[0]!.items).toEqual([50]);
});

test('no more transactions at once than there are lanes', async () => {
  const { writer, commits } = held({ lanes: 2, groupSize: 1 });
  const written = [1, 1, 1].map((item) => writer.write(item));
  await turn();
  expect(commits).toHaveLength(2);
  expect(writer.pending).toBe(3);
  commits[1]!.end();
  await turn();
  expect(commits).toHaveLength(3);
  commits[0]!.end();
  commits[2]!.end();
  await Promise.all(written);
  await turn();
  expect(writer.pending).toBe(0);
});

test('one that cannot be stored does not take the others with it', async () => {
  const commits: (readonly number[])[] = [];
  const writer = createGroupWriter<number, number>({
    lanes: 1,
    groupSize: 100,
    sizeOf: () => 1,
    commit: (items) => {
      commits.push(items);
      return items.includes(13) ? Promise.reject(new Error('unlucky')) : Promise.resolve(items);
    },
  });
  const outcomes = await Promise.allSettled([1, 13, 2].map((item) => writer.write(item)));
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(commits).toEqual([[1, 13, 2], [1], [13], [2]]);
});

test('where the commit may have happened nothing is tried again', async () => {
  const { writer, commits } = held({ lost: (error) => error === 'connection lost' });
  const written = [1, 2].map((item) => writer.write(item));
  await turn();
  commits[0]!.fail('connection lost');
  expect((await Promise.allSettled(written)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(commits).toHaveLength(1);
});

test('a commit that forgets an item is an error of that item', async () => {
  const writer = createGroupWriter<number, number>({
    lanes: 1,
    groupSize: 10,
    sizeOf: () => 1,
    commit: () => Promise.resolve([7]),
  });
  const [first, second] = await Promise.allSettled([writer.write(1), writer.write(2)]);
  expect([first, second.status]).toEqual([{ status: 'fulfilled', value: 7 }, 'rejected']);
});

test('idle waits for what runs and what waits', async () => {
  const { writer, commits } = held({ groupSize: 1 });
  await writer.idle();
  const written = [writer.write(1), writer.write(1)];
  await turn();
  let idle = false;
  const waiting = writer.idle().then(() => (idle = true));
  commits[0]!.end();
  await turn();
  expect(idle).toBe(false);
  commits[1]!.end();
  await waiting;
  await Promise.all(written);
});
