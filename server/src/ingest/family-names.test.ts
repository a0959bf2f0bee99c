import { expect, test } from 'vitest';
import { createFamilyNames } from './family-names.ts';

const find = createFamilyNames([
  { id: 1, name: 'qakbot', aliases: ['qbot', 'pinkslipbot'] },
  { id: 2, name: 'mirai', aliases: [] },
  { id: 3, name: 'redline stealer', aliases: ['redlinestealer', 'mirai'] },
]);

test.each([
  ['qakbot', 1, 'qakbot', 'registry'],
  ['QakBot', 1, 'qakbot', 'registry'],
  [' qbot ', 1, 'qakbot', 'alias'],
  ['win.qakbot', 1, 'qakbot', 'registry'],
  ['elf.mirai', 2, 'mirai', 'registry'],
  ['Redline  Stealer', 3, 'redline stealer', 'registry'],
  ['RedLine_Stealer', 3, 'redline stealer', 'alias'],
  ['pink-slip.bot', 1, 'qakbot', 'alias'],
] as const)('%j is family %i', (given, id, name, method) => {
  expect(find(given)).toEqual({ id, name, method });
});

test("a family's own name comes before another's alias", () => {
  expect(find('mirai').id).toBe(2);
});

test('an unknown name is kept in lower case, and is the same object each time', () => {
  expect(find('Brand  New.Bot')).toEqual({ id: null, name: 'brand new.bot', method: 'source' });
  expect(find('Brand  New.Bot')).toBe(find('Brand  New.Bot'));
  expect(find('x'.repeat(500)).name).toHaveLength(100);
});
