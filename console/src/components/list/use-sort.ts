import { formatSort, parseSort, type Sort } from '../../ui/data-table/column.ts';
import { useUrl } from '../../ui/url-state.ts';

/** The order of a list, in its URL. */
export function useSort(fallback?: string): { sort: Sort | undefined; onSort: (sort: Sort | undefined) => void } {
  const url = useUrl();
  return {
    sort: parseSort(url.one('sort') ?? fallback),
    onSort: (sort) => url.set({ sort: formatSort(sort) }),
  };
}
