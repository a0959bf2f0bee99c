import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import cookie from '@fastify/cookie';
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyHttpOptions,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import type { Logger } from 'pino';
import { isLoopback, type Config } from './config.ts';
import { AppError } from './errors.ts';
import { recordAnswers, type RecordAnswer } from './http/answer-record.ts';
import { closeAfterAnswer, guardedBody } from './http/body-guard.ts';
import type { Authenticate } from './http/caller.ts';
import { refuseWhenDraining } from './http/drain.ts';
import { mountErrorPages } from './http/error-routes.ts';
import { hostAllowed, inNetworks, isCrossSite } from './http/edge.ts';
import { collectOpenapi } from './http/openapi.ts';
import { answerBrokenConnection, answerWithProblems, sendProblem, type RefusalForm } from './http/problems.ts';
import { requestId } from './http/request-id.ts';
import { securityHeaders } from './http/security-headers.ts';
import { holdEventStreams } from './http/sse.ts';
import { validatorCompiler } from './http/validation.ts';
import type { Metrics } from './metrics.ts';
import { openTls } from './tls/open-tls.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by who answers with a page: its style elements carry this nonce, and its policy allows it. */
    styleNonce: string | null;
  }
}

export interface HttpOptions {
  readonly config: Config;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly authenticate: Authenticate;
  /** Answers GET for addresses that no route has, outside /api/: the pages of the console. */
  readonly fallback?: (request: FastifyRequest, reply: FastifyReply) => unknown;
  /** Where refusals are no problem+json. */
  readonly refusalForms?: readonly RefusalForm[];
  /** Keeps the trail of what is read and refused; none unless told. */
  readonly recordAnswer?: RecordAnswer;
  /** Time over which the pace of an upload is taken; ten seconds unless told. */
  readonly paceWindowMs?: number;
  /** Time that a sender gets to read an early answer before the connection is cut; five seconds unless told. */
  readonly lingerMs?: number;
}

/**
 * The HTTP server, ready for `mount`: problem+json for every refusal, request ids, limits of size and time, trusted
 * proxies, Host and cross-site checks, security headers, OpenAPI. Listen with `listen`, stop with `drain`.
 */
export async function createHttp(options: HttpOptions): Promise<FastifyInstance> {
  const { config, log, metrics, authenticate, fallback, paceWindowMs = 10_000, lingerMs = 5_000 } = options;
  const { refusalForms = [] } = options;
  const trusted = inNetworks(config.trustedProxies);
  const tls = openTls(config, log);
  const https = tls !== undefined || (config.publicUrl?.startsWith('https:') ?? false);
  const logger: FastifyBaseLogger = log;
  const limits = {
    headersTimeout: config.requestTimeoutS * 1000,
    connectionsCheckingInterval: Math.min(5_000, config.requestTimeoutS * 250),
  };
  const transport: Pick<FastifyHttpOptions<Server>, 'http' | 'serverFactory'> = tls === undefined
    ? { http: limits }
    : { serverFactory: (handler) => tls.serve(handler, limits) };
  const app: FastifyInstance = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request' }),
    genReqId: requestId(trusted),
    requestIdHeader: false,
    trustProxy: (address) => trusted(address),
    bodyLimit: config.maxBodyBytes,
    return503OnClosing: false,
    routerOptions: { maxParamLength: 512 },
    // Bodies have their own time limits (body-guard.ts): an upload may take hours.
    requestTimeout: 0,
    ...transport,
    frameworkErrors: (error, request, reply) =>
      void sendProblem(error, request as FastifyRequest, reply as FastifyReply),
    clientErrorHandler: (error, socket) => answerBrokenConnection(error, socket, randomUUID(), refusalForms),
  });
  app.setValidatorCompiler(validatorCompiler);
  app.decorate('clientCertificates', tls?.clients ?? 'none');
  if (tls !== undefined) app.addHook('onClose', () => tls.stop());
  app.decorate('authenticate', authenticate);
  app.decorate('refusalForms', refusalForms);
  app.decorateRequest('caller', null);
  app.decorateRequest('styleNonce', null);
  holdEventStreams(app);
  answerWithProblems(app, fallback);

  app.addHook('onRequest', async (request, reply) => {
    reply.headers({ 'x-request-id': request.id, ...securityHeaders('', https) });
    if (config.drill && !isLoopback(request.ip)) throw new AppError('not_loopback');
    if (!hostAllowed(config, request.host) && !(request.routeOptions.config.anyHost && !config.drill))
      throw new AppError('host_not_allowed');
    refuseCrossSite(request, config);
  });
  refuseWhenDraining(app);
  app.addHook('preParsing', async (request, _reply, payload) => {
    if (!hasBody(request)) return payload;
    const upload = request.routeOptions.config.upload === true;
    const pace = {
      minBytesPerS: upload ? config.senderMinBytesPerS : 0,
      deadlineMs: upload ? undefined : config.requestTimeoutS * 1000,
      windowMs: paceWindowMs,
    };
    return guardedBody(request.raw, pace);
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const type = String(reply.getHeader('content-type') ?? '');
    reply.headers(securityHeaders(type, https, request.styleNonce ?? undefined));
    // A 304 has no type to tell a page by, and the browser puts its headers in place of the cached page's (RFC 9111, 3.2).
    if (reply.statusCode === 304) reply.removeHeader('content-security-policy');
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    return payload;
  });
  app.addHook('onResponse', async (request, reply) => {
    closeAfterAnswer(request.raw, lingerMs);
    const route = request.routeOptions.url ?? '(none)';
    const { statusCode: status, elapsedTime } = reply;
    // A stream lasts as long as its reader stays: that is no measure of the server.
    const streamed = String(reply.raw.getHeader('content-type')).startsWith('text/event-stream');
    if (!streamed) metrics.httpSeconds.observe({ method: request.method, route, status }, elapsedTime / 1000);
    const who =
      request.caller !== null && request.caller.kind !== 'public'
        ? { org: request.caller.orgHandle, caller: request.caller.kind }
        : {};
    request.log.info({ method: request.method, route, status, ms: Math.round(elapsedTime), ...who }, 'request');
  });
  recordAnswers(app, options.recordAnswer ?? (() => Promise.resolve()));
  await app.register(cookie);
  await collectOpenapi(app);
  mountErrorPages(app);
  return app;
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function refuseCrossSite(request: FastifyRequest, { publicUrl }: Config): void {
  const { headers, method } = request;
  const facts = {
    method,
    // A browser that was told a name and password adds them by itself (RFC 7617), even to requests of other sites.
    token: /^bearer /i.test(headers.authorization ?? ''),
    secFetchSite: headers['sec-fetch-site'],
    origin: headers.origin,
    ownOrigin: publicUrl === undefined ? `${request.protocol}://${request.host}` : new URL(publicUrl).origin,
  };
  if (isCrossSite(facts)) throw new AppError('cross_site_refused');
}

/**
 * Listens where the configuration says and gives the address. A drill that would end up on anything but loopback
 * addresses (a name that resolves elsewhere) closes again and throws `config_invalid`.
 */
export async function listen(
  app: FastifyInstance,
  { host, port, drill, tlsCert }: Pick<Config, 'host' | 'port' | 'drill'> & Partial<Pick<Config, 'tlsCert'>>,
): Promise<string> {
  const address = await app.listen({ host, port });
  if (drill && !app.addresses().every((bound) => typeof bound === 'object' && isLoopback(bound.address))) {
    await app.close();
    throw new AppError('config_invalid', { detail: 'TOCSIN_HOST: a drill listens on a loopback address only' });
  }
  return tlsCert === undefined ? address : address.replace(/^http:/, 'https:');
}
