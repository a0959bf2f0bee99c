import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Comparison, Literal, ObjectPath, Observation, PathStep, Qualifier } from './ast.ts';
import { indicatorsOf, matchPattern, parsePattern, printPattern, validatePattern } from './index.ts';

const at = 0;
const text = fc.string({ unit: 'binary', maxLength: 12 });
const isoDate = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());

const timestamp = isoDate.map((value) => ({ kind: 'timestamp' as const, value, at }));

const literal: fc.Arbitrary<Literal> = fc.oneof(
  text.map((value): Literal => ({ kind: 'string', value, at })),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value): Literal => ({ kind: 'integer', value, at })),
  fc
    .tuple(fc.constantFrom('', '-'), fc.nat(), fc.nat())
    .map(([sign, whole, fraction]) => `${sign}${whole}.${fraction}`)
    .map((number): Literal => ({ kind: 'float', text: number, value: Number(number), at })),
  fc.boolean().map((value): Literal => ({ kind: 'boolean', value, at })),
  fc
    .uint8Array({ maxLength: 6 })
    .map((bytes): Literal => ({ kind: 'hex', value: Buffer.from(bytes).toString('hex'), at })),
  fc
    .uint8Array({ maxLength: 6 })
    .map((bytes): Literal => ({ kind: 'binary', value: Buffer.from(bytes).toString('base64'), at })),
  timestamp,
);

const key: fc.Arbitrary<PathStep> = fc
  .oneof(fc.constantFrom('value', 'SHA-256', 'AND', 'true', 'a_1', ''), text)
  .map((name) => ({ kind: 'key', name }));
const step: fc.Arbitrary<PathStep> = fc.oneof(
  key,
  fc.nat().map((index): PathStep => ({ kind: 'index', index })),
  fc.constant<PathStep>({ kind: 'any' }),
);
const path: fc.Arbitrary<ObjectPath> = fc
  .tuple(fc.constantFrom('file', 'ipv4-addr', 'x_own'), key, fc.array(step, { maxLength: 3 }))
  .map(([objectType, first, rest]) => ({ objectType, steps: [first, ...rest], at }));

const valueTest = fc
  .tuple(path, fc.boolean(), fc.constantFrom('=', '!=', '<', '<=', '>', '>='), literal)
  .map(([of, negated, operator, value]): Comparison => ({ kind: 'test', path: of, negated, operator, value, at }));
const textTest = fc
  .tuple(path, fc.boolean(), fc.constantFrom('LIKE', 'MATCHES', 'ISSUBSET', 'ISSUPERSET'), text)
  .map(([of, negated, operator, value]): Comparison => ({
    kind: 'test',
    path: of,
    negated,
    operator,
    value: { kind: 'string', value, at },
    at,
  }));
const setTest = fc
  .tuple(path, fc.boolean(), fc.array(literal, { maxLength: 3 }))
  .map(([of, negated, values]): Comparison => ({ kind: 'test', path: of, negated, operator: 'IN', values, at }));
const existsTest = fc
  .tuple(path, fc.boolean())
  .map(([of, negated]): Comparison => ({ kind: 'test', path: of, negated, operator: 'EXISTS', at }));

const { comparison } = fc.letrec<{ comparison: Comparison }>((tie) => ({
  comparison: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(valueTest, textTest, setTest, existsTest),
    fc
      .tuple(fc.constantFrom('and', 'or'), fc.array(tie('comparison'), { minLength: 2, maxLength: 3 }))
      .map(([kind, operands]): Comparison => ({ kind, operands, at })),
  ),
}));

const qualifier: fc.Arbitrary<Qualifier> = fc.oneof(
  fc.constantFrom('1', '0.5', '300').map((seconds): Qualifier => ({ kind: 'within', seconds, at })),
  fc.integer({ min: 1, max: 3 }).map((times): Qualifier => ({ kind: 'repeats', times, at })),
  fc.tuple(timestamp, timestamp).map(([start, stop]): Qualifier => ({ kind: 'start_stop', start, stop, at })),
);

const { observation } = fc.letrec<{ observation: Observation }>((tie) => ({
  observation: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    comparison.map((inner): Observation => ({ kind: 'observation', comparison: inner, at })),
    fc
      .tuple(fc.constantFrom('and', 'or', 'followedby'), fc.array(tie('observation'), { minLength: 2, maxLength: 3 }))
      .map(([kind, operands]): Observation => ({ kind, operands, at })),
    fc
      .tuple(tie('observation'), fc.array(qualifier, { minLength: 1, maxLength: 3 }))
      .map(([expression, qualifiers]): Observation => ({ kind: 'qualified', expression, qualifiers, at })),
  ),
}));

/** A tree without its offsets, which change with the text. */
const meaning = (tree: unknown): unknown =>
  JSON.parse(
    JSON.stringify(tree, (name, value: unknown) =>
      name === 'at' ? undefined : typeof value === 'bigint' ? `${value}n` : value,
    ),
  );

const observed = [
  {
    first_observed: '2026-01-01T00:00:00Z',
    last_observed: '2026-01-01T00:00:01Z',
    objects: { a: { type: 'file', value: 'x', 'SHA-256': [1, 2], true: { a_1: null } } },
  },
];

test('what is printed is read as the same tree, and printed the same again', () => {
  fc.assert(
    fc.property(observation, (tree) => {
      const printed = printPattern(tree);
      const parsed = parsePattern(printed);
      if (!parsed.ok) throw new Error(`${printed}: ${parsed.problem.message}`);
      expect(meaning(parsed.pattern)).toEqual(meaning(tree));
      expect(printPattern(parsed.pattern)).toBe(printed);
    }),
    { numRuns: 500 },
  );
});

test('whatever can be written can be judged, matched and searched for what it looks for', () => {
  fc.assert(
    fc.property(observation, (tree) => {
      for (const { offset } of validatePattern(printPattern(tree))) expect(offset).toBeGreaterThanOrEqual(0);
      expect(['match', 'no_match', 'undecided']).toContain(matchPattern(tree, observed, { maxSteps: 10_000 }).outcome);
      const { exact, equalities } = indicatorsOf(tree);
      if (exact) expect(equalities.length).toBeGreaterThan(0);
    }),
    { numRuns: 300 },
  );
});

const pieces = fc.constantFrom(
  ...[
    '[',
    ']',
    '(',
    ')',
    ' AND ',
    ' OR ',
    ' NOT ',
    'FOLLOWEDBY',
    ' IN ',
    'file:size',
    "'a'",
    '=',
    '==',
    '<>',
    ',',
    '*',
  ],
  ...[
    '1',
    '-',
    '.5',
    "t'",
    "h'",
    "b'YQ=='",
    'WITHIN',
    'REPEATS',
    'START',
    'SECONDS',
    'TIMES',
    '/*',
    '//',
    '\n',
    '\\',
    "'",
  ],
);

test('garbage is refused with a place inside the text, and never throws', () => {
  const garbage = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces, { maxLength: 30 }).map((some) => some.join('')),
  );
  fc.assert(
    fc.property(garbage, (some) => {
      for (const { offset, line, column } of validatePattern(some)) {
        expect(offset).toBeLessThanOrEqual(some.length);
        const lines = some.slice(0, offset).split('\n');
        expect([line, column]).toEqual([lines.length, lines.at(-1)!.length + 1]);
      }
      const parsed = parsePattern(some);
      if (parsed.ok) expect(printPattern(parsed.pattern)).not.toBe('');
    }),
    { numRuns: 2000 },
  );
});
