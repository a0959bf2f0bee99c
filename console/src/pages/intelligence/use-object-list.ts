import type { ObjectPage } from '@tocsin/api';
import { useMemo, useState } from 'react';
import { api, routes } from '../../api.ts';
import { usePages } from '../../components/list/use-pages.ts';
import { useLiveObjects } from '../../live.ts';

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

/**
 * What is shared with the reader's organisation, page by page, and how many changes of it arrived since: objects that came or
 * were taken back. They wait until one asks for them, so that no row moves under the reader.
 */
export function useSharedObjects(type: string) {
  const list = useObjectList('released', type);
  const [waiting, setWaiting] = useState<ReadonlySet<string>>(new Set());
  const [counted, setCounted] = useState(type);
  if (counted !== type) {
    setCounted(type);
    setWaiting(new Set());
  }
  const { rows, refresh } = list;
  useLiveObjects((changes) => {
    const shown = new Set(rows?.map(({ id }) => id));
    const types = type === '' ? undefined : type.split(',');
    const fitting = changes.filter((change) =>
      change.type === undefined ? shown.has(change.id) : (types?.includes(change.type) ?? true),
    );
    if (fitting.length === 0) return;
    // Where nothing is shown nothing can jump.
    if (rows?.length === 0) void refresh();
    else setWaiting((before) => new Set([...before, ...fitting.map(({ id }) => id)]));
  });
  const showWaiting = () => {
    setWaiting(new Set());
    void refresh();
  };
  return { ...list, waiting: waiting.size, showWaiting };
}
