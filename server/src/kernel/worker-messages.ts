import { AppError, errorCatalogue, type ErrorCode, type ErrorParams } from './errors.ts';

/** What the pool sends to a thread. */
export interface WorkerRequest {
  readonly id: number;
  readonly request: unknown;
}

/** What a thread sends back: first `ready`, then one answer for each request. */
export type WorkerResponse =
  | { readonly ready: true }
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly refusal: { readonly code: string; readonly params: ErrorParams } }
  | { readonly id: number; readonly error: Error };

/** An error in a form that survives the way between threads: structured clone would lose the members of an AppError. */
export function packError(id: number, error: unknown): WorkerResponse {
  if (error instanceof AppError) {
    const { code, detail, extra } = error;
    return { id, refusal: { code, params: { ...extra, ...(detail !== undefined && { detail }) } } };
  }
  return { id, error: error instanceof Error ? error : new Error(String(error)) };
}

/** The other way round. */
export function unpackError(response: Exclude<WorkerResponse, { ready: true } | { result: unknown }>): Error {
  if ('error' in response) return response.error;
  const { code, params } = response.refusal;
  return isCode(code) ? new AppError(code, params) : new Error(code);
}

function isCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCatalogue, code);
}
