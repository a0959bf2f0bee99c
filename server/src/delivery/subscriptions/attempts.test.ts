import { expect, test } from 'vitest';
import { failedTooLong, nextAttempt, outcomeOfReply, outcomeOfStatus, retryAfterMs, retryMs } from './attempts.ts';

const now = new Date('2026-01-10T12:00:00Z');

test.each([
  [200, 'delivered'],
  [204, 'delivered'],
  [302, 'failed'],
  [400, 'failed'],
  [410, 'gone'],
  [429, 'failed'],
  [500, 'failed'],
])('HTTP %i: %s', (status, kind) => expect(outcomeOfStatus(status).kind).toBe(kind));

test.each([
  [450, 'failed'],
  [550, 'refused'],
  [null, 'failed'],
])('SMTP %s: %s', (status, kind) => expect(outcomeOfReply(status, '').kind).toBe(kind));

test('waits grow, and end', () => {
  const waits = retryMs.map((_, index) => (nextAttempt(index + 1, now)?.getTime() ?? 0) - now.getTime());
  expect(waits).toEqual([...waits].sort((a, b) => a - b));
  expect(waits[0]).toBe(5000);
  expect(nextAttempt(retryMs.length + 1, now)).toBeUndefined();
});

test('a receiver may ask for more time, but not for ever and not for less', () => {
  expect(nextAttempt(1, now, 60_000)?.toISOString()).toBe('2026-01-10T12:01:00.000Z');
  expect(nextAttempt(3, now, 1)?.toISOString()).toBe('2026-01-10T12:02:00.000Z');
  expect(nextAttempt(1, now, 1e12)?.toISOString()).toBe('2026-01-11T12:00:00.000Z');
});

test.each([
  ['120', 120_000],
  ['Sat, 10 Jan 2026 12:00:30 GMT', 30_000],
  ['Sat, 10 Jan 2026 11:00:00 GMT', 0],
  ['soon', undefined],
  [undefined, undefined],
])('Retry-After %s', (header, wanted) => expect(retryAfterMs(header, now)).toBe(wanted));

test('days of failure', () => {
  expect(failedTooLong(new Date('2026-01-05T12:00:01Z'), now, 5)).toBe(false);
  expect(failedTooLong(new Date('2026-01-05T12:00:00Z'), now, 5)).toBe(true);
});
