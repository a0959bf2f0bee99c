import type { Socket } from 'node:net';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, toAppError, toProblem, type ErrorCode } from '../errors.ts';
import { allowedMethods } from './methods.ts';

/** Media type of RFC 9457. */
export const problemType = 'application/problem+json; charset=utf-8';

const fastifyCodes: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_BODY_TOO_LARGE: 'payload_too_large',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'truncated_body',
  FST_ERR_NOT_FOUND: 'not_found',
};

const statusCodes: Readonly<Record<number, ErrorCode>> = {
  404: 'not_found',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
};

/** How refusals look below one address, where a standard wants them otherwise than as problem+json. */
export interface RefusalForm {
  /** Begins every path that it is for: `/taxii2/`. */
  readonly prefix: string;
  readonly type: string;
  /** The body of a refusal; `requestId` tells the occurrence. */
  readonly write: (refusal: AppError, requestId: string) => string;
  /** Headers besides those of the refusal itself. */
  readonly headers: (refusal: AppError) => Readonly<Record<string, string | string[]>>;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Forms other than problem+json. */
    refusalForms: readonly RefusalForm[];
  }
}

const formOf = (forms: readonly RefusalForm[], url: string): RefusalForm | undefined =>
  forms.find(({ prefix }) => `${url.split('?', 1)[0] ?? ''}/`.startsWith(prefix));

/** Errors of fastify and its parsers in the words of the catalogue; others as `toAppError` sees them. */
export function edgeError(error: unknown): AppError {
  if (error instanceof AppError || !(error instanceof Error)) return toAppError(error);
  const { code, statusCode } = error as Partial<FastifyError>;
  const known = fastifyCodes[code ?? ''];
  if (known !== undefined) return new AppError(known, {}, { cause: error });
  if (statusCode === undefined || statusCode < 400 || statusCode >= 500) return toAppError(error);
  // Texts of the JSON parser quote the body: only those of fastify itself are shown.
  const detail = code?.startsWith('FST_ERR_') ? { detail: error.message } : {};
  return new AppError(statusCodes[statusCode] ?? 'bad_request', detail, { cause: error });
}

/** Answers with the problem of an error, or in the form of its address, and logs it when the fault is ours. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = edgeError(error);
  if (refusal.status >= 500) request.log.error({ err: error, code: refusal.code }, 'request failed');
  else request.log.debug({ code: refusal.code }, 'request refused');
  const headers = { 'x-request-id': request.id, ...refusal.headers };
  const form = formOf(request.server.refusalForms, request.url);
  if (form !== undefined)
    return reply
      .status(refusal.status)
      .headers({ ...headers, ...form.headers(refusal) })
      .type(form.type)
      .send(Buffer.from(form.write(refusal, request.id)));
  return reply
    .status(refusal.status)
    .headers(headers)
    .type(problemType)
    .serializer(JSON.stringify)
    .send(toProblem(refusal, request.id));
}

/** Makes every refusal of the app a problem: thrown, not found, method not allowed. `fallback` may serve a page first. */
export function answerWithProblems(
  app: FastifyInstance,
  fallback?: (request: FastifyRequest, reply: FastifyReply) => unknown,
): void {
  const allowed = allowedMethods(app);
  app.setErrorHandler(sendProblem);
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    const methods = allowed(path);
    if (methods.length > 0) {
      const detail = `${request.method} is none of ${methods.join(', ')}.`;
      return sendProblem(
        new AppError('method_not_allowed', { detail, headers: { allow: methods.join(', ') } }),
        request,
        reply,
      );
    }
    const reading = request.method === 'GET' || request.method === 'HEAD';
    const page = reading && !path.startsWith('/api/') && formOf(request.server.refusalForms, path) === undefined;
    if (page && fallback !== undefined) return fallback(request, reply);
    return sendProblem(new AppError('not_found'), request, reply);
  });
}

const connectionCodes: Readonly<Record<string, ErrorCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
  HPE_HEADER_OVERFLOW: 'headers_too_large',
};

/** Answers on a connection whose bytes never became a request: broken syntax, oversized or late headers. */
export function answerBrokenConnection(
  error: Error & { code?: string; rawPacket?: unknown },
  socket: Socket,
  requestId: string,
  forms: readonly RefusalForm[],
): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const refusal = new AppError(connectionCodes[error.code ?? ''] ?? 'bad_request');
  // The request line, as far as it came.
  const { rawPacket } = error;
  const came = Buffer.isBuffer(rawPacket) ? rawPacket.toString('latin1', 0, 2048) : '';
  const [, url = ''] = /^[A-Z]+ (\S+)/.exec(came) ?? [];
  const form = formOf(forms, url);
  const body = form?.write(refusal, requestId) ?? JSON.stringify(toProblem(refusal, requestId));
  const head = [
    `HTTP/1.1 ${refusal.status} ${refusal.code}`,
    `content-type: ${form?.type ?? problemType}`,
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${requestId}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
