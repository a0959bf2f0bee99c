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

/** Answers with the problem of an error, and logs it when the fault is ours. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = edgeError(error);
  if (refusal.status >= 500) request.log.error({ err: error, code: refusal.code }, 'request failed');
  else request.log.debug({ code: refusal.code }, 'request refused');
  const headers = { 'x-request-id': request.id, ...refusal.headers };
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
    const page = (request.method === 'GET' || request.method === 'HEAD') && !path.startsWith('/api/');
    if (page && fallback !== undefined) return fallback(request, reply);
    return sendProblem(new AppError('not_found'), request, reply);
  });
}

const connectionCodes: Readonly<Record<string, ErrorCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
  HPE_HEADER_OVERFLOW: 'headers_too_large',
};

/** Answers on a connection whose bytes never became a request: broken syntax, oversized or late headers. */
export function answerBrokenConnection(error: Error & { code?: string }, socket: Socket, requestId: string): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const refusal = new AppError(connectionCodes[error.code ?? ''] ?? 'bad_request');
  const body = JSON.stringify(toProblem(refusal, requestId));
  const head = [
    `HTTP/1.1 ${refusal.status} ${refusal.code}`,
    `content-type: ${problemType}`,
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${requestId}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
