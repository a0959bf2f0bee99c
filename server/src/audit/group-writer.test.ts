import { expect, test } from 'vitest';
import { createGroupWriter } from './group-writer.ts';

test('what comes while a group is written is the next group, up to the most', async () => {
  const groups: number[][] = [];
  const writer = createGroupWriter<number>(async (items) => void groups.push([...items]), 3);
  await Promise.all([1, 2, 3, 4, 5, 6].map((item) => writer.add(item)));
  await writer.add(7);
  expect(groups.flat()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(groups.map(({ length }) => length)).toEqual([1, 3, 2, 1]);
});

test('a group that cannot be written fails for those in it, and the next is tried', async () => {
  const writer = createGroupWriter<string>((items) =>
    items.includes('bad') ? Promise.reject(new Error('no')) : Promise.resolve(),
  );
  const results = await Promise.allSettled(['good', 'bad', 'also bad'].map((item) => writer.add(item)));
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  await writer.drain();
  await expect(writer.add('good')).resolves.toBeUndefined();
});
