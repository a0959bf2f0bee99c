import { expect, test } from 'vitest';
import { applyFacets, type LocalFacet } from './local-facets.ts';

interface Row {
  kind: string;
  states: string[];
}
const facets: LocalFacet<Row>[] = [
  { name: 'kind', label: 'Kind', values: ({ kind }) => [kind] },
  { name: 'state', label: 'State', values: ({ states }) => states },
];
const rows: Row[] = [
  { kind: 'a', states: ['x'] },
  { kind: 'a', states: ['x', 'y'] },
  { kind: 'b', states: [] },
];

function filtered(chosen: Record<string, string[]>) {
  const found = applyFacets(rows, facets, { all: (name) => chosen[name] ?? [] });
  return {
    rows: found.rows.length,
    counts: found.facets.map(({ values }) => Object.fromEntries(values.map(({ value, count }) => [value, count]))),
  };
}

test('no filter: all rows, all counts', () => {
  expect(filtered({})).toEqual({
    rows: 3,
    counts: [
      { a: 2, b: 1 },
      { x: 2, y: 1 },
    ],
  });
});

test('a facet counts with the filters of the others and without its own', () => {
  expect(filtered({ kind: ['b'] })).toEqual({ rows: 1, counts: [{ a: 2, b: 1 }, {}] });
  expect(filtered({ state: ['y'] })).toEqual({ rows: 1, counts: [{ a: 1 }, { x: 2, y: 1 }] });
});

test('several values of one facet widen', () => {
  expect(filtered({ kind: ['a', 'b'] }).rows).toBe(3);
});
