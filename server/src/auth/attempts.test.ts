import { expect, test } from 'vitest';
import { createAttempts } from './attempts.ts';

const at = (seconds: number) => new Date(seconds * 1000);

test('after some failures an address waits until the oldest of them is past; others do not', () => {
  const attempts = createAttempts({ failures: 3, windowMs: 60_000 });
  for (const second of [0, 10, 20]) {
    expect(attempts.waitFor('192.0.2.1', at(second))).toBe(0);
    attempts.fail('192.0.2.1', at(second));
  }
  expect(attempts.waitFor('192.0.2.1', at(20))).toBe(40);
  expect(attempts.waitFor('::ffff:192.0.2.1', at(20))).toBe(40);
  expect(attempts.waitFor('192.0.2.2', at(20))).toBe(0);
  expect(attempts.waitFor('192.0.2.1', at(60))).toBe(0);
});

test('IPv6 counts by /64, and what is no address by itself', () => {
  const attempts = createAttempts({ failures: 1, windowMs: 60_000 });
  attempts.fail('2001:db8::1', at(0));
  expect(attempts.waitFor('2001:db8::2', at(0))).toBe(60);
  expect(attempts.waitFor('2001:db8:0:1::1', at(0))).toBe(0);
  attempts.fail('unix socket', at(0));
  expect(attempts.waitFor('unix socket', at(0))).toBe(60);
});

test('memory is bounded: the address that failed longest ago is forgotten', () => {
  const attempts = createAttempts({ failures: 1, windowMs: 60_000 });
  for (let n = 0; n <= 10_000; n++) attempts.fail(`198.18.${n >> 8}.${n & 255}`, at(0));
  expect(attempts.waitFor('198.18.0.0', at(0))).toBe(0);
  expect(attempts.waitFor('198.18.0.1', at(0))).toBe(60);
});
