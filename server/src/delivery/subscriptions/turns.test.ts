import { expect, test } from 'vitest';
import { createTurns } from './turns.ts';

test('an org with many subscriptions does not go before one with few', () => {
  const turns = createTurns({ atOnce: 10, perOrg: 2 });
  for (const id of [1, 2, 3, 4]) turns.add(1, id);
  turns.add(2, 21);
  turns.add(3, 31);
  const order = () => Array.from({ length: 5 }, () => turns.take()?.id);
  expect(order()).toEqual([1, 21, 31, 2, undefined]);
  turns.done({ org: 1, id: 1 });
  expect(turns.take()).toEqual({ org: 1, id: 3 });
  expect([turns.running, turns.waiting]).toEqual([4, 1]);
});

test('no more at once than allowed; who waits keeps its place', () => {
  const turns = createTurns({ atOnce: 1, perOrg: 1 });
  turns.add(1, 1);
  turns.add(2, 2);
  turns.add(1, 1);
  expect(turns.take()).toEqual({ org: 1, id: 1 });
  expect(turns.take()).toBeUndefined();
  turns.add(1, 1);
  turns.done({ org: 1, id: 1 });
  expect([turns.take()?.id, turns.take()]).toEqual([2, undefined]);
  turns.done({ org: 2, id: 2 });
  expect(turns.take()?.id).toBe(1);
});

test('what is woken in the middle of its turn has another after it, and holds up nobody meanwhile', () => {
  const turns = createTurns({ atOnce: 5, perOrg: 2 });
  turns.add(1, 1);
  const first = turns.take()!;
  turns.add(1, 1);
  turns.add(1, 2);
  expect(turns.take()).toEqual({ org: 1, id: 2 });
  expect(turns.take()).toBeUndefined();
  turns.done(first);
  expect(turns.take()).toEqual({ org: 1, id: 1 });
  expect(turns.waiting).toBe(0);
});
