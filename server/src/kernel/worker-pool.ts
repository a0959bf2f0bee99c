import { Worker, type ResourceLimits, type Transferable } from 'node:worker_threads';
import type { Logger } from 'pino';
import { AppError } from './errors.ts';
import type { Metrics } from './metrics.ts';
import { unpackError, type WorkerRequest, type WorkerResponse } from './worker-messages.ts';

/** Threads that run one file and answer requests. */
export interface WorkerPool<Request, Result> {
  /**
   * Runs a request on the least busy thread; the buffers in `transfer` move there. Rejects with what the handler threw,
   * with `worker_failed` when its thread crashed, with `busy` when too many requests wait.
   */
  run(request: Request, transfer?: readonly Transferable[]): Promise<Result>;
  /**
   * Runs a request on every thread, and first of all on each that comes up later: for tables that all of them hold. A later
   * request with the same key takes the place of the earlier one.
   */
  everywhere(key: string, request: Request): Promise<void>;
  /** Requests that wait or run. */
  readonly inFlight: number;
  /** Threads that are up. */
  readonly alive: number;
  /** Resolves when every thread is up; rejects when the pool was closed before. */
  ready(): Promise<void>;
  /** Takes nothing new, waits for what runs, ends the threads. */
  close(): Promise<void>;
}

export interface WorkerPoolOptions {
  /** For log and metrics. */
  readonly name: string;
  /** A .ts file that calls `serveWorker`. */
  readonly file: URL;
  readonly size: number;
  /** Requests that one thread holds: the next is there when one is done. 2 unless told. */
  readonly perWorker?: number;
  /** Requests in flight beyond which `run` refuses; 1,000 unless told. */
  readonly limit?: number;
  readonly resourceLimits?: ResourceLimits;
  /** Milliseconds before a thread that never came up is tried again; doubled each time. 100 unless told. */
  readonly backoffMs?: number;
  readonly log: Logger;
  readonly metrics: Metrics;
}

interface Task {
  readonly request: unknown;
  readonly transfer: readonly Transferable[];
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  readonly tasks: Map<number, Task>;
  up: boolean;
}

const maxBackoffMs = 30_000;

/** Starts the threads. One that crashes is replaced; its requests are rejected, not repeated: they may be what killed it. */
export function createWorkerPool<Request, Result>(options: WorkerPoolOptions): WorkerPool<Request, Result> {
  const { name, file, size, perWorker = 2, limit = 1000, resourceLimits, backoffMs = 100, log, metrics } = options;
  const threads = new Set<Thread>();
  const queue: Task[] = [];
  const standing = new Map<string, unknown>();
  const waiters: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const timers = new Set<NodeJS.Timeout>();
  let nextId = 1;
  let failures = 0;
  let closing: Promise<void> | undefined;
  let idle: (() => void) | undefined;

  const inFlight = (): number => [...threads].reduce((sum, { tasks }) => sum + tasks.size, queue.length);
  const upThreads = (): Thread[] => [...threads].filter(({ up }) => up);

  const give = (thread: Thread, task: Task): void => {
    const id = nextId++;
    thread.tasks.set(id, task);
    try {
      thread.worker.postMessage({ id, request: task.request } satisfies WorkerRequest, task.transfer);
    } catch (error) {
      // A request that cannot be cloned is its sender's mistake.
      thread.tasks.delete(id);
      task.reject(error as Error);
    }
  };

  const dispatch = (): void => {
    for (;;) {
      const [free] = upThreads()
        .filter(({ tasks }) => tasks.size < perWorker)
        .sort((a, b) => a.tasks.size - b.tasks.size);
      const task = free && queue.shift();
      if (!free || !task) break;
      give(free, task);
    }
    metrics.workerInFlight.set({ pool: name }, inFlight());
    if (inFlight() === 0) idle?.();
  };

  const receive = (thread: Thread, response: WorkerResponse): void => {
    if ('ready' in response) {
      thread.up = true;
      failures = 0;
      for (const request of standing.values())
        give(thread, {
          request,
          transfer: [],
          resolve: () => undefined,
          reject: (err) => log.error({ pool: name, err }, 'a new worker refused what all hold'),
        });
      if (upThreads().length === size) waiters.splice(0).forEach(({ resolve }) => resolve());
    } else {
      const task = thread.tasks.get(response.id);
      thread.tasks.delete(response.id);
      if ('result' in response) task?.resolve(response.result);
      else task?.reject(unpackError(response));
    }
    dispatch();
  };

  const lose = (thread: Thread, cause: unknown): void => {
    if (!threads.delete(thread)) return;
    for (const task of thread.tasks.values()) task.reject(new AppError('worker_failed', { retryAfter: 1 }, { cause }));
    if (closing !== undefined) {
      dispatch();
      return;
    }
    metrics.workerRestarts.inc({ pool: name });
    const delay = thread.up ? 0 : Math.min(backoffMs * 2 ** failures++, maxBackoffMs);
    log.error({ pool: name, err: cause, delay }, 'a worker crashed and is replaced');
    const timer = setTimeout(() => {
      timers.delete(timer);
      start();
    }, delay);
    timers.add(timer);
    dispatch();
  };

  const start = (): void => {
    const worker = new Worker(file, { name, ...(resourceLimits && { resourceLimits }) });
    const thread: Thread = { worker, tasks: new Map(), up: false };
    threads.add(thread);
    worker.on('message', (response: WorkerResponse) => receive(thread, response));
    worker.on('error', (error) => lose(thread, error));
    worker.on('exit', (code) => lose(thread, new Error(`the thread ended with ${code}`)));
  };

  const shut = async (): Promise<void> => {
    for (const timer of timers) clearTimeout(timer);
    waiters.splice(0).forEach(({ reject }) => reject(new AppError('shutting_down')));
    // With no thread left nobody would ever take what waits.
    if (threads.size === 0) queue.splice(0).forEach(({ reject }) => reject(new AppError('shutting_down')));
    if (inFlight() > 0) await new Promise<void>((resolve) => (idle = resolve));
    await Promise.all([...threads].map(({ worker }) => worker.terminate()));
  };

  for (let index = 0; index < size; index++) start();
  return {
    run(request, transfer = []) {
      if (closing !== undefined) return Promise.reject(new AppError('shutting_down', { retryAfter: 2 }));
      if (inFlight() >= limit) return Promise.reject(new AppError('busy', { retryAfter: 1 }));
      return new Promise<Result>((resolve, reject) => {
        queue.push({ request, transfer, resolve: resolve as (result: unknown) => void, reject });
        dispatch();
      });
    },
    async everywhere(key, request) {
      standing.set(key, request);
      await Promise.all(
        upThreads().map(
          (thread) =>
            new Promise<unknown>((resolve, reject) => give(thread, { request, transfer: [], resolve, reject })),
        ),
      );
    },
    get inFlight() {
      return inFlight();
    },
    get alive() {
      return upThreads().length;
    },
    ready() {
      if (closing !== undefined) return Promise.reject(new AppError('shutting_down'));
      return upThreads().length === size
        ? Promise.resolve()
        : new Promise((resolve, reject) => waiters.push({ resolve, reject }));
    },
    close: () => (closing ??= shut()),
  };
}
