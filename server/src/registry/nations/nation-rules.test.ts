import { describe, expect, test } from 'vitest';
import { eligibleNations } from './nations.ts';
import { isTopLevelDomain, nationProblems } from './nation-rules.ts';

const problemsOf = (values: object, others: [string, string][] = []) =>
  nationProblems(values, new Map(others)).map(({ pointer, problem }) => `${pointer}: ${problem}`);

describe('the values of a nation', () => {
  test('of every eligible nation are right', () => {
    for (const nation of eligibleNations) expect(problemsOf(nation)).toEqual([]);
  });

  test.each([
    [{ languages: ['pl', 'xx'] }, '/languages/1: "xx" is no language code'],
    [{ timeZone: 'Warsaw' }, '/timeZone: "Warsaw" is no IANA time zone'],
    [{ domains: ['pl', 'pl'] }, '/domains/0: .pl belongs to ZZ already'],
    [{ domains: ['PL'] }, '/domains/0: "PL" is no top-level domain as A-label'],
    [{ domains: ['eu', 'eu'] }, '/domains/1: .eu stands twice'],
  ])('%j are refused', (values, problem) => expect(problemsOf(values, [['pl', 'ZZ']])).toContain(problem));
});

test.each([
  ['pl', true],
  ['xn--qxam', true],
  ['xn--a', false],
  ['-pl', false],
  ['12', false],
  ['p', false],
  ['ελ', false],
])('%s is a top-level domain: %s', (label, expected) => expect(isTopLevelDomain(label)).toBe(expected));
