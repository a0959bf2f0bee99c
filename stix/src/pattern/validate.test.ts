import { expect, test } from 'vitest';
import { readToken } from './lexer.ts';
import { PatternSyntaxError } from './problem.ts';
import { parsePattern, validatePattern } from './index.ts';

test('a problem says where it is, the section, and what was expected', () => {
  expect(validatePattern("[ipv4-addr:value = '192.0.2.7']\n  OR [file:size = ]")).toEqual([
    { offset: 50, line: 2, column: 19, rule: 'syntax', section: '9.3', message: 'Expected a value, found ]' },
  ]);
});

test('all that the grammar lets pass is found at once, in the order of the text', () => {
  const problems = validatePattern(
    "[file:hashes.MD5 = 'a' AND file:hashes.'SHA-1' = 'b']\nOR\n[a:x = 1 AND b:x = 2] WITHIN 0 SECONDS WITHIN 1 SECONDS",
  );
  expect(problems.map(({ rule, line, column }) => [rule, line, column])).toEqual([
    ['hash', 1, 20],
    ['hash', 1, 50],
    ['object_types', 3, 2],
    ['qualifier_number', 3, 23],
    ['qualifier_repeated', 3, 40],
  ]);
});

test('of many problems a hundred are told', () => {
  const pattern = Array.from({ length: 5000 }, () => "[file:hashes.MD5 = 'a']").join(' OR ');
  expect(validatePattern(pattern)).toHaveLength(100);
});

const many = 50_000;

/** Long inputs of which each part in vain invites to look again at what came before, or to go deeper. */
const hostile: Record<string, string> = {
  'opening parentheses': '('.repeat(many),
  'opening brackets': '['.repeat(many),
  'parentheses in brackets': `[${'('.repeat(many)}`,
  'comment beginnings': '/*'.repeat(many),
  'quotes and backslashes': `[x:a = '${String.raw`\'`.repeat(many)}`,
  'a long number': `[x:a = ${'9'.repeat(many)}]`,
  'a long fraction': `[x:a = 0.${'9'.repeat(many)}]`,
  'a long key': `[x:${'a'.repeat(many)} = 1]`,
  'a long hyphenated name': `[${'a-'.repeat(many)}`,
  'a long path': `[x:a${'.a[*]'.repeat(many)} = 1]`,
  'a long set': `[x:a IN (${"'a', ".repeat(many)}'a')]`,
  'a long comparison': `[x:a = 1${' AND x:a = 1 OR x:a = 1'.repeat(many)}]`,
  'a long chain of observations': `[x:a = 1]${' FOLLOWEDBY [x:a = 1] AND [x:a = 1]'.repeat(many)}`,
  'many types': `[${Array.from({ length: 20_000 }, (_, index) => `t${index}:a = 1`).join(' OR ')}]`,
  'many qualifiers': `[x:a = 1]${' WITHIN 1 SECONDS'.repeat(many)}`,
  'a long hexadecimal': `[x:a = h'${'ab'.repeat(many)}']`,
  'a long Base64': `[x:a = b'${'YWJj'.repeat(many)}']`,
  'a Base64 that is none': `[x:a = b'${'YWJj'.repeat(many)}!']`,
  'a long timestamp': `[x:a = t'2026-01-01T00:00:00.${'1'.repeat(many)}Z']`,
  'a long hash': `[file:hashes.MD5 = '${'a'.repeat(many)}']`,
  'a long expression': `[x:a MATCHES '${'(a*)*'.repeat(many)}']`,
  'deep groups': `[x:a MATCHES '${'('.repeat(many)}']`,
  'many classes': `[x:a MATCHES '${'[a'.repeat(many)}']`,
  // Enough for whoever looks for the end of each name to find none within the time of a test.
  'names of sets without end': `[x:a MATCHES '${'[[:'.repeat(4 * many)}']`,
  'many lines': '\n'.repeat(many),
};

test.each(Object.entries(hostile))('%s: an answer, without exhausting the stack', (_, text) => {
  const problems = validatePattern(text);
  expect(parsePattern(text).ok || problems.length > 0).toBe(true);
});

test.each(Object.entries(hostile))('%s: tokens follow one another, so that none is read twice', (_, text) => {
  let read = 0;
  let at = 0;
  let backwards = 0;
  try {
    for (;;) {
      const token = readToken(text, at);
      if (token.start < at) backwards += 1;
      if (token.kind === 'end') break;
      if (token.end <= token.start) backwards += 1;
      read += token.end - token.start;
      at = token.end;
    }
  } catch (error) {
    expect(error).toBeInstanceOf(PatternSyntaxError);
  }
  expect(backwards).toBe(0);
  expect(read).toBeLessThanOrEqual(text.length);
});
