import { expect, test } from 'vitest';
import { cellText, formatCard, formatTable } from './table.ts';

test('a table is aligned, numbers to the right', () =>
  expect(
    formatTable([
      { name: 'ab', entries: 5, on: true },
      { name: 'Łódź', entries: 120, on: false },
    ]),
  ).toBe(['NAME  ENTRIES  ON', 'ab          5  yes', 'Łódź      120  no'].join('\n')));

test('a table without rows says so', () => expect(formatTable([])).toBe('(none)'));

test('a card has a member a line', () =>
  expect(formatCard({ handle: 'cert-pl', team: null, languages: ['pl', 'en'] })).toBe(
    'handle     cert-pl\nteam       -\nlanguages  pl, en',
  ));

test('what others wrote does not steer the terminal', () => expect(cellText('a\u001b[31mb\nc')).toBe('a [31mb c'));
