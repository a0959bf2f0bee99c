import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  createClient,
  routes,
  type Client,
  type EventOut,
  type NewSource,
  type Problem,
  type Receipt,
  type Scope,
} from '@tocsin/api';
import { startServerProcess, type ServerProcess } from '../bench/server-process.ts';

/** How a body is posted; the rest of the query beside its source. */
export interface Post {
  readonly source: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly token?: string;
}

export type Body = string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;

/** What came back: a receipt, or a problem. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly receipt: Receipt;
  readonly problem: Problem;
}

/** Everything in the documentation and benchmarking ranges, and the names that go with them. */
export const everything = [
  ...['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '198.18.0.0/15', '2001:db8::/32'].map((value) => ({
    kind: 'prefix' as const,
    value,
  })),
  ...['example.org', 'example.net', 'example.com'].map((value) => ({ kind: 'suffix' as const, value })),
];

/** A whole server in a process of its own, as users run it, with functions to send and to read. Call `remove` in afterAll. */
export async function ingestServer(env: Readonly<Record<string, string>> = {}) {
  const server: ServerProcess = await startServerProcess({
    TOCSIN_RETENTION_DAYS: '3650',
    TOCSIN_LOG_LEVEL: 'silent',
    ...env,
  });
  const { client, url } = server;

  const addSource = (handle: string, declared: Partial<NewSource> = {}) =>
    client.call(routes.createSource, { body: { handle, tlp: 'amber', distribution: 'concerned', ...declared } });

  /** An enrolled org with what it answers for, and a client with its token. */
  async function addOrg(
    handle: string,
    constituency: readonly { kind: 'prefix' | 'suffix' | 'asn'; value: string; shared?: boolean }[],
    scopes: Scope[] = ['events:read'],
  ): Promise<{ token: string; client: Client }> {
    await client.call(routes.createOrg, { body: { handle, name: handle, kind: 'isp', enrolment: 'enrolled' } });
    for (const entry of constituency)
      await client.call(routes.addConstituency, { params: { handle }, body: { ...entry, note: 'test' } });
    const { secret } = await client.call(routes.createToken, { body: { org: handle, name: 'test', scopes } });
    return { token: secret, client: createClient({ baseUrl: url, token: secret }) };
  }

  async function post(body: Body, { source, query = {}, headers = {}, token = server.token }: Post): Promise<Answer> {
    const search = new URLSearchParams({ source, ...query });
    const response = await fetch(`${url}/api/events?${search.toString()}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream', ...headers },
      body,
      ...(body instanceof ReadableStream && { duplex: 'half' }),
    });
    const answer = (await response.json()) as Receipt & Problem;
    return { status: response.status, headers: response.headers, receipt: answer, problem: answer };
  }

  return { ...server, addSource, addOrg, post };
}
export type IngestServer = Awaited<ReturnType<typeof ingestServer>>;

/** A reader of an org's events from now on: each call gives what came since the last. */
export async function readerOf(client: Client): Promise<() => Promise<EventOut[]>> {
  let after = (await client.send(routes.events, { query: { after: 'now' } })).headers.get('tocsin-cursor')!;
  return async () => {
    const events: EventOut[] = [];
    for (;;) {
      const response = await client.send(routes.events, { query: { after, limit: 10_000 } });
      const lines = (await response.text()).split('\n').filter((line) => line !== '');
      events.push(...lines.map((line) => JSON.parse(line) as EventOut));
      after = response.headers.get('tocsin-cursor')!;
      if (response.headers.get('tocsin-more') !== 'true') return events;
    }
  };
}

/** Asks again until there is an answer; a test that waits for something names it. */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined>, withinMs = 20_000): Promise<T> {
  for (const start = performance.now(); performance.now() - start < withinMs; await pause(25)) {
    const answer = await ask();
    if (answer !== undefined) return answer;
  }
  throw new Error(`waited in vain: ${what}`);
}

export interface Sample {
  readonly feed: string;
  readonly file: string;
  readonly body: Uint8Array<ArrayBuffer>;
  /** One a record: what was given, or why it is refused. */
  readonly outcomes: readonly { readonly refused?: string }[];
}

const vectors = fileURLToPath(new URL('../../vectors/feeds/', import.meta.url));

/** The samples of every feed, with the outcome of each record as the decoders have it. */
export function feedSamples(): Sample[] {
  return readdirSync(vectors).flatMap((feed) =>
    readdirSync(vectors + feed)
      .filter((file) => !file.endsWith('.expected.json'))
      .map((file) => ({
        feed,
        file,
        body: new Uint8Array(readFileSync(`${vectors}${feed}/${file}`)),
        outcomes: JSON.parse(
          readFileSync(`${vectors}${feed}/${file.replace(/\.[^.]+$/, '.expected.json')}`, 'utf8'),
        ) as Sample['outcomes'],
      })),
  );
}
