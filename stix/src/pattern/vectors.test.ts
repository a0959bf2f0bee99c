import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { indicatorsOf, matchPattern, parsePattern, printPattern, validatePattern, type ObservedData } from './index.ts';

const vectors = <T>(name: string): T =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../../vectors/stix/patterns', name), 'utf8')) as T;

function patternOf(text: string) {
  const parsed = parsePattern(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.problem.message}`);
  return parsed.pattern;
}

describe('valid patterns', () => {
  const { cases } = vectors<{ cases: { name: string; pattern: string; canonical?: string }[] }>('valid.json');

  test.each(cases)('$name', ({ pattern, canonical = pattern }) => {
    expect(validatePattern(pattern)).toEqual([]);
    expect(printPattern(patternOf(pattern))).toBe(canonical);
    expect(validatePattern(canonical)).toEqual([]);
  });
});

describe('invalid patterns', () => {
  const { cases } = vectors<{ cases: { name: string; pattern: string; rule: string; offset: number }[] }>(
    'invalid.json',
  );

  test.each(cases)('$name', ({ pattern, rule, offset }) => {
    expect(validatePattern(pattern).map((problem) => [problem.rule, problem.offset])).toEqual([[rule, offset]]);
  });
});

describe('matching', () => {
  const { observations, cases } = vectors<{
    observations: Record<string, ObservedData[]>;
    cases: { pattern: string; observations: string; expect: string; bound?: number[] }[];
  }>('matching.json');

  test.each(cases)('$pattern: $expect', ({ pattern, observations: name, expect: outcome, bound }) => {
    const result = matchPattern(patternOf(pattern), observations[name]!);
    expect(result.outcome).toBe(outcome);
    if (result.outcome === 'match') expect(result.bindings.map(({ observation }) => observation)).toEqual(bound);
  });
});

describe('what a pattern looks for', () => {
  const { cases } = vectors<{ cases: { pattern: string; exact: boolean; equalities: [string, string][] }[] }>(
    'indicators.json',
  );

  test.each(cases)('$pattern', ({ pattern, exact, equalities }) => {
    const found = indicatorsOf(patternOf(pattern));
    expect(found.equalities.map(({ path, value }) => [path, value])).toEqual(equalities);
    expect(found.exact).toBe(exact);
    for (const { path, objectType } of found.equalities) expect(path.startsWith(`${objectType}:`)).toBe(true);
  });
});
