import { useQuery } from '@tanstack/react-query';
import type { EventOut } from '@tocsin/api';
import { api, routes, type ApiError } from '../../api.ts';

/** Ids begin with 48 bits of event time in milliseconds. */
export function timeOfId(id: string): Date | undefined {
  const ms = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
  const time = new Date(ms);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

/** UTC day of an event, by which it is stored: YYYY-MM-DD. */
export const dayOf = (event: Pick<EventOut, 'time'>) => event.time.slice(0, 10);

/** An event by its id: from the rows at hand, else looked for at the time that the id tells. Null where it is not there. */
export function useEvent(id: string | undefined, rows: readonly EventOut[] | undefined) {
  const here = rows?.find((row) => row.id === id);
  const time = id === undefined ? undefined : timeOfId(id);
  const query = useQuery<EventOut | null, ApiError>({
    queryKey: ['event', id],
    enabled: id !== undefined && here === undefined && rows !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      if (time === undefined) return null;
      const [from, to] = [time.toISOString(), new Date(time.getTime() + 1).toISOString()];
      let cursor: string | undefined;
      do {
        const page = await api.call(routes.searchEvents, {
          query: { from, to, limit: 1000, ...(cursor === undefined ? {} : { cursor }) },
          signal,
        });
        const found = page.events.find((event) => event.id === id);
        if (found !== undefined) return found;
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
      return null;
    },
  });
  return here === undefined
    ? { data: query.data, error: query.error, refetch: query.refetch }
    : { data: here, error: null, refetch: query.refetch };
}
