import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareInstants, instantOf } from './instant.ts';

describe('instantOf', () => {
  test('spellings of one instant share one text', () => {
    expect(instantOf('2026-01-05T08:00:00Z')).toBe('2026-01-05T08:00:00');
    expect(instantOf('2026-01-05T08:00:00.000Z')).toBe('2026-01-05T08:00:00');
    expect(instantOf('2026-01-05T08:00:00.1234567890Z')).toBe('2026-01-05T08:00:00.123456789');
  });

  test('digits beyond a microsecond count', () => {
    expect(compareInstants('2026-01-05T08:00:00.0000001Z', '2026-01-05T08:00:00Z')).toBeGreaterThan(0);
    expect(compareInstants('2026-01-05T08:00:00.10Z', '2026-01-05T08:00:00.1Z')).toBe(0);
  });

  test('what is no instant is none', () => {
    const none = [
      '2026-02-29T00:00:00Z',
      '1900-02-29T00:00:00Z',
      '2026-06-31T00:00:00Z',
      '2026-01-05T08:30:60Z',
      '2026-1-5T8:0:0Z',
      '',
    ];
    expect(none.map(instantOf)).toEqual(none.map(() => undefined));
    expect(instantOf('2000-02-29T00:00:00Z')).toBeDefined();
    expect(instantOf('2016-12-31T23:59:60Z')).toBe('2016-12-31T23:59:60');
  });

  test('the order of texts is the order of instants', () => {
    const instant = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instant, instant, (a, b) => {
        expect(Math.sign(compareInstants(a.toISOString(), b.toISOString()))).toBe(Math.sign(a.getTime() - b.getTime()));
      }),
    );
  });

  test('more digits never come before fewer of the same', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{1,12}$/), fc.stringMatching(/^\d{1,6}$/), (fraction, more) => {
        const at = (digits: string): string => `2026-01-05T08:00:00.${digits}Z`;
        const expected = /^0+$/.test(more) ? 0 : 1;
        expect(compareInstants(at(fraction + more), at(fraction))).toBe(expected);
      }),
    );
  });
});
