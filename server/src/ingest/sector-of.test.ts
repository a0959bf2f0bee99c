import { sectors } from '@tocsin/api/sector.ts';
import { expect, test } from 'vitest';
import { sectorOf } from './sector-of.ts';

test.each([
  ['energy', 'energy'],
  [' Energy ', 'energy'],
  ['Public Administration', 'public-administration'],
  ['public_administration', 'public-administration'],
  ['Communications, Service Provider, and Hosting Service', 'digital-infrastructure'],
  ['Health Care and Social Assistance', 'health'],
  ['Professional, Scientific, and Technical Services', ''],
  ['0', ''],
  ['', ''],
])('%j is the sector %j', (given, sector) => {
  // Twice: the second answer is the remembered one.
  expect([sectorOf(given), sectorOf(given)]).toEqual([sector, sector]);
});

test('each sector is known by its slug and by its name', () => {
  for (const { slug, name } of sectors) expect([sectorOf(slug), sectorOf(name)]).toEqual([slug, slug]);
});

test('what is remembered is bounded, and forgetting changes nothing', () => {
  for (let n = 0; n < 3_000; n++) expect(sectorOf(`nothing ${n}`)).toBe('');
  expect(sectorOf('Energy')).toBe('energy');
});
