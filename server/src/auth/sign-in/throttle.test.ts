import { expect, test } from 'vitest';
import { accountKey, addressKey, countOne, throttlePolicies, waitAfter } from './throttle.ts';

const at = (seconds: number) => new Date(seconds * 1000);
const policy = { free: 3, baseMs: 10_000, capMs: 60_000, forgetMs: 600_000 };

test('the first failures are free, then each doubles the wait, up to a limit', () => {
  const waits = [0, 1, 2, 3, 4, 5, 6, 7, 1000].map((failures) => waitAfter({ failures, lastAt: at(0) }, policy, at(0)));
  expect(waits).toEqual([0, 0, 0, 10_000, 20_000, 40_000, 60_000, 60_000, 60_000]);
  expect(waitAfter({ failures: 4, lastAt: at(0) }, policy, at(15))).toBe(5_000);
  expect(waitAfter({ failures: 4, lastAt: at(0) }, policy, at(20))).toBe(0);
});

test('nobody waits for longer than the limit, and after a while all is forgotten', () => {
  for (const limits of Object.values(throttlePolicies)) {
    expect(waitAfter({ failures: 1e9, lastAt: at(0) }, limits, at(0))).toBe(15 * 60_000);
    expect(countOne({ failures: 50, lastAt: at(0) }, limits, new Date(limits.forgetMs))).toBe(1);
  }
  expect(countOne({ failures: 3, lastAt: at(0) }, policy, at(10))).toBe(4);
});

test('IPv6 counts by /64, mapped IPv4 as IPv4, and what is no address by itself', () => {
  const same = (a: string, b: string) => addressKey(a).hash.equals(addressKey(b).hash);
  expect(same('2001:db8::1', '2001:db8::2')).toBe(true);
  expect(same('2001:db8::1', '2001:db8:0:1::1')).toBe(false);
  expect(same('::ffff:192.0.2.1', '192.0.2.1')).toBe(true);
  expect(same('192.0.2.1', '192.0.2.2')).toBe(false);
  expect(same('unix socket', 'unix socket')).toBe(true);
});

test('an account is counted whatever the case, and a known browser by itself', () => {
  const key = (mail: string, device?: string) => accountKey('csirt-pl', mail, device).hash.toString('hex');
  expect(key('Ana@example.org')).toBe(key('ana@example.org'));
  expect(key('ana@example.org')).not.toBe(key('ana@example.org', 'device'));
  expect(key('ana@example.org')).not.toBe(accountKey('csirt-ee', 'ana@example.org', undefined).hash.toString('hex'));
});
