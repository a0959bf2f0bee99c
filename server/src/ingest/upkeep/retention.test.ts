import { expect, test } from 'vitest';
import { dayText, oldestDay } from './retention.ts';

test('whole days are kept: the oldest begins so many days before today', () => {
  const day = (text: string) => Date.parse(`${text}Z`);
  expect(dayText(oldestDay(day('2026-03-10T00:00:00'), 9))).toBe('2026-03-01');
  expect(dayText(oldestDay(day('2026-03-10T23:59:59.999'), 9))).toBe('2026-03-01');
  expect(dayText(oldestDay(day('2026-03-11T00:00:00'), 9))).toBe('2026-03-02');
  expect(dayText(0)).toBe('1970-01-01');
  expect(dayText(-1)).toBe('1969-12-31');
});
