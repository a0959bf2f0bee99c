import { expect, test } from 'vitest';
import { countCube, type CubeRow } from './facets.ts';

const row = (family: number, country: string, events: number): CubeRow => ({
  family,
  class: 'c2-server',
  country,
  events,
});
const cube = [row(1, 'PL', 5), row(2, 'PL', 3), row(1, 'EE', 2), row(0, '', 7)];
const wording = {
  families: new Map([
    [1, 'Bot'],
    [2, 'Stealer'],
  ]),
  nations: new Map([['PL', 'Poland']]),
};

test('a facet counts with all filters but its own', () => {
  const { total, facets } = countCube(cube, { families: [1], classes: [], countries: ['PL'] }, wording);
  expect(total).toBe(5);
  expect(facets.family).toEqual([
    { value: 'Bot', label: 'Bot', count: 5 },
    { value: 'Stealer', label: 'Stealer', count: 3 },
  ]);
  expect(facets.country).toEqual([
    { value: 'PL', label: 'Poland', count: 5 },
    { value: 'EE', label: 'EE', count: 2 },
  ]);
});

test('what has no family and no country is a choice like others', () => {
  const { total, facets } = countCube(cube, { families: [0], classes: [], countries: ['none'] }, wording);
  expect(total).toBe(7);
  expect(facets.family).toContainEqual({ value: 'none', label: 'No family', count: 7 });
  expect(facets.class).toEqual([{ value: 'c2-server', label: 'C2 Server', count: 7 }]);
});
