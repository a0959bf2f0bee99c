import { expect, test } from 'vitest';
import { csvLine } from './csv.ts';

test('a line of CSV', () => {
  expect(csvLine(['a', 1, true, null, undefined, { b: [1] }])).toBe('a,1,true,,,"{""b"":[1]}"\r\n');
});

test.each([
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@sum', "'@sum"],
  ['\tx', "'\tx"],
  ['a"b', '"a""b"'],
  ['a,b', '"a,b"'],
  ['=a,"b"', `"'=a,""b"""`],
  ['two\nlines', '"two\nlines"'],
  ['plain', 'plain'],
])('%j becomes %s', (text, cell) => {
  expect(csvLine([text])).toBe(`${cell}\r\n`);
});

test('numbers stay numbers', () => {
  expect(csvLine([-5])).toBe('-5\r\n');
});
