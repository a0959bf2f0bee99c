import { expect, test } from 'vitest';
import { effectiveTlp, parseTlp, strictest } from './tlp.ts';

test.each([
  ['TLP:RED', 'red'],
  ['tlp:amber+strict', 'amber+strict'],
  ['TLP AMBER STRICT', 'amber+strict'],
  ['TLP:AMBER-STRICT', 'amber+strict'],
  ['Amber', 'amber'],
  ['tlp_green', 'green'],
  ['TLP:CLEAR', 'clear'],
  ['TLP:WHITE', 'clear'],
  ['TLP:PURPLE', undefined],
  ['strict', undefined],
  ['', undefined],
])('%s is %s', (label, level) => expect(parseTlp(label)).toBe(level));

test('of several markings the strictest counts', () => {
  expect(strictest(['clear', 'amber', 'amber+strict', 'green'])).toBe('amber+strict');
  expect(strictest([])).toBeUndefined();
});

test('unmarked things have the default of their source, else AMBER+STRICT', () => {
  expect(effectiveTlp(['green'], 'red')).toBe('green');
  expect(effectiveTlp([], 'green')).toBe('green');
  expect(effectiveTlp([])).toBe('amber+strict');
});
