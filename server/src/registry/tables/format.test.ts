import { expect, test } from 'vitest';
import { readChoice, readFlag, readInstant, readOrigin, readWords } from './format.ts';

const cells = (values: Record<string, string>) => (column: string) => values[column] ?? '';

test('a line that claims no origin belongs to the import', () => {
  expect(readOrigin(cells({}), 'ripe')).toEqual({ layer: 'automatic', import: 'ripe' });
  expect(readOrigin(cells({ layer: 'automatic', import: 'other' }), 'ripe')).toEqual({
    layer: 'automatic',
    import: 'other',
  });
  expect(readOrigin(cells({ layer: 'manual', import: 'x' }), 'ripe')).toEqual({ layer: 'manual', import: null });
  expect(readOrigin(cells({ layer: 'mine' }), 'ripe')).toEqual({ refusal: '"mine" is no layer: automatic or manual' });
});

test('an instant has a zone', () => {
  expect(readInstant('at', '')).toBeNull();
  expect(readInstant('at', '2026-03-01T12:00+01:00')).toEqual(new Date('2026-03-01T11:00:00Z'));
  for (const text of ['2026-03-01', '2026-03-01T12:00:00', '2026-02-30T25:00:00Z'])
    expect(readInstant('at', text)).toEqual({ refusal: `at: "${text}" is no time such as 2026-03-01T12:00:00Z` });
});

test('flags, choices and words are read as people write them', () => {
  expect(['yes', 'TRUE', '1', '', 'no', '0', 'false'].map((text) => readFlag('shared', text))).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
  expect(readFlag('shared', 'maybe')).toEqual({ refusal: 'shared: "maybe" is neither true nor false' });
  expect(readChoice('kind', ['isp'], ' ISP ')).toBe('isp');
  expect(readChoice('kind', ['isp'], 'x')).toEqual({ refusal: 'kind: "x" is none of isp' });
  expect(readWords(' pl  en;de ')).toEqual(['pl', 'en', 'de']);
});
