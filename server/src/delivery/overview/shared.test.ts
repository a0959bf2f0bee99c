import { expect, test } from 'vitest';
import { shared } from './shared.ts';

test('who asks at once or soon after gets the same answer; a failure is not kept', async () => {
  let made = 0;
  let time = 0;
  const ask = shared(
    async () => (++made === 3 ? Promise.reject(new Error('once')) : made),
    100,
    () => time,
  );
  expect(await Promise.all([ask(), ask()])).toEqual([1, 1]);
  time = 99;
  expect(await ask()).toBe(1);
  time = 100;
  expect(await ask()).toBe(2);
  time = 200;
  await expect(ask()).rejects.toThrow('once');
  expect(await ask()).toBe(4);
});
