import { expect, test } from 'vitest';
import { specificationUrl } from './object-type.ts';
import { isCustom, isMeta, isSco, isSdo, isSro, metaTypes, scoTypes, sdoTypes, sroTypes } from './type-names.ts';
import { typeTable } from './type-table.ts';

test('the table holds every type once, under its category', () => {
  expect([...typeTable.keys()].sort()).toEqual([...sdoTypes, ...sroTypes, ...scoTypes, ...metaTypes].sort());
  for (const { type, category } of typeTable.values()) {
    expect({ sdo: isSdo(type), sro: isSro(type), sco: isSco(type), meta: isMeta(type) }).toEqual({
      sdo: category === 'sdo',
      sro: category === 'sro',
      sco: category === 'sco',
      meta: category === 'meta',
    });
    expect(isCustom(type)).toBe(false);
  }
});

test('each type has its own place in the specification', () => {
  const types = [...typeTable.values()];
  expect(new Set(types.map(({ section }) => section)).size).toBe(types.length);
  expect(new Set(types.map(specificationUrl)).size).toBe(types.length);
  const chapter = { sdo: '4.', sro: '5.', sco: '6.', meta: '7.' };
  expect(types.filter(({ category, section }) => !section.startsWith(chapter[category]))).toEqual([]);
});

test('what names or identifies an object is a property of its type', () => {
  for (const { required = {}, optional = {}, naming = [], contributing = [], since21 = [] } of typeTable.values()) {
    const known = new Set([...Object.keys({ ...required, ...optional }), 'extensions']);
    expect([...naming, ...contributing].filter((property) => !known.has(property))).toEqual([]);
    expect(since21.filter((property) => !(property in required))).toEqual([]);
  }
});
