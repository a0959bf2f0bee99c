import type { Facet } from '../../ui/facets.tsx';
import type { Url } from '../../ui/url-state.ts';

/** A facet of a list that is here as a whole. */
export interface LocalFacet<Row> {
  name: string;
  label: string;
  /** The values of a row; a row may have several, or none. */
  values: (row: Row) => readonly string[];
  valueLabel?: (value: string) => string;
}

function fits<Row>(row: Row, facet: LocalFacet<Row>, chosen: readonly string[]): boolean {
  return chosen.length === 0 || facet.values(row).some((value) => chosen.includes(value));
}

/**
 * Filters a list that is here as a whole by what the URL chooses, and counts each facet with all filters but its own, so
 * that one sees what choosing another value would give.
 */
export function applyFacets<Row>(
  rows: readonly Row[],
  facets: readonly LocalFacet<Row>[],
  url: Pick<Url, 'all'>,
): { rows: Row[]; facets: Facet[] } {
  const chosen = new Map(facets.map(({ name }) => [name, url.all(name)]));
  const passing = (row: Row, except?: string) =>
    facets.every((facet) => facet.name === except || fits(row, facet, chosen.get(facet.name) ?? []));
  const counted = facets.map((facet) => {
    const counts = new Map<string, number>();
    for (const row of rows) {
      if (!passing(row, facet.name)) continue;
      for (const value of facet.values(row)) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const values = [...counts].map(([value, count]) => ({ value, count, label: facet.valueLabel?.(value) ?? value }));
    values.sort((a, b) => b.count - a.count || a.label.localeCompare(b.label));
    return { name: facet.name, label: facet.label, values };
  });
  return { rows: rows.filter((row) => passing(row)), facets: counted };
}
