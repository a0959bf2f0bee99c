import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lowestEventId, timeOfEventId } from './event-id.ts';
import { formatPlace, parsePlace } from './place.ts';

test('a place comes back as it was', () => {
  const places = fc.record({ day: fc.constantFrom('2026-01-31', '1999-12-01'), id: fc.uuid() });
  fc.assert(
    fc.property(places, (place) => {
      expect(parsePlace(formatPlace(place))).toEqual(place);
    }),
  );
});

test.each([
  [''],
  ['x'],
  [Buffer.from('2026-01-01 x').toString('base64url')],
  [Buffer.from('2026-99-99 019c140c-9c95-8000-8000-000000000000').toString('base64url')],
])('%j is refused', (text) => {
  expect(() => parsePlace(text)).toThrow(expect.objectContaining({ code: 'invalid_cursor' }));
});

test('ids begin with the time', () => {
  const time = new Date('2026-01-31T12:34:56.789Z');
  expect(lowestEventId(time)).toBe('019c140c-9c95-0000-0000-000000000000');
  expect(timeOfEventId(lowestEventId(time))).toEqual(time);
});
