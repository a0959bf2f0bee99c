import { InvalidArgumentError } from 'commander';
import { expect, test } from 'vitest';
import { choice, code, given, id, instant, none, orNone, plain, values, words } from './options.ts';

test('words, ids and choices are read', () => {
  expect(words('pl, en,')).toEqual(['pl', 'en']);
  expect(id('12')).toBe(12);
  expect(() => id('x')).toThrow(InvalidArgumentError);
  expect(choice(['a', 'b'])('b')).toBe('b');
  expect(() => choice(['a', 'b'])('c')).toThrow('It is one of a, b.');
  expect([orNone(plain)('none'), orNone(code)('pl')]).toEqual([none, 'PL']);
});

test.each([
  ['2026-03-01', '2026-03-01T23:59:59.000Z'],
  ['2026-03-01T12:00:00+01:00', '2026-03-01T11:00:00.000Z'],
])('the instant %s is %s', (text, expected) => expect(instant(text)).toBe(expected));

test.each(['2026-03-01T12:00', 'tomorrow', '2026-13-01'])('%s is no instant', (text) =>
  expect(() => instant(text)).toThrow(InvalidArgumentError),
);

test('a change holds what was given, and something must be', () => {
  expect(given({ a: 1, b: undefined, c: none })).toEqual({ a: 1, c: null });
  expect(values({})).toEqual({});
  expect(() => given({})).toThrow('Nothing to change');
});
