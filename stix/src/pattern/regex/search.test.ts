import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileExpression, invalidityOf, search, type Budget } from './index.ts';

function found(expression: string, text: string, budget: Budget = { steps: 1e9 }): boolean | undefined | string {
  const compiled = compileExpression(expression);
  return 'refused' in compiled ? compiled.refused : search(compiled.program, text, budget);
}

test.each([
  ['a', 'cab', true],
  ['', '', true],
  ['^a$', 'a\n', true],
  [String.raw`^a\z`, 'a\n', false],
  [String.raw`^a\Z`, 'a\n', true],
  ['^b', 'a\nb', false],
  ['(?m)^b$', 'a\nb\nc', true],
  ['a.b', 'a\nb', true],
  ['(?-s)a.b', 'a\nb', false],
  ['(?i)TOCSIN', 'tocsin', true],
  ['(?i:T)ocsin', 'tOcsin', false],
  ['(a(?i)b)c', 'aBc', true],
  ['(a(?i)b)c', 'aBC', false],
  ['(?i)[^a]', 'A', false],
  ['(?i)straße', 'STRASSE', false],
  ['(?i)É', 'é', true],
  ['(?x) a b # both', 'ab', true],
  ['a{2}', 'a', false],
  ['^a{2,3}$', 'aaaa', false],
  ['^a{2,}$', 'aaaa', true],
  ['a{,2}', 'a{,2}', true],
  ['a{', 'a{', true],
  ['a??b', 'b', true],
  ['(?:ab)+?c', 'ababc', true],
  ['(?<name>a)|(?P<other>b)', 'b', true],
  ['a|', '', true],
  ['[]a]', ']', true],
  ['[^]a]', ']', false],
  ['[a-c]', 'b', true],
  ['[a-]', '-', true],
  [String.raw`[\d-z]`, '-', true],
  [String.raw`[\]\\]`, '\\', true],
  ['[[:alpha:]][[:^digit:]]', 'a5', false],
  [String.raw`[\b]`, '\b', true],
  [String.raw`\bend\b`, 'the end.', true],
  [String.raw`\Bnd`, 'the end', true],
  [String.raw`\d\w\s\D\W\S`, '1_ a.b', true],
  [String.raw`\w`, 'é', false],
  [String.raw`\h\H\v\V`, '\u00a0a\u2028b', true],
  [String.raw`\x41\x{1F514}\103\o{104}\cA\e\0`, 'A\u{1F514}C', 'unsupported'],
  [String.raw`\x41\x{1F514}\o{103}\cA\e\0`, 'A\u{1F514}C\u0001\u001b\0', true],
  [String.raw`\Q.*\E+`, '.**', true],
  [String.raw`\p{Greek}\p{Lu}\P{L}\p{^Nd}`, 'αA1a', true],
  ['(?#why)a', 'a', true],
  [String.raw`\@\-\/`, '@-/', true],
  ['.', '\u{1F514}', true],
  ['^.$', '\u{1F514}', true],
])('%s in %j: %s', (expression, text, expected) => {
  expect(found(expression, text)).toBe(expected);
});

test.each([
  '(?=a)',
  '(?!a)',
  '(?<=a)b',
  '(?<!a)b',
  '(?>a)',
  'a++',
  String.raw`(a)\1`,
  String.raw`\k<n>`,
  '(?R)',
  '(?1)',
  '(*UTF)a',
  '(a{1000}){1000}',
])('%s is PCRE, and not run', (expression) => {
  expect(found(expression, 'a')).toBe('unsupported');
  expect(invalidityOf(expression)).toBeUndefined();
});

test.each([
  '(',
  ')',
  '(a',
  'a)',
  '[',
  '[a',
  '[]',
  '[b-a]',
  '*',
  'a|*',
  '(?',
  '(?z)',
  '(?#',
  'a{2,1}',
  'a{65536}',
  '\\',
  String.raw`\x{110000}`,
  String.raw`\p{`,
])('%s is no expression', (expression) => {
  expect(invalidityOf(expression)?.offset).toBeLessThanOrEqual(expression.length);
});

/** Expressions that take a backtracking engine exponential time on text that they all but match. */
test.each([
  '(a+)+$',
  '(a|a)*$',
  '(a|aa)+$',
  '(.*)*x',
  '(.*a){12}$',
  String.raw`^(\w+\s?)*$`,
  '([a-z]+)*!',
  'a?'.repeat(30) + 'a'.repeat(30),
])('%s: steps grow with the text, no faster', (expression) => {
  const stepsFor = (length: number): number => {
    const budget = { steps: 1e9 };
    expect(found(expression, `${'a'.repeat(length)}!`, budget)).toBeTypeOf('boolean');
    return 1e9 - budget.steps;
  };
  const [short, long] = [stepsFor(1000), stepsFor(4000)];
  expect(long).toBeLessThanOrEqual(short * 4 + 1000);
});

test('a search stops when its steps are used up', () => {
  expect(found('(a+)+$', 'a'.repeat(100_000), { steps: 1000 })).toBeUndefined();
});

test('repeats of what takes no character end', () => {
  expect(found('((){65535}){65535}b*', 'a')).toBe(true);
  expect(found('(a*)*(b*)*$', 'ab')).toBe(true);
});

const alphabet = fc.constantFrom('a', 'b', 'B', '1', '_', ' ', '\n', '-', 'é', '\u{1F514}');
const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(
      'a',
      'b',
      '.',
      '^',
      '$',
      String.raw`\b`,
      String.raw`\w`,
      String.raw`\d`,
      '[ab]',
      '[^a1]',
      '[a-b_]',
      'é',
    ),
    fc.tuple(tie('expression'), tie('expression')).map(([first, second]) => first + second),
    fc.tuple(tie('expression'), tie('expression')).map(([first, second]) => `(?:${first}|${second})`),
    fc
      .tuple(tie('expression'), fc.constantFrom('*', '+', '?', '{0,2}', '{2}', '{1,}'))
      .map(([part, repeat]) => `(?:${part})${repeat}`),
  ),
}));

test('finds what the engine of JavaScript finds, where the two languages agree', () => {
  const text = fc.array(alphabet, { maxLength: 8 }).map((some) => some.join(''));
  fc.assert(
    fc.property(expression, text, fc.boolean(), (written, searched, ignoreCase) => {
      // $ of PCRE also stands before a last newline.
      const same = written.replaceAll('$', String.raw`(?=\n?(?![^]))`);
      const expected = new RegExp(same, ignoreCase ? 'siu' : 'su').test(searched);
      expect(found(ignoreCase ? `(?i)${written}` : written, searched)).toBe(expected);
    }),
    { numRuns: 2000 },
  );
});
