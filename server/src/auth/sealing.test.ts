import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { deviceMark, knownDevice, seal, unseal } from './sealing.ts';

const key = randomBytes(32);

test('what was sealed opens with the same key in the same place, and nowhere else', () => {
  const sealed = seal(key, 'totp/a', 'JBSWY3DPEHPK3PXP');
  expect(unseal(key, 'totp/a', sealed)).toBe('JBSWY3DPEHPK3PXP');
  expect(unseal(key, 'totp/b', sealed)).toBeUndefined();
  expect(unseal(randomBytes(32), 'totp/a', sealed)).toBeUndefined();
  expect(
    unseal(key, 'totp/a', Buffer.concat([sealed.subarray(0, -1), Buffer.from([sealed.at(-1)! ^ 1])])),
  ).toBeUndefined();
  expect(unseal(key, 'totp/a', Buffer.alloc(3))).toBeUndefined();
  expect(seal(key, 'totp/a', 'x').equals(seal(key, 'totp/a', 'x'))).toBe(false);
});

test('a device is known to the person who signed in on it alone', () => {
  const mark = deviceMark(key, 'a');
  expect(knownDevice(key, 'a', mark)).toBe(mark.split('.')[0]);
  expect(knownDevice(key, 'b', mark)).toBeUndefined();
  expect(knownDevice(randomBytes(32), 'a', mark)).toBeUndefined();
  for (const wrong of [undefined, '', '.', 'x', `${mark}.x`, mark.slice(0, -2)])
    expect(knownDevice(key, 'a', wrong)).toBeUndefined();
});
