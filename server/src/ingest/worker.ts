import { serveWorker } from '#kernel/worker-serve.ts';
import { createSessions, type WorkerAnswer, type WorkerRequest } from './sessions.ts';

const handle = createSessions();
serveWorker<WorkerRequest, WorkerAnswer>((request) => {
  const result = handle(request);
  return { result, transfer: result.portion === null ? [] : [result.portion.rows.buffer] };
});
