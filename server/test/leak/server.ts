import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scopes, type Scope } from '@tocsin/api';
import { mintToken } from '../../src/auth/store.ts';
import { testClock } from '../../src/kernel/clock.ts';
import { loadConfig } from '../../src/kernel/config.ts';
import { createLog } from '../../src/kernel/log.ts';
import { createShutdown } from '../../src/kernel/shutdown.ts';
import { serve } from '../../src/main/serve.ts';
import { testDatabase } from '../database.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
}

export interface Question {
  readonly method?: string;
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The whole server, as it is composed in reality, on a database of its own. Call close() in afterAll. */
export async function leakServer() {
  const clock = testClock('2026-01-10T12:00:00Z');
  const database = await testDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'tocsin-leak-'));
  const config = loadConfig({
    TOCSIN_PORT: '0',
    // Addresses for documentation count as public in a drill alone.
    TOCSIN_DRILL: 'true',
    TOCSIN_DATA: dataDir,
    TOCSIN_LOG_LEVEL: 'silent',
    TOCSIN_INGEST_WORKERS: '1',
    TOCSIN_OUTBOUND_ALLOW: '127.0.0.1',
    DATABASE_URL: database.appUrl,
    TOCSIN_DATABASE_OWNER_URL: database.ownerUrl,
  });
  const log = createLog(config);
  const shutdown = createShutdown(log);
  const { address } = await serve(config, log, shutdown, clock);
  const tokens = new Map<string, string>();

  /** A token of an org; of every scope unless told. */
  async function token(org: string, wanted: { scopes?: Scope[]; addresses?: string[]; expiresAt?: string } = {}) {
    const request = { org, name: `machine of ${org}`, scopes: [...scopes], ...wanted };
    return database.db.asSystem('test', (tx) => mintToken(tx, request, { org: 0, name: 'test' }, clock.now()));
  }

  async function send(authorization: string | undefined, { method = 'GET', path, body, headers }: Question) {
    return fetch(address + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(authorization !== undefined && { authorization }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  }

  /** Asks as an org does, or as anybody for `anonymous`. Of a stream, what comes until it is idle. */
  async function ask(viewer: string, question: Question): Promise<Reply> {
    if (viewer !== 'anonymous' && !tokens.has(viewer)) tokens.set(viewer, (await token(viewer)).secret);
    const secret = tokens.get(viewer);
    const response = await send(secret === undefined ? undefined : `Bearer ${secret}`, question);
    const { status, headers } = response;
    const text = headers.get('content-type')?.startsWith('text/event-stream')
      ? await untilIdle(response)
      : await response.text();
    const isJson = text.startsWith('{') || text.startsWith('[');
    return { status, headers, text, json: (isJson ? parse(text) : {}) as Reply['json'] };
  }

  /** As `ask`, and throws unless it succeeds. */
  async function must(viewer: string, question: Question): Promise<Reply> {
    const reply = await ask(viewer, question);
    if (reply.status >= 300) throw new Error(`${question.path}: ${reply.status} ${reply.text}`);
    return reply;
  }

  return {
    url: address,
    clock,
    database,
    token,
    send,
    ask,
    must,
    async close() {
      await shutdown.run('the test is over');
      await database.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}
export type LeakServer = Awaited<ReturnType<typeof leakServer>>;

/** What lies at a place in what came back; undefined where there is no such place. */
export const at = ({ json }: Pick<Reply, 'json'>, ...keys: string[]): unknown =>
  keys.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], json);

/** NDJSON begins as JSON does, and is none as a whole. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

async function untilIdle(response: Response): Promise<string> {
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.includes('event: head')) break;
  }
  return text;
}
