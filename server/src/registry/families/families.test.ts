import { describe, expect, test } from 'vitest';
import { builtInFamilies } from './built-in-families.ts';
import { familyName } from './family-name.ts';

describe('the built-in families', () => {
  test('are well over a hundred', () => expect(builtInFamilies.length).toBeGreaterThan(120));

  test('use every name once, so that it leads to one family', () => {
    const names = builtInFamilies.flatMap(({ name, aliases }) => [name, ...aliases]);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test('are written in the form that is looked up', () => {
    for (const { name, aliases } of builtInFamilies)
      for (const each of [name, ...aliases]) expect(familyName(each)).toBe(each);
    expect(builtInFamilies.filter(({ name }) => name === '')).toEqual([]);
  });

  test.each([
    ['Avalanche-Andromeda', 'andromeda'],
    ['Downadup', 'conficker'],
    ['LummaC2', 'lumma'],
    ['Lumma  Stealer', 'lumma'],
    ['QBot', 'qakbot'],
    ['Heodo', 'emotet'],
    ['b68-zeroaccess-2-32bit', 'zeroaccess'],
  ])('%s is %s', (given, family) => {
    const wanted = familyName(given);
    expect(builtInFamilies.find(({ aliases }) => aliases.includes(wanted))?.name).toBe(family);
  });
});

test('a name is folded to lower case, single spaces and one Unicode form', () =>
  expect(familyName('  Agent\tTesla\u00a0 ')).toBe('agent tesla'));
