import { expect, test } from 'vitest';
import { hideGiven } from './hide-given.ts';

const isOwn = (address: string) => address === '198.51.100.9' || address === '2001:db8::9';

test.each([
  ['an address', '198.51.100.9'],
  ['an address with a port', '198.51.100.9:443'],
  ['an address in a sentence', 'from 198.51.100.9, twice'],
  ['an IPv6 address', '[2001:db8::9]:80'],
  ['a name in other letters', 'HoneyPot-7'],
  ['a name in a host name', 'honeypot-7.example.org'],
])('%s is hidden', (_, text) => {
  expect(hideGiven({ a: { b: [text] } }, { names: ['honeypot-7'], isOwn })).toEqual({ a: { b: ['(hidden)'] } });
  expect(hideGiven({ [text]: 1 }, { names: ['honeypot-7'], isOwn })).toEqual({ '(hidden)': 1 });
});

test.each([
  ['198.51.100.90'],
  ['1198.51.100.9'],
  ['198.51.100.9.1'],
  ['honeypot-77'],
  ['2001:db8::91'],
  ['12:30:59'],
  [7],
  [null],
  [true],
])('%s is kept', (value) => {
  expect(hideGiven({ value }, { names: ['honeypot-7'], isOwn })).toEqual({ value });
});

test('a source that shows everything is left alone', () => {
  const given = { a: '198.51.100.9' };
  expect(hideGiven(given, { names: [] })).toBe(given);
});
