import {
  ApiError,
  createClient,
  routes,
  urlOf,
  type CallOptions,
  type Client,
  type QueryOf,
  type ResponseOf,
  type Route,
} from '@tocsin/api';
import { QueryClient, queryOptions } from '@tanstack/react-query';
import { askStepUp } from './step-up.ts';

export { ApiError, routes, urlOf };

const client = createClient({ baseUrl: '' });

/**
 * The typed client of this console: same origin, signed in by cookie. Where the server wants a second factor for an act,
 * the person is asked for it and the act is done again; if they will not, the refusal stands.
 */
export const api: Client = {
  async call(route, input) {
    return afterStepUp(() => client.call(route, input));
  },
  async send(route, input) {
    return afterStepUp(() => client.send(route, input));
  },
};

async function afterStepUp<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof ApiError) || error.problem.code !== 'step_up_required' || !(await askStepUp())) throw error;
    return act();
  }
}

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
