import { parentPort, type Transferable } from 'node:worker_threads';
import { packError, type WorkerRequest, type WorkerResponse } from './worker-messages.ts';

/** A result with the buffers that move to the main thread instead of being copied. */
export interface Transferred<Result> {
  readonly result: Result;
  readonly transfer: readonly Transferable[];
}

/**
 * Serves requests of a worker pool: call once, last, in the file that the pool starts as a thread. Requests are
 * handled in the order of arrival, those of an async handler side by side. What the handler throws is the pool's error.
 */
export function serveWorker<Request, Result>(
  handle: (request: Request) => Transferred<Result> | Promise<Transferred<Result>>,
): void {
  const port = parentPort;
  if (port === null) throw new Error('serveWorker runs in a worker thread only');
  const answer = (response: WorkerResponse, transfer: readonly Transferable[] = []): void =>
    port.postMessage(response, transfer);
  port.on('message', async ({ id, request }: WorkerRequest) => {
    try {
      // The pool that starts this file is typed by the same Request and Result.
      const { result, transfer } = await handle(request as Request);
      answer({ id, result }, transfer);
    } catch (error) {
      answer(packError(id, error));
    }
  });
  answer({ ready: true });
}
