import { describe, expect, test } from 'vitest';
import { contactProblems } from './contact-rules.ts';
import { dedicatedInForce } from './dedicated.ts';

const contact = { email: null, languages: [], timeZone: null, dedicatedTo: null };
const problemsOf = (change: object, kind: 'operator' | 'government' = 'operator') =>
  contactProblems({ ...contact, ...change }, kind, new Set(['PL'])).map(
    ({ pointer, problem }) => `${pointer}: ${problem}`,
  );

describe('a contact', () => {
  test('may say little or much', () => {
    expect(problemsOf({})).toEqual([]);
    const full = { email: 'duty@cert.example', languages: ['pl', 'cnr'], timeZone: 'Europe/Warsaw', dedicatedTo: 'PL' };
    expect(problemsOf(full)).toEqual([]);
  });

  test.each([
    [{ email: 'duty at cert.example' }, '/email: "duty at cert.example" is no address'],
    [{ languages: ['pl', 'zz'] }, '/languages/1: "zz" is no language code'],
    [{ timeZone: 'Europe/Krakow' }, '/timeZone: "Europe/Krakow" is no IANA time zone'],
    [{ timeZone: '+01:00' }, '/timeZone: "+01:00" is no IANA time zone'],
    [{ dedicatedTo: 'DE' }, '/dedicatedTo: "DE" is no nation of this programme'],
  ])('%j is refused', (change, problem) => expect(problemsOf(change)).toEqual([problem]));

  test('is dedicated to a nation at the operator alone', () =>
    expect(problemsOf({ dedicatedTo: 'PL' }, 'government')).toEqual([
      '/dedicatedTo: only a contact of the operator is dedicated to a nation',
    ]));
});

test('the dedicated contact set by hand comes before an imported one, until it expires', () => {
  const now = new Date('2026-03-01T00:00:00Z');
  const imported = { layer: 'automatic' as const, expiresAt: null };
  const manual = { layer: 'manual' as const, expiresAt: new Date('2026-03-02T00:00:00Z') };
  expect(dedicatedInForce([imported, manual], now)).toBe(manual);
  expect(dedicatedInForce([imported, manual], manual.expiresAt)).toBe(imported);
  expect(dedicatedInForce([], now)).toBeUndefined();
});
