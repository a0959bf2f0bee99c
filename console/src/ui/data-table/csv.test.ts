import { expect, test } from 'vitest';
import { formatSort, parseSort, type Column } from './column.ts';
import { csvOf } from './csv.ts';

const column: Column<string> = { id: 'value', header: 'Value', text: (row) => row, width: 100 };

test.each([
  ['plain', 'plain'],
  ['with, comma', '"with, comma"'],
  ['with "quotes"', '"with ""quotes"""'],
  ['two\nlines', '"two\nlines"'],
  ['=1+1', "'=1+1"],
  ['@import', "'@import"],
  ['-12.5', '-12.5'],
])('%j becomes %j', (value, expected) => {
  expect(csvOf([column], [value])).toBe(`Value\r\n${expected}\r\n`);
});

test.each(['lastSeen', '-lastSeen'])('sort %s survives the URL', (text) => {
  expect(formatSort(parseSort(text))).toBe(text);
});
