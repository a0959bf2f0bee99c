import { expect, test } from 'vitest';
import { areSparse, chooseHours, type Choice } from './choose-hours.ts';

const at = (hour: number, minute = 0) => new Date(Date.UTC(2026, 0, 1, hour, minute));
const hours = [9, 7, 5, 3].map((hour) => ({ hour: at(hour), events: 10 }));
const choice: Choice = { range: { from: undefined, to: undefined }, exact: true, behind: undefined, limit: 15 };

test.each<[string, Partial<Choice>, number[]]>([
  ['as many as fill the page', {}, [9, 7]],
  ['all where that takes all', { limit: 100 }, [9, 7, 5, 3]],
  ['the hour that the page before ended in does not count as whole', { behind: at(7, 30) }, [7, 5, 3]],
  ['nor does the hour in which the range ends', { range: { from: undefined, to: at(9, 30) } }, [9, 7, 5]],
  ['all where the tallies count more than is wanted', { exact: false }, [9, 7, 5, 3]],
])('%s', (_, change, expected) => {
  expect(chooseHours(hours, { ...choice, ...change }).hours).toEqual(expected.map((hour) => at(hour)));
});

test('a page is filled by what is sure to be wanted alone', () => {
  expect(chooseHours(hours, { ...choice, limit: 40 }).fills).toBe(true);
  expect(chooseHours(hours, { ...choice, limit: 41 }).fills).toBe(false);
  expect(chooseHours(hours, { ...choice, exact: false, limit: 1 }).fills).toBe(false);
});

test.each([
  ['none', [], false],
  ['one', [at(5)], false],
  ['close together', [at(9), at(7), at(5)], false],
  ['far apart', [at(90), at(7), at(5)], true],
  ['far apart and many', Array.from({ length: 49 }, (_, n) => at(-n * 24)), false],
])('%s: sparse %s', (_, given, expected) => {
  expect(areSparse(given)).toBe(expected);
});
