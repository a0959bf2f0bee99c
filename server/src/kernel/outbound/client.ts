import { Agent, request as send, type Dispatcher } from 'undici';
import { AppError } from '../errors.ts';
import { readBody, tooLarge } from './body.ts';
import { checkUrl, safeConnector, type TlsIdentity } from './connect.ts';
import type { OutboundMetrics } from './metrics.ts';
import type { OutboundPolicy } from './policy.ts';
import type { Resolve } from './resolve.ts';

/** One request to another's server. */
export interface OutboundRequest {
  /** What it is for, as metrics count it: a word of the code, never data. */
  readonly purpose: string;
  readonly url: string;
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** For the whole of it: resolving, connecting, redirects, the last byte of the answer. 30 s unless told. */
  readonly timeoutMs?: number;
  /** Most bytes of the answer's content. 1 MiB unless told. */
  readonly maxBytes?: number;
  /** Redirects that are followed; GET and HEAD only. None unless told: the answer then is the redirect itself. */
  readonly redirects?: number;
  readonly signal?: AbortSignal;
}

/** An answer. Read its body, or discard it; what is left unread is cut off when the time is over. */
export interface OutboundResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Where it came from in the end. */
  readonly url: string;
  /** The content, gzip undone; throws AppError `outbound_too_large`, `outbound_timeout` or `outbound_unreachable`. */
  readonly body: AsyncIterable<Buffer>;
  bytes(): Promise<Buffer>;
  text(): Promise<string>;
  /** Lets the rest go. */
  discard(): Promise<void>;
}

/** The one way to others' servers. */
export interface Outbound {
  /**
   * Asks, and returns the answer whatever its status. Throws AppError `outbound_refused` for a destination that may not
   * be reached, `outbound_unreachable`, `outbound_timeout`, `outbound_redirected`.
   */
  request(request: OutboundRequest): Promise<OutboundResponse>;
  /** Throws AppError `outbound_refused` for a URL that is refused as it is written; its name is resolved when it is asked. */
  check(url: string): void;
  /** The same with a certificate of our own or another root; it has connections of its own, closed with it. */
  withTls(tls: TlsIdentity): Outbound;
  close(): Promise<void>;
}

export interface OutboundOptions {
  readonly policy: OutboundPolicy;
  readonly resolve: Resolve;
  readonly metrics: OutboundMetrics;
  /** Sent as User-Agent. */
  readonly agent: string;
  readonly tls?: TlsIdentity;
  /** Most connections to one host at once; more requests wait within their time. */
  readonly perHost?: number;
}

const defaults = { timeoutMs: 30_000, maxBytes: 1024 * 1024, perHost: 8, connectMs: 10_000 };
/** Headers that say nothing about who asks; all others stay behind when a redirect leads to another origin. */
const harmless = new Set(['accept', 'accept-language', 'user-agent', 'accept-encoding']);

/**
 * A client that reaches public web servers only. It resolves names itself, checks each address and connects to exactly
 * that one; it knows no proxy of the environment. Never give one caller's name for the destination of another.
 */
export function createOutbound(options: OutboundOptions): Outbound {
  const { policy, resolve, metrics, tls = {}, perHost = defaults.perHost } = options;
  const dispatcher = new Agent({
    connect: safeConnector(policy, resolve, tls, defaults.connectMs),
    connections: perHost,
    pipelining: 1,
    allowH2: false,
    maxHeaderSize: 16 * 1024,
    keepAliveTimeout: 10_000,
    headersTimeout: 0,
    bodyTimeout: 0,
  });

  const follow = async (request: OutboundRequest, signal: AbortSignal) => {
    let url = parsed(request.url);
    let headers: Record<string, string> = {
      'user-agent': options.agent,
      'accept-encoding': 'gzip',
      ...lowerCased(request.headers),
    };
    const method = request.method ?? 'GET';
    const most = method === 'GET' || method === 'HEAD' ? (request.redirects ?? 0) : 0;
    for (let hop = 0; ; hop += 1) {
      checkUrl(policy, url);
      const body = request.body ?? null;
      const answer = await send(url, { dispatcher, method, headers, body, signal });
      const target = location(answer, url);
      if (target === undefined || most === 0) return { answer, url };
      await answer.body.dump({ limit: 16 * 1024 });
      if (hop === most) throw new AppError('outbound_redirected', { detail: `More than ${most} redirects.` });
      if (url.protocol === 'https:' && target.protocol !== 'https:')
        throw new AppError('outbound_redirected', { detail: 'A redirect leads from https to an unprotected address.' });
      if (target.origin !== url.origin)
        headers = Object.fromEntries(Object.entries(headers).filter(([name]) => harmless.has(name)));
      url = target;
    }
  };

  return {
    async request(request) {
      const { timeoutMs = defaults.timeoutMs, maxBytes = defaults.maxBytes, purpose } = request;
      const ending = new AbortController();
      const timer = setTimeout(
        () => ending.abort(new AppError('outbound_timeout', { detail: `No whole answer within ${timeoutMs} ms.` })),
        timeoutMs,
      );
      const signal = request.signal === undefined ? ending.signal : AbortSignal.any([request.signal, ending.signal]);
      const measured = metrics.seconds.startTimer({ purpose });
      try {
        const { answer, url } = await follow(request, signal);
        measured();
        metrics.requests.inc({ purpose, outcome: `${Math.trunc(answer.statusCode / 100)}xx` });
        return responseOf(answer, url, maxBytes, signal, () => clearTimeout(timer));
      } catch (error) {
        clearTimeout(timer);
        const shown = shownError(error, signal);
        metrics.requests.inc({ purpose, outcome: shown.code });
        throw shown;
      }
    },
    check: (url) => checkUrl(policy, parsed(url)),
    withTls: (other) => createOutbound({ ...options, tls: other }),
    close: () => dispatcher.destroy(),
  };
}

/** The text as a URL that can be read; throws AppError `outbound_refused`. */
function parsed(text: string): URL {
  if (URL.canParse(text)) return new URL(text);
  throw new AppError('outbound_refused', { detail: 'This is no address of a web server.' });
}

function lowerCased(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** Where a redirect leads; undefined for any other answer. */
function location({ statusCode, headers }: Dispatcher.ResponseData, from: URL): URL | undefined {
  const target = headers['location'];
  if (![301, 302, 303, 307, 308].includes(statusCode) || typeof target !== 'string') return undefined;
  if (!URL.canParse(target, from.href))
    throw new AppError('outbound_redirected', { detail: 'A redirect leads nowhere.' });
  return new URL(target, from);
}

function responseOf(
  answer: Dispatcher.ResponseData,
  url: URL,
  maxBytes: number,
  signal: AbortSignal,
  done: () => void,
): OutboundResponse {
  const encoding = answer.headers['content-encoding'];
  // Who reads is told by the reading; a body that breaks off unread must not end the process.
  answer.body.on('error', () => undefined);
  async function* content(): AsyncGenerator<Buffer> {
    try {
      if (Number(answer.headers['content-length']) > maxBytes) throw tooLarge(maxBytes);
      yield* readBody(answer.body, typeof encoding === 'string' ? encoding.trim().toLowerCase() : undefined, maxBytes);
    } catch (error) {
      throw shownError(error, signal);
    } finally {
      done();
      answer.body.destroy();
    }
  }
  const bytes = async () => {
    const chunks: Buffer[] = [];
    for await (const chunk of content()) chunks.push(chunk);
    return Buffer.concat(chunks);
  };
  return {
    status: answer.statusCode,
    headers: answer.headers,
    url: url.href,
    body: { [Symbol.asyncIterator]: content },
    bytes,
    text: async () => (await bytes()).toString('utf8'),
    async discard() {
      // A short rest is read, so that the connection can be used again; a long one costs the connection.
      await answer.body.dump({ limit: 16 * 1024 }).catch(() => undefined);
      done();
    },
  };
}

/** Any failure as an AppError; what the other side or the network said is its cause. */
function shownError(error: unknown, signal: AbortSignal): AppError {
  if (error instanceof AppError) return error;
  if (signal.aborted && signal.reason instanceof AppError) return signal.reason;
  return new AppError('outbound_unreachable', { detail: 'The host did not answer as it should.' }, { cause: error });
}
