import {
  ApiError,
  createClient,
  routes,
  urlOf,
  type CallOptions,
  type QueryOf,
  type ResponseOf,
  type Route,
} from '@tocsin/api';
import { QueryClient, queryOptions } from '@tanstack/react-query';

export { ApiError, routes, urlOf };

/** The typed client of this console: same origin, signed in by cookie. */
export const api = createClient({ baseUrl: '' });

/** Query options of a GET route: `useQuery(query(routes.nations))`. The key is [path, params, query], so that a prefix of it invalidates. */
export function query<R extends Route>(route: R, input: Pick<CallOptions<R>, 'params' | 'query'> = {}) {
  return queryOptions<ResponseOf<R>, ApiError>({
    queryKey: [route.path, input.params ?? {}, input.query ?? {}],
    queryFn: ({ signal }) => api.call(route, { ...input, signal }),
  });
}

/** Where a browser downloads what a GET route produces (CSV exports). */
export function downloadUrl<R extends Route>(route: R, input: { params?: object; query?: QueryOf<R> } = {}): string {
  return urlOf(route, input.params, input.query);
}

/** Refusals of the caller are final; what a busy or restarting server says may pass. */
function worthRetrying(failures: number, error: unknown): boolean {
  if (failures >= 2) return false;
  return !(error instanceof ApiError) || error.problem.status === 0 || error.problem.status >= 502;
}

/** One cache for the whole console. Live changes invalidate it (live.ts), so that it need not poll. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 15_000, gcTime: 300_000, retry: worthRetrying, refetchOnWindowFocus: true },
    mutations: { retry: false },
  },
});
