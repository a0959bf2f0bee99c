import { expect, test } from 'vitest';
import { createWindow } from './window.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test('what does not fit waits until room is given', async () => {
  const window = createWindow(10);
  await window.take(8);
  let taken = false;
  const waiting = window.take(5).then(() => (taken = true));
  await turn();
  expect([taken, window.used]).toEqual([false, 8]);
  window.give(8);
  await waiting;
  expect(window.used).toBe(5);
});

test('what is larger than the window passes alone', async () => {
  const window = createWindow(10);
  await window.take(50);
  expect(window.used).toBe(50);
  let taken = false;
  const waiting = window.take(1).then(() => (taken = true));
  await turn();
  expect(taken).toBe(false);
  window.give(50);
  await waiting;
});

test('several that wait are let in as far as there is room', async () => {
  const window = createWindow(10);
  await window.take(10);
  const waiting = [window.take(6), window.take(6), window.take(4)];
  window.give(10);
  await turn();
  expect(window.used).toBe(10);
  window.give(6);
  window.give(4);
  await Promise.all(waiting);
  expect(window.used).toBe(6);
});

test('room within a time: at once, when it is given, or not', async () => {
  const window = createWindow(10);
  expect(await window.roomWithin(0)).toBe(true);
  await window.take(10);
  expect(await window.roomWithin(1)).toBe(false);
  const later = window.roomWithin(60_000);
  window.give(1);
  expect(await later).toBe(true);
});
