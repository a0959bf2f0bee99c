import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lowestEventId, timeOfEventId } from './event-id.ts';
import { formatPlace, parsePlace } from './place.ts';

test('a place comes back as it was', () => {
  const id = fc.uuid();
  const places = fc.oneof(fc.record({ portion: fc.nat(), id }), fc.record({ day: fc.constant('2026-01-31'), id }));
  fc.assert(
    fc.property(places, (place) => {
      expect(parsePlace(formatPlace(place))).toEqual(place);
    }),
  );
});

test.each([
  [''],
  ['x'],
  [Buffer.from('p1 x').toString('base64url')],
  [Buffer.from("d2026-01-01' 1").toString('base64url')],
])('%j is refused', (text) => {
  expect(() => parsePlace(text)).toThrow(expect.objectContaining({ code: 'invalid_cursor' }));
});

test('ids begin with the time', () => {
  const time = new Date('2026-01-31T12:34:56.789Z');
  expect(lowestEventId(time)).toBe('019c140c-9c95-0000-0000-000000000000');
  expect(timeOfEventId(lowestEventId(time))).toEqual(time);
});
