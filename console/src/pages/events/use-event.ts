import { useQuery } from '@tanstack/react-query';
import type { EventOut } from '@tocsin/api';
import { api, ApiError, routes } from '../../api.ts';

/** UTC day of an event, by which it is stored: YYYY-MM-DD. */
export const dayOf = (event: Pick<EventOut, 'time'>) => event.time.slice(0, 10);

/** An event by its id: from the rows at hand, else from the server. Null where it is not there for us. */
export function useEvent(id: string | undefined, rows: readonly EventOut[] | undefined) {
  const here = rows?.find((row) => row.id === id);
  const query = useQuery<EventOut | null, ApiError>({
    queryKey: ['event', id],
    enabled: id !== undefined && here === undefined && rows !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) =>
      api.call(routes.event, { params: { id: id ?? '' }, signal }).catch((error: unknown) => {
        // Not there, not for us, or no id at all: for the reader it is the same.
        if (error instanceof ApiError && (error.problem.status === 404 || error.problem.status === 400)) return null;
        throw error;
      }),
  });
  return here === undefined
    ? { data: query.data, error: query.error, refetch: query.refetch }
    : { data: here, error: null, refetch: query.refetch };
}
