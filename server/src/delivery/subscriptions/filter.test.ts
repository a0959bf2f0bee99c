import { expect, test } from 'vitest';
import { mayCarry, wantsEvent, wantsObject } from './filter.ts';

test.each([
  ['webhook', undefined, 'red', false],
  ['webhook', undefined, 'amber+strict', true],
  ['webhook', 'amber', 'amber+strict', false],
  ['webhook', 'green', 'green', true],
  ['webhook', 'clear', 'green', false],
  ['webhook', undefined, 'purple', false],
  ['mail', undefined, 'amber+strict', false],
  ['mail', 'amber+strict', 'amber+strict', false],
  ['mail', 'red', 'red', false],
  ['mail', undefined, 'amber', true],
  ['mail', 'green', 'amber', false],
] as const)('%s under %s carries %s: %s', (channel, ceiling, level, wanted) =>
  expect(mayCarry(channel, ceiling, level)).toBe(wanted),
);

const event = { family: 'QakBot', class: 'infected-system', country: 'PL', severity: null };

test.each([
  [{}, true],
  [{ families: ['qakbot', 'emotet'] }, true],
  [{ families: ['emotet'] }, false],
  [{ classes: ['infected-system'], nations: ['PL', 'CZ'] }, true],
  [{ classes: ['infected-system'], nations: ['CZ'] }, false],
  [{ severities: ['critical'] }, false],
])('%j: %s', (filter, wanted) => expect(wantsEvent(filter, event)).toBe(wanted));

test('objects by type', () => {
  expect(wantsObject({}, 'indicator')).toBe(true);
  expect(wantsObject({ types: ['report'] }, 'indicator')).toBe(false);
});
