import type { ObjectPage } from '@tocsin/api';
import { useMemo } from 'react';
import { api, routes } from '../../api.ts';
import { usePages } from '../../components/list/use-pages.ts';

const pageSize = 200;

/** Objects of a state, page by page; `type` asks for these types alone, separated by commas. */
export function useObjectList(state: 'released' | 'draft', type: string) {
  const list = usePages<ObjectPage>([routes.objects.path, state, type], (after, signal) =>
    api.call(routes.objects, {
      query: {
        state,
        limit: pageSize,
        ...(type === '' ? {} : { type }),
        ...(after === null ? {} : { after: String(after) }),
      },
      signal,
    }),
  );
  const { pages } = list;
  const rows = useMemo(() => pages?.flatMap(({ objects }) => objects), [pages]);
  return { ...list, rows };
}
