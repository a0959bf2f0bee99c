import { expect, test } from 'vitest';
import { createWakeList } from './wake-list.ts';

test('a change wakes the members of its audience and who sees all, and nobody else', async () => {
  const list = createWakeList();
  const member = list.subscribe({ org: 1, seesAll: false });
  const other = list.subscribe({ org: 2, seesAll: false });
  const operator = list.subscribe({ org: 3, seesAll: true });
  expect(list.size()).toBe(3);
  expect(list.unknown([7, 7, 8])).toEqual([7, 8]);
  list.learn(
    [7, 8],
    [
      { audience: 7, org: 1 },
      { audience: 8, org: 2 },
    ],
  );
  expect(list.unknown([7, 8, 9])).toEqual([9]);

  list.wake([7]);
  expect(await Promise.all([member, other, operator].map((each) => each.changed(1)))).toEqual([true, false, true]);
});

test('an audience of nobody wakes only who sees all', async () => {
  const list = createWakeList();
  const member = list.subscribe({ org: 1, seesAll: false });
  const operator = list.subscribe({ org: 3, seesAll: true });
  list.learn([0], []);
  list.wake([0]);
  expect(await Promise.all([member, operator].map((each) => each.changed(1)))).toEqual([false, true]);
});

test('closing ends the wait and the place in the list', async () => {
  const list = createWakeList();
  const reader = list.subscribe({ org: 1, seesAll: false });
  const waiting = reader.changed(60_000);
  reader.close();
  expect(await waiting).toBe(true);
  expect(list.size()).toBe(0);
});
