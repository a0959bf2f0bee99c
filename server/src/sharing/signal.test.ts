import { expect, test } from 'vitest';
import { createSignal } from './signal.ts';

test('what was raised while nobody waited is not missed, and told once', async () => {
  const signal = createSignal();
  signal.raise();
  signal.raise();
  expect(await signal.wait(60_000)).toBe(true);
  expect(await signal.wait(1)).toBe(false);
});

test('a waiter is woken', async () => {
  const signal = createSignal();
  const waiting = signal.wait(60_000);
  signal.raise();
  expect(await waiting).toBe(true);
});
