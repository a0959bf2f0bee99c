import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../errors.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** True from the moment the server begins to stop. */
    draining: boolean;
  }
}

/** Refuses new requests once the app drains; requests on the way finish. */
export function refuseWhenDraining(app: FastifyInstance): void {
  app.decorate('draining', false);
  app.addHook('onRequest', async (request) => {
    if (!app.draining || request.routeOptions.config.anyHost) return;
    throw new AppError('shutting_down', { retryAfter: 5, headers: { connection: 'close' } });
  });
}

/**
 * Stops an app: it accepts no connection, readers of streams are sent away with a `retry` hint, running requests get
 * `graceMs` to finish, then their connections are cut. Resolves when nothing is open.
 */
export async function drain(app: FastifyInstance, graceMs: number): Promise<void> {
  app.draining = true;
  // Half a second to five and a half, evenly spread, so that the next server is not met by all readers at once.
  [...app.eventStreams].forEach((stream, index, { length }) => stream.close(500 + Math.round((5000 * index) / length)));
  const late = new AbortController();
  const cut = wait(graceMs, undefined, { signal: late.signal }).then(
    () => app.server.closeAllConnections(),
    () => undefined,
  );
  await app.close();
  late.abort();
  await cut;
}
