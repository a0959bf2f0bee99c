import { errorCatalogue, type CatalogueEntry, type ErrorCode } from './error-catalogue.ts';

export { errorCatalogue, type CatalogueEntry, type ErrorCode } from './error-catalogue.ts';

/**
 * What belongs to one occurrence: `detail` (a sentence for people), `retryAfter` (seconds, also sent as the
 * `Retry-After` header), `headers`; everything else becomes an extension member of the problem.
 */
export interface ErrorParams {
  readonly detail?: string;
  readonly retryAfter?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly [extension: string]: unknown;
}

/** A refusal or failure with a code of the catalogue. Its detail and extensions are shown to the caller. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly detail?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly extra?: Record<string, unknown>;

  constructor(code: ErrorCode, params: ErrorParams = {}, options?: ErrorOptions) {
    const entry: CatalogueEntry = errorCatalogue[code];
    super(params.detail ?? entry.title, options);
    const { detail, headers, ...extra } = params;
    this.name = 'AppError';
    this.code = code;
    this.status = entry.status;
    if (detail !== undefined) this.detail = detail;
    this.headers =
      params.retryAfter === undefined
        ? { ...headers }
        : { 'retry-after': String(Math.ceil(params.retryAfter)), ...headers };
    if (Object.keys(extra).length > 0) this.extra = extra;
  }
}

/** An answer body of RFC 9457, media type `application/problem+json`. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly instance: string;
  readonly code: ErrorCode;
  readonly [extension: string]: unknown;
}

/**
 * Whether PostgreSQL refused a value of the request as such: a number beyond its column's type, or a NUL character, which no
 * text holds. A sum that overflows has another message, and is our mistake.
 */
function isUnfitValue(code: string, message: string): boolean {
  if (code === '22003') return /^value ".*" is out of range for type /.test(message);
  if (code === '22P02') return /^invalid input syntax for type (small|big)?int/.test(message);
  return code === '22021';
}

/** The code for an error of PostgreSQL or of the way to it; undefined for any other. */
function databaseCode(error: Error): ErrorCode | undefined {
  // A name with several addresses (localhost) fails once for each.
  if (error instanceof AggregateError)
    return error.errors
      .filter((one) => one instanceof Error)
      .map(databaseCode)
      .find(Boolean);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  // SQLSTATE 53100 disk_full; class 08 connection, 57P0x shutdown and crash recovery, 53300 too_many_connections.
  if (code === '53100' || code === 'ENOSPC') return 'disk_full';
  if (/^(08...|57P0[1-5]|53300)$/.test(code)) return 'database_unavailable';
  if (isUnfitValue(code, error.message)) return 'validation_failed';
  if (/^Connection terminated|^timeout exceeded when trying to connect|^Client .* is not queryable/.test(error.message))
    return 'database_unavailable';
  // pg passes on plain errors of its socket. No other socket is read here: bodies of requests end with an AppError
  // (http/body-guard.ts), and so do outbound clients.
  return 'syscall' in error && /^(connect|read|write)$/.test(String(error.syscall))
    ? 'database_unavailable'
    : undefined;
}

/**
 * Any thrown value as an AppError. What is not one becomes `database_unavailable`, `disk_full`, `validation_failed` or `internal`,
 * with the original as cause and none of its text: it may hold data.
 */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = error instanceof Error ? databaseCode(error) : undefined;
  if (code === 'database_unavailable') return new AppError(code, { retryAfter: 2 }, { cause: error });
  return new AppError(code ?? 'internal', {}, { cause: error });
}

/** The problem document (RFC 9457) for any thrown value; `instance` is the request id. */
export function toProblem(error: unknown, instance: string): Problem {
  const { code, status, detail, extra } = toAppError(error);
  const title = errorCatalogue[code].title;
  return { ...extra, type: `/errors/${code}`, title, status, ...(detail !== undefined && { detail }), instance, code };
}
