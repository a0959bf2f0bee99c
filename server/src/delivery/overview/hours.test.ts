import { expect, test } from 'vitest';
import { dayBefore, hourMs, hourOf, median, trendOf, usualPerDay } from './hours.ts';

const now = new Date('2026-01-10T12:34:56Z');
const ago = (hours: number) => new Date(hourOf(now).getTime() - hours * hourMs);

test('the last day is 24 clock hours, the current one included', () => {
  expect(dayBefore(now).toISOString()).toBe('2026-01-09T13:00:00.000Z');
  const trend = trendOf([], now);
  expect([trend.length, trend[0]!.hour, trend[23]!.hour]).toEqual([24, dayBefore(now), hourOf(now)]);
});

test.each([
  [[], 0],
  [[4], 4],
  [[9, 1], 5],
  [[7, 1, 3], 3],
])('the median of %j is %d', (values, expected) => {
  expect(median(values)).toBe(expected);
});

test('usual is the median of the same hour of the days before', () => {
  const counts = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ hour: ago(24 * day), events: day * 10 }));
  expect(trendOf([...counts, { hour: ago(0), events: 99 }], now)[23]).toEqual({ hour: ago(0), events: 99, usual: 40 });
});

test('days from before the first count are not compared with', () => {
  const counts = [
    { hour: ago(30), events: 5 },
    { hour: ago(24), events: 8 },
  ];
  expect(trendOf(counts, now)[23]!.usual).toBe(8);
  expect(trendOf(counts, now)[22]!.usual).toBe(0);
  expect(
    usualPerDay(
      new Map([
        [0, 9],
        [1, 4],
      ]),
      1,
    ),
  ).toBe(4);
  expect(
    usualPerDay(
      new Map([
        [0, 9],
        [1, 4],
      ]),
      9,
    ),
  ).toBe(0);
});
