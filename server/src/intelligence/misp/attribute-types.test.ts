import { tlpLevels, typeTable } from '@tocsin/stix';
import { validatePattern } from '@tocsin/stix/pattern/index.ts';
import { expect, test } from 'vitest';
import { anyAddress, attributeTypes, galaxyTypes, tlpTags } from './attribute-types.ts';

test('every path is one that a STIX pattern takes', () => {
  const paths = [...attributeTypes.values()].flatMap(({ paths }) => paths).filter((path) => path !== anyAddress);
  expect(paths.length).toBeGreaterThan(40);
  for (const path of paths) {
    const value = path.endsWith('port') || path.endsWith('number') ? '443' : `'x'`;
    const fixed = path.includes('hashes')
      ? validatePattern(`[${path} MATCHES 'x']`)
      : validatePattern(`[${path} = ${value}]`);
    expect({ path, fixed }).toEqual({ path, fixed: [] });
  }
});

test('clusters become types of STIX, and tags its levels', () => {
  for (const type of galaxyTypes.values()) expect(typeTable.has(type)).toBe(true);
  expect(new Set(tlpTags.values())).toEqual(new Set(tlpLevels));
});
