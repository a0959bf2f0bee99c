import fc from 'fast-check';
import { expect, test } from 'vitest';
import { timeIsExact, timeOfBytes, timeOfText } from './time.ts';

const ofBytes = (text: string) => timeOfBytes(new TextEncoder().encode(text), 0, text.length);

test('both readers agree with the platform on every second of four centuries', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 13_569_465_599 }), (second) => {
      const iso = new Date(second * 1000).toISOString();
      const blank = iso.slice(0, 19).replace('T', ' ');
      expect(ofBytes(blank)).toBe(second * 1000);
      expect(ofBytes(`${iso.slice(0, 19)}Z`)).toBe(second * 1000);
      expect(timeOfText(blank)).toBe(second * 1000);
      expect(timeOfText(iso)).toBe(second * 1000);
    }),
  );
});

test('offsets, fractions, UTC and bare dates are read', () => {
  const noon = Date.UTC(2026, 2, 4, 12);
  for (const text of [
    '2026-03-04T14:00:00+02:00',
    '2026-03-04 12:00:00 UTC',
    '2026-03-04T12:00Z',
    '2026-03-04T06:30:00-0530',
  ])
    expect(timeOfText(text)).toBe(noon);
  expect(timeOfText('2026-03-04')).toBe(Date.UTC(2026, 2, 4));
  expect(timeOfText('2026-03-04T12:00:00.521730Z')).toBe(noon + 521);
  expect(timeOfText('2026-03-04T23:59:60Z')).toBe(Date.UTC(2026, 2, 4, 23, 59, 59));
});

test('what is no time is NaN', () => {
  for (const text of [
    '',
    'not a time',
    '2026-02-30 00:00:00',
    '2026-13-01 00:00:00',
    '2026-03-04 24:00:00',
    '2026-03-04 1x:00:00',
    '04.03.2026',
  ])
    expect([timeOfText(text), ofBytes(text)]).toEqual([NaN, NaN]);
});

test('a text is exact when milliseconds hold all of it', () => {
  expect(timeIsExact('2026-03-04 12:00:00')).toBe(true);
  expect(timeIsExact('2026-03-04T12:00:00.521Z')).toBe(true);
  for (const text of ['2026-03-04T12:00:00.5217Z', '2026-03-04T12:00:00+02:00', '2026-03-04', 'soon'])
    expect(timeIsExact(text)).toBe(false);
});
