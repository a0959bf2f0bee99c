import type { EventFilter, EventOut, EventPage } from '@tocsin/api';
import { useMemo, useState } from 'react';
import { api, routes } from '../../api.ts';
import { useFrozenRange } from '../../components/list/use-frozen-range.ts';
import { usePages } from '../../components/list/use-pages.ts';
import { useLiveEvents } from '../../live.ts';
import { useUrl } from '../../ui/url-state.ts';
import { readFilter } from './filter.ts';
import { fits } from './live-match.ts';

const pageSize = 200;

/** The events of this URL: pages of the server, and how many fitting ones arrived since. */
export function useEventList() {
  const url = useUrl();
  const { range, renew } = useFrozenRange('day');
  const asked = JSON.stringify({
    ...readFilter(url),
    from: range.from,
    ...(range.to === undefined ? {} : { to: range.to }),
  });
  const filter = useMemo(() => JSON.parse(asked) as EventFilter & { from: string }, [asked]);
  const list = usePages<EventPage>([routes.searchEvents.path, asked], (cursor, signal) =>
    api.call(routes.searchEvents, {
      query: { ...filter, limit: pageSize, ...(cursor === null ? {} : { cursor: String(cursor) }) },
      signal,
    }),
  );
  const [waiting, setWaiting] = useState(0);
  const [counted, setCounted] = useState(asked);
  if (counted !== asked) {
    setCounted(asked);
    setWaiting(0);
  }
  const { pages, refresh } = list;
  const rows = useMemo<EventOut[] | undefined>(() => pages?.flatMap(({ events }) => events), [pages]);
  useLiveEvents((events, total) => {
    if (filter.to !== undefined) return;
    const fitting = events.filter((event) => fits(event, filter, filter.from)).length;
    if (fitting === 0) return;
    // Where nothing is shown nothing can jump.
    if (rows?.length === 0) void refresh();
    // Of a flood only a part is at hand: the rest is taken to be alike.
    else setWaiting((count) => count + Math.round((fitting / events.length) * total));
  });
  const showWaiting = () => {
    setWaiting(0);
    renew();
    void refresh();
  };
  return { list, rows, filter, waiting, showWaiting };
}
