import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchPattern, parsePattern, type ObservedData } from '../index.ts';

function patternOf(text: string) {
  const parsed = parsePattern(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.problem.message}`);
  return parsed.pattern;
}

const start = Date.UTC(2026, 0, 1);
const instant = (second: number): string => new Date(start + second * 1000).toISOString();

/** Seen from one second to another, so many times. */
const seen = (type: string, from: number, to = from, times = 1): ObservedData => ({
  first_observed: instant(from),
  last_observed: instant(to),
  number_observed: times,
  objects: { it: { type, n: 1 } },
});

const outcomeOf = (text: string, observations: readonly ObservedData[], maxSteps?: number): string =>
  matchPattern(patternOf(text), observations, maxSteps === undefined ? {} : { maxSteps }).outcome;

test('bindings name the expression, the observation and how often', () => {
  const result = matchPattern(patternOf('[a:n = 1] REPEATS 7 TIMES FOLLOWEDBY [b:n = 1]'), [
    seen('b', 9),
    seen('a', 0, 0, 5),
    seen('a', 1, 1, 5),
  ]);
  expect(result).toEqual({
    outcome: 'match',
    bindings: [
      { at: 0, observation: 1, times: 5 },
      { at: 0, observation: 2, times: 2 },
      { at: 37, observation: 0, times: 1 },
    ],
  });
});

describe('observations that last', () => {
  test('instants are chosen within them as suits the pattern', () => {
    const both = [seen('a', 0, 100), seen('b', 50, 60)];
    expect(outcomeOf('[a:n = 1] FOLLOWEDBY [b:n = 1]', both)).toBe('match');
    expect(outcomeOf('[b:n = 1] FOLLOWEDBY [a:n = 1]', both)).toBe('match');
    expect(outcomeOf('([a:n = 1] AND [b:n = 1]) WITHIN 0.001 SECONDS', both)).toBe('match');
    expect(outcomeOf(`[a:n = 1] START t'${instant(100)}' STOP t'${instant(101)}'`, both)).toBe('match');
    expect(outcomeOf(`[b:n = 1] START t'${instant(40)}' STOP t'${instant(50)}'`, both)).toBe('no_match');
  });

  test('a limit on a whole holds for all its parts', () => {
    const three = [seen('a', 0), seen('b', 5), seen('c', 9)];
    const text = (seconds: number): string => `([a:n = 1] AND [b:n = 1] AND [c:n = 1]) WITHIN ${seconds} SECONDS`;
    expect(outcomeOf(text(9), three)).toBe('match');
    expect(outcomeOf(text(8), three)).toBe('no_match');
  });
});

test('one choice is taken back where the rest of the pattern needs another', () => {
  // The first a is in time for b alone; the second is needed after it.
  const observations = [seen('a', 0), seen('b', 1), seen('a', 10)];
  expect(outcomeOf('[a:n = 1] AND ([b:n = 1] FOLLOWEDBY [a:n = 1])', observations)).toBe('match');
  expect(outcomeOf('([a:n = 1] AND [b:n = 1]) WITHIN 2 SECONDS AND [a:n = 1]', observations)).toBe('match');
  expect(outcomeOf('[a:n = 1] REPEATS 2 TIMES AND [a:n = 1]', observations)).toBe('no_match');
});

test('an observation without times, or with times the wrong way round, matches nothing', () => {
  const odd = [seen('a', 5, 4), { ...seen('a', 0), first_observed: 'yesterday' }];
  expect(outcomeOf('[a:n = 1]', odd)).toBe('no_match');
});

test('an object cannot pass off what it inherits as its own', () => {
  const objects = { it: { type: 'a', x_ref: 'constructor' } };
  const observation = [{ ...seen('a', 0), objects }];
  expect(outcomeOf("[EXISTS a:constructor OR EXISTS a:'__proto__' OR EXISTS a:x_ref.name]", observation)).toBe(
    'no_match',
  );
});

test('numbers that no double holds are compared exactly', () => {
  const raw = (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON('9223372036854775807');
  const observation = [{ ...seen('a', 0), objects: { it: { type: 'a', n: raw } } }];
  expect(outcomeOf('[a:n = 9223372036854775807]', observation)).toBe('match');
  expect(outcomeOf('[a:n = 9223372036854775806]', observation)).toBe('no_match');
});

describe('work is bounded', () => {
  const series = Array.from({ length: 2000 }, (_, second) => seen('a', second * 60));

  test('a window slides over a long series', () => {
    expect(outcomeOf('[a:n = 1] REPEATS 5 TIMES WITHIN 240 SECONDS', series, 200_000)).toBe('match');
    expect(outcomeOf('[a:n = 1] REPEATS 5 TIMES WITHIN 239 SECONDS', series, 200_000)).toBe('no_match');
    expect(outcomeOf('[a:n = 1] REPEATS 2001 TIMES', series, 200_000)).toBe('no_match');
  });

  test('an observation that was made often counts at once', () => {
    expect(outcomeOf('[a:n = 1] REPEATS 999999999 TIMES', [seen('a', 0, 0, 999_999_999)], 1000)).toBe('match');
    expect(outcomeOf('[a:n = 1] REPEATS 1000000000 TIMES', [seen('a', 0, 0, 999_999_999)], 1000)).toBe('no_match');
  });

  test.each([
    ['a long chain', Array.from({ length: 450 }, () => '[a:n = 1]').join(' FOLLOWEDBY '), 'match'],
    ['more observations than are chosen', '[a:n = 1] REPEATS 501 TIMES', 'undecided'],
    ['groups without end', '([a:n = 1] OR [b:n = 1]) REPEATS 9000000 TIMES', 'no_match'],
    ['groups beyond what is chosen', '([a:n = 1] OR [b:n = 1]) REPEATS 2000 TIMES', 'undecided'],
    ['one too few for many', Array.from({ length: 12 }, () => '[b:n = 1]').join(' AND '), 'no_match'],
    [
      'one too few for many that differ',
      Array.from({ length: 12 }, (_, n) => `[b:n = 1 AND b:n > -${n}]`).join(' AND '),
      'undecided',
    ],
  ])('%s: %s', (_, text, expected) => {
    const observations = text.startsWith('[b') ? Array.from({ length: 11 }, (_, n) => seen('b', n)) : series;
    expect(outcomeOf(text, observations, 1_000_000)).toBe(expected);
  });

  test('references that lead to ever more values', () => {
    const objects = Object.fromEntries(
      Array.from({ length: 10 }, (_, n) => [
        `${n}`,
        { type: 'a', x_refs: Array.from({ length: 10 }, (_, to) => `${to}`) },
      ]),
    );
    const path = `a:${Array.from({ length: 12 }, () => 'x_refs[*]').join('.')}.n`;
    expect(outcomeOf(`[${path} = 1]`, [{ ...seen('a', 0), objects }], 100_000)).toBe('undecided');
  });

  test('LIKE and MATCHES on long text', () => {
    const objects = { it: { type: 'a', t: 'a'.repeat(100_000) } };
    const observation = [{ ...seen('a', 0), objects }];
    expect(outcomeOf(`[a:t LIKE '${'%a'.repeat(50)}b']`, observation)).toBe('no_match');
    expect(outcomeOf(`[a:t MATCHES '(a+)+b']`, observation)).toBe('no_match');
    expect(outcomeOf(`[a:t MATCHES '(a+)+b']`, observation, 1000)).toBe('undecided');
  });
});

/** Every way of choosing one observation for each expression, tried in turn. */
function bruteForce(
  types: readonly string[],
  observations: readonly ObservedData[],
  ordered: boolean,
  within: number,
): boolean {
  const used = new Set<number>();
  const chosen: ObservedData[] = [];
  const fits = (): boolean => {
    const firsts = chosen.map((one) => Date.parse(one.first_observed));
    const lasts = chosen.map((one) => Date.parse(one.last_observed));
    if (Math.max(...firsts) - Math.min(...lasts) > within * 1000) return false;
    return !ordered || chosen.every((_, index) => index === 0 || Math.max(...firsts.slice(0, index)) <= lasts[index]!);
  };
  const from = (index: number): boolean => {
    if (index === types.length) return fits();
    return observations.some((observation, position) => {
      if (used.has(position) || observation.objects.it!.type !== types[index]) return false;
      used.add(position);
      chosen.push(observation);
      const found = from(index + 1);
      used.delete(position);
      chosen.pop();
      return found;
    });
  };
  return from(0);
}

test('AND and FOLLOWEDBY under WITHIN find what trying all ways finds', () => {
  const type = fc.constantFrom('a', 'b');
  const observation = fc.tuple(type, fc.nat(20), fc.nat(5)).map(([of, from, length]) => seen(of, from, from + length));
  fc.assert(
    fc.property(
      fc.array(type, { minLength: 1, maxLength: 4 }),
      fc.array(observation, { maxLength: 6 }),
      fc.boolean(),
      fc.integer({ min: 1, max: 15 }),
      (types, observations, ordered, within) => {
        const inner = types.map((of) => `[${of}:n = 1]`).join(ordered ? ' FOLLOWEDBY ' : ' AND ');
        const expected = bruteForce(types, observations, ordered, within) ? 'match' : 'no_match';
        expect(outcomeOf(`(${inner}) WITHIN ${within} SECONDS`, observations)).toBe(expected);
      },
    ),
    { numRuns: 1000 },
  );
});
