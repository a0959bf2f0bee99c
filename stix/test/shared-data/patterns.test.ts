import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { indicatorsOf, matchPattern, parsePattern, printPattern, validatePattern } from '../../src/pattern/index.ts';

/** Real bundles, which stand beside the repository and are no part of it (../shared/data/README.md). */
const data = join(import.meta.dirname, '../../../../shared/data/stix');

interface Indicator {
  readonly type: string;
  readonly pattern: string;
}

const indicators = existsSync(data)
  ? readdirSync(data)
      .filter((name) => name.endsWith('.json'))
      .flatMap((name) => (JSON.parse(readFileSync(join(data, name), 'utf8')) as { objects: Indicator[] }).objects)
      .filter(({ type }) => type === 'indicator')
  : [];

test('there are real indicators to look at', () => {
  expect(indicators.length).toBeGreaterThan(40);
});

test('every real pattern is valid, is printed as it stands, and looks for exactly what it says', () => {
  for (const { pattern } of indicators) {
    expect(validatePattern(pattern), pattern).toEqual([]);
    const parsed = parsePattern(pattern);
    if (!parsed.ok) throw new Error(pattern);
    expect(printPattern(parsed.pattern)).toBe(pattern);
    const { exact, equalities } = indicatorsOf(parsed.pattern);
    expect([exact, equalities.length], pattern).toEqual([true, 1]);
  }
});

test('every real pattern matches an observation of what it looks for, and no other', () => {
  const times = { first_observed: '2026-01-01T00:00:00Z', last_observed: '2026-01-01T00:00:00Z' };
  for (const { pattern } of indicators) {
    const parsed = parsePattern(pattern);
    if (!parsed.ok) throw new Error(pattern);
    const [{ objectType, path, value }] = indicatorsOf(parsed.pattern).equalities as [
      { objectType: string; path: string; value: string },
    ];
    const algorithm = /hashes\.'?([\w-]+)/.exec(path)?.[1];
    const observe = (text: string) => [
      {
        ...times,
        objects: { it: { type: objectType, ...(algorithm ? { hashes: { [algorithm]: text } } : { value: text }) } },
      },
    ];
    expect(matchPattern(parsed.pattern, observe(value)).outcome, pattern).toBe('match');
    expect(matchPattern(parsed.pattern, observe(`${value}x`)).outcome, pattern).toBe('no_match');
  }
});
