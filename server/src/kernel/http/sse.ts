import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../errors.ts';

/** One message of a stream (WHATWG HTML, server-sent events). Data of several lines is split as the format asks. */
export interface StreamMessage {
  readonly event?: string;
  readonly id?: string;
  readonly data: string;
}

/** An open stream of server-sent events. */
export interface EventStream {
  /** Sends, and resolves once the connection takes more: await it, so that a slow reader slows its writer. False when closed. */
  send(message: StreamMessage): Promise<boolean>;
  /** Sends text made with `messageText`, for many messages in one write. */
  sendText(text: string): Promise<boolean>;
  /** Aborted when the reader leaves or the server drains. */
  readonly signal: AbortSignal;
  /** Ends the stream; the reader comes back after `retryMs`. */
  close(retryMs?: number): void;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Streams that are open now. */
    eventStreams: Set<EventStream>;
  }
}

export const heartbeatMs = 15_000;

/** Lets an app hold streams; `drain` ends them. */
export function holdEventStreams(app: FastifyInstance): void {
  app.decorate('eventStreams', new Set<EventStream>());
}

/** One message in the form of the wire. */
export function messageText({ event, id, data }: StreamMessage): string {
  const lines = data.split(/\r\n|\r|\n/).map((line) => `data: ${line}\n`);
  return `${id === undefined ? '' : `id: ${id}\n`}${event === undefined ? '' : `event: ${event}\n`}${lines.join('')}\n`;
}

/**
 * Answers with a stream of server-sent events and hijacks the reply. A comment every 15 seconds keeps proxies from
 * closing it; on drain it ends with a `retry` hint spread over five seconds, so that readers do not all return at once.
 * Throws `shutting_down` when the server is draining.
 */
export function openEventStream(request: FastifyRequest, reply: FastifyReply): EventStream {
  const { eventStreams, draining } = request.server;
  if (draining) throw new AppError('shutting_down', { retryAfter: 2 });
  const gone = new AbortController();
  const { raw } = reply;
  reply.hijack();
  raw.writeHead(200, {
    ...definedHeaders(reply),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  // The reader learns at once that it is connected, not with the first event.
  raw.write(': connected\n\n');
  raw.socket?.setNoDelay(true);

  const sendText = async (text: string): Promise<boolean> => {
    if (gone.signal.aborted) return false;
    if (!raw.write(text)) await settled(raw, gone.signal);
    return !gone.signal.aborted;
  };
  const stream: EventStream = {
    signal: gone.signal,
    sendText,
    send: (message) => sendText(messageText(message)),
    close(retryMs) {
      if (gone.signal.aborted) return;
      raw.end(retryMs === undefined ? undefined : `retry: ${retryMs}\n\n`);
      leave();
    },
  };
  const beat = setInterval(() => void raw.write(':\n\n'), heartbeatMs);
  const leave = (): void => {
    clearInterval(beat);
    eventStreams.delete(stream);
    gone.abort();
  };
  eventStreams.add(stream);
  raw.on('close', leave);
  raw.on('error', leave);
  return stream;
}

/** Resolves when the writer has room again or is gone. */
function settled(raw: NodeJS.EventEmitter, gone: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      raw.removeListener('drain', done);
      gone.removeEventListener('abort', done);
      resolve();
    };
    raw.once('drain', done);
    gone.addEventListener('abort', done);
  });
}

/** Headers that hooks have set so far: request id, security headers. */
function definedHeaders(reply: FastifyReply): Record<string, string | number | string[]> {
  const headers: Record<string, string | number | string[]> = {};
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) headers[name] = value;
  return headers;
}
