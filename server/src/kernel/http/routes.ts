import type { Readable } from 'node:stream';
import type { BodyOf, ParamsOf, QueryOf, ResponseOf, Route } from '@tocsin/api/route.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema, RouteHandlerMethod } from 'fastify';
import { Type } from 'typebox';
import { AppError } from '../errors.ts';
import { closed } from './closed-schema.ts';
import { admit, type Anyone, type Authenticate, type Caller } from './caller.ts';

declare module 'fastify' {
  interface FastifyInstance {
    authenticate: Authenticate;
  }
  interface FastifyContextConfig {
    /** The body is an upload of any size: paced instead of bounded (body-guard.ts). */
    upload?: boolean;
    /** Answered whatever Host was asked for: probes know the machine by its address. */
    anyHost?: boolean;
  }
}

/** What a handler gets: everything checked against the schemas of its route. */
export interface Call<R extends Route> {
  readonly query: QueryOf<R>;
  readonly params: ParamsOf<R>;
  /** By the route: the checked JSON; the raw stream where the route lists `consumes`; else undefined. */
  readonly body: R extends { body: unknown } ? BodyOf<R> : R extends { consumes: unknown } ? Readable : undefined;
  readonly caller: R['auth'] extends 'public' ? Anyone : Caller;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** What it answers: the body of the route's response schema, or `reply` where it has sent one itself. */
export type Answer<R extends Route> = R extends { response: unknown }
  ? ResponseOf<R> | FastifyReply
  : R extends { produces: unknown }
    ? FastifyReply | Readable | string | Buffer
    : FastifyReply | undefined;

export type Handler<R extends Route> = (call: Call<R>) => Answer<R> | Promise<Answer<R>>;

/**
 * Serves one line of the route table: its schemas are checked, its caller is found and admitted, and its answer gets
 * the line's status. A route with `consumes` gets its body as a stream that ends with an AppError when the sender
 * is too slow or leaves in the middle.
 */
export function mount<const R extends Route>(app: FastifyInstance, route: R, handler: Handler<R>): void {
  const answer: RouteHandlerMethod = async (request, reply) => {
    // The schemas were checked by the validator compiler, and the caller by admit: the types of R hold from here.
    const { query, params, body, caller } = request;
    reply.status(route.status ?? (route.response === undefined && route.produces === undefined ? 204 : 200));
    return handler({ query, params, body, caller, request, reply } as unknown as Call<R>);
  };
  const upload = route.consumes !== undefined && route.body === undefined;
  const serve = (scope: FastifyInstance): void => {
    scope.route({
      method: route.method,
      url: route.path,
      schema: schemaOf(route),
      config: { upload, reads: showsShared(route) },
      ...(route.maxBodyBytes !== undefined && { bodyLimit: route.maxBodyBytes }),
      // A stream would start for a HEAD request just to be thrown away.
      exposeHeadRoute: route.method === 'GET' && route.produces === undefined,
      onRequest: async (request) => {
        request.caller = (await callerOf(scope, request, route)) ?? { kind: 'public' };
        admit(request.caller, route.auth, route.scope, route);
      },
      handler: answer,
    });
  };
  if (!upload) serve(app);
  else
    app.register((scope, _, done) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser([...(route.consumes ?? [])], (_request, payload, parsed) => parsed(null, payload));
      serve(scope);
      done();
    });
}

/** A public route treats a stale cookie or token as none, so that one can still sign in with it. */
async function callerOf(app: FastifyInstance, request: FastifyRequest, route: Route): Promise<Caller | undefined> {
  try {
    return await app.authenticate(request);
  } catch (error) {
    if (route.auth === 'public' && error instanceof AppError && error.code === 'unauthenticated') return undefined;
    throw error;
  }
}

/** Whether the answers of a route are reads of shared data, which are recorded. */
function showsShared({ audit, auth, method }: Route): boolean {
  return audit === 'read' || (audit !== 'none' && auth !== 'public' && method === 'GET');
}

function schemaOf(route: Route): FastifySchema {
  const { params, query, body, response, summary, tag, auth, consumes, produces } = route;
  return {
    summary,
    tags: [tag],
    security: auth === 'public' ? [] : [{ token: [] }, { session: [] }],
    ...(params && { params }),
    // Without a schema, values that nobody reads would pass in silence.
    querystring: query ?? Type.Object({}),
    ...(body && { body: closed(body) }),
    ...(consumes && { consumes }),
    ...(produces && { produces }),
    ...(response && { response: { [route.status ?? 200]: response } }),
  };
}
