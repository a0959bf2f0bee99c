import { rsit } from '@tocsin/api/rsit.ts';
import { none, type Criteria } from './criteria.ts';

/** Events counted by what the tallies know. Family 0 and country '' stand for none. */
export interface CubeRow {
  readonly family: number;
  readonly class: string;
  readonly country: string;
  readonly events: number;
}

export interface Facet {
  readonly value: string;
  readonly label: string;
  readonly count: number;
}
export type Facets = Record<string, Facet[]>;

/** What turns the numbers of a cube into words. */
export interface Wording {
  readonly families: ReadonlyMap<number, string>;
  readonly nations: ReadonlyMap<string, string>;
}

const mostValues = 30;
type Wanted = Pick<Criteria, 'classes' | 'countries'> & { readonly families: readonly number[] | undefined };

/**
 * Total and facets of a cube. Each facet counts with all filters but its own, so that one sees what choosing another
 * value instead would give.
 */
export function countCube(
  cube: readonly CubeRow[],
  wanted: Wanted,
  wording: Wording,
): { total: number; facets: Facets } {
  const fits = {
    family: (row: CubeRow) => wanted.families?.includes(row.family) ?? true,
    class: (row: CubeRow) => wanted.classes.length === 0 || wanted.classes.includes(row.class),
    country: (row: CubeRow) =>
      wanted.countries.length === 0 || wanted.countries.includes(row.country === '' ? none : row.country),
  };
  const names = ['family', 'class', 'country'] as const;
  const total = cube.filter((row) => names.every((name) => fits[name](row))).reduce((sum, row) => sum + row.events, 0);
  const facets = names.map((name): [string, Facet[]] => {
    const others = names.filter((other) => other !== name);
    const counts = new Map<string | number, number>();
    for (const row of cube)
      if (others.every((other) => fits[other](row))) counts.set(row[name], (counts.get(row[name]) ?? 0) + row.events);
    return [name, ranked([...counts].map(([key, count]) => ({ ...words(name, key, wording), count })))];
  });
  return { total, facets: Object.fromEntries(facets) };
}

/** The most frequent first. */
export function ranked(facets: readonly Facet[]): Facet[] {
  return [...facets].sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1)).slice(0, mostValues);
}

/** Value and label of a facet's entry. */
export function words(
  name: 'family' | 'class' | 'country',
  key: string | number,
  { families, nations }: Wording,
): { value: string; label: string } {
  if (key === 0 || key === '') return { value: none, label: name === 'country' ? 'Unknown' : 'No family' };
  const value = name === 'family' ? (families.get(Number(key)) ?? String(key)) : String(key);
  if (name === 'country') return { value, label: nations.get(value) ?? value };
  return {
    value,
    label: name === 'class' && Object.hasOwn(rsit, value) ? rsit[value as keyof typeof rsit].title : value,
  };
}
