import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Anyone } from './caller.ts';

/** That a channel handed changes to the caller's org: what a receipt says. */
export interface Handed {
  readonly channel: string;
  readonly subject: 'events' | 'objects';
  readonly epoch: number;
  /** The changes, first and last. */
  readonly first: number;
  readonly last: number;
  /**
   * Stable ids of what is handed over, in the order in which they are sent; or, where the database made the text of the page
   * and they never were here, their number and the SHA-256 (64 hexadecimal digits) of them, each with a line feed.
   */
  readonly ids: readonly string[] | { readonly items: number; readonly digest: string };
  /** A filter left some changes of the range out: the receipt then names the ids, as far as they are known. */
  readonly part?: boolean;
}

/** What an answer shows of shared data. A handler says so with {@link showing} before it answers. */
export interface Shown {
  readonly events?: number;
  readonly episodes?: number;
  /** Events, or episodes where these are given, by their route: it says whose constituency they concern. */
  readonly routes?: ReadonlyMap<number, number>;
  readonly objects?: number;
  /** Ids of the objects whose bodies are shown. */
  readonly ids?: readonly string[];
  /** Objects by the org that owns them. */
  readonly owners?: ReadonlyMap<number, number>;
  readonly handed?: Handed;
}

/** One answer, as whoever keeps a trail needs it. */
export interface AnswerFacts {
  readonly caller: Anyone | null;
  readonly address: string;
  readonly method: string;
  /** The pattern of the route, never the path. */
  readonly route: string;
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly status: number;
  /** The answer shows shared data (by its route), or is part of a stream that does. */
  readonly reads: boolean;
  /** It leaves as a file. */
  readonly file: boolean;
  readonly shown: Shown;
}

/** Keeps the trail: resolves once the record of an answer is safe. The body leaves after that, or not at all. */
export type RecordAnswer = (facts: AnswerFacts) => Promise<void>;

declare module 'fastify' {
  interface FastifyInstance {
    recordAnswer: RecordAnswer;
  }
  interface FastifyRequest {
    shown: Shown | null;
  }
  interface FastifyContextConfig {
    /** What the route shows is recorded. */
    reads?: boolean;
  }
}

/** Says what the answer to a request shows; it is recorded before the body leaves. */
export function showing(request: FastifyRequest, shown: Shown): void {
  request.shown = shown;
}

/** Records a part of a stream, or of a file, which no single answer covers; await it before the part is sent. */
export function recordPart(request: FastifyRequest, shown: Shown, file = false): Promise<void> {
  return request.server.recordAnswer(factsOf(request, { status: 200, reads: true, file, shown }));
}

/** Has every answer recorded before its body leaves: reads of shared data, and refusals. */
export function recordAnswers(app: FastifyInstance, record: RecordAnswer): void {
  app.decorate('recordAnswer', record);
  app.decorateRequest('shown', null);
  app.addHook('onSend', async (request, reply, payload) => {
    const { statusCode: status } = reply;
    const reads = request.routeOptions.config.reads === true && status < 300;
    const refused = status === 401 || status === 403 || (status === 404 && request.caller !== null);
    if (reads || refused) {
      const file = String(reply.getHeader('content-disposition') ?? '').startsWith('attachment');
      await record(factsOf(request, { status, reads, file, shown: request.shown ?? {} }));
    }
    return payload;
  });
}

function factsOf(
  request: FastifyRequest,
  about: Pick<AnswerFacts, 'status' | 'reads' | 'file' | 'shown'>,
): AnswerFacts {
  const { caller, ip, method, params, query, body, routeOptions } = request;
  return { caller, address: ip, method, route: routeOptions.url ?? '(none)', params, query, body, ...about };
}
