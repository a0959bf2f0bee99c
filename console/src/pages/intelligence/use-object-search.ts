import type { FoundObject, ObjectHits, ObjectSearch } from '@tocsin/api';
import { useMemo } from 'react';
import { api, routes } from '../../api.ts';
import { usePages } from '../../components/list/use-pages.ts';
import { useUrl } from '../../ui/url-state.ts';
import { readObjectFilter } from './object-filter.ts';

const pageSize = 200;

/** The objects of this URL: pages of what the server finds. */
export function useObjectSearch() {
  const url = useUrl();
  const asked = JSON.stringify(readObjectFilter(url));
  const filter = useMemo(() => JSON.parse(asked) as ObjectSearch, [asked]);
  const list = usePages<ObjectHits>([routes.searchObjects.path, asked], (cursor, signal) =>
    api.call(routes.searchObjects, {
      query: { ...filter, limit: pageSize, ...(cursor === null ? {} : { cursor: String(cursor) }) },
      signal,
    }),
  );
  const { pages } = list;
  const rows = useMemo<FoundObject[] | undefined>(() => pages?.flatMap(({ objects }) => objects), [pages]);
  return { list, rows, filter };
}
