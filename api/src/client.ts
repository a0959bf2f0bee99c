import type { BodyOf, ParamsOf, QueryOf, ResponseOf, Route } from './route.ts';

/** RFC 9457 problem details as this server sends them. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail?: string;
  code: string;
  instance?: string;
  /** Seconds after which the request may come again, from the header Retry-After. */
  retryAfter?: number;
  errors?: { pointer: string; message: string }[];
}

/** Thrown for every answer that is not 2xx, and with code `unreachable` when there was none. */
export class ApiError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = 'ApiError';
    this.problem = problem;
  }
}

export interface CallOptions<R extends Route> {
  params?: ParamsOf<R>;
  query?: QueryOf<R>;
  body?: BodyOf<R>;
  headers?: Record<string, string>;
  /** A body that is no JSON: text, bytes or a stream. */
  raw?: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;
  signal?: AbortSignal;
}

export interface ClientOptions {
  baseUrl: string;
  token?: string;
  fetch?: typeof fetch;
}

/** The URL of a route with its parameters filled in, relative to the server's root. */
export function urlOf(route: Route, params: object = {}, query: object = {}): string {
  const given = params as Record<string, unknown>;
  const path = route.path.replace(/:([a-zA-Z]+)/g, (_, name: string) => encodeURIComponent(String(given[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** The problem that an answer carries, or one made from its status where the body is no problem document. */
export async function problemOf(response: Response): Promise<Problem> {
  const wait = response.headers.get('retry-after');
  const waits = wait !== null && /^\d+$/.test(wait);
  const fallback: Problem = {
    type: 'about:blank',
    title: response.statusText || `HTTP ${response.status}`,
    status: response.status,
    code: `http_${response.status}`,
    ...(waits ? { retryAfter: Number(wait) } : {}),
  };
  if (!(response.headers.get('content-type') ?? '').includes('json')) return fallback;
  return { ...fallback, ...((await response.json()) as Partial<Problem>) };
}

/** A client of the route table: `call(route, {params, query, body})` returns the typed response, `send` the raw Response. */
export function createClient(options: ClientOptions) {
  const doFetch = options.fetch ?? fetch;

  async function send<R extends Route>(route: R, input: CallOptions<R> = {}): Promise<Response> {
    const headers: Record<string, string> = { accept: 'application/json, application/problem+json', ...input.headers };
    if (options.token !== undefined) headers['authorization'] = `Bearer ${options.token}`;
    const init: RequestInit & { duplex?: 'half' } = { method: route.method, headers };
    if (input.signal !== undefined) init.signal = input.signal;
    if (input.raw !== undefined) {
      init.body = input.raw;
      if (input.raw instanceof ReadableStream) init.duplex = 'half';
    } else if (input.body !== undefined) {
      headers['content-type'] = 'application/json';
      init.body = JSON.stringify(input.body);
    }
    const url = options.baseUrl + urlOf(route, input.params ?? {}, input.query ?? {});
    let response: Response;
    try {
      response = await doFetch(url, init);
    } catch (cause) {
      if (input.signal?.aborted) throw cause;
      throw new ApiError({
        type: 'about:blank',
        title: 'The server cannot be reached',
        status: 0,
        code: 'unreachable',
        detail: String(cause),
      });
    }
    if (!response.ok) throw new ApiError(await problemOf(response));
    return response;
  }

  async function call<R extends Route>(route: R, input: CallOptions<R> = {}): Promise<ResponseOf<R>> {
    const response = await send(route, input);
    return (response.status === 204 ? undefined : await response.json()) as ResponseOf<R>;
  }

  return { call, send };
}
export type Client = ReturnType<typeof createClient>;
