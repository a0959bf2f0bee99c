import type { EventEmitter } from 'node:events';
import type { Logger } from 'pino';

/** What was started, and how to stop it. */
export interface Closer {
  readonly name: string;
  /** Milliseconds after which the next one is stopped all the same. */
  readonly limitMs: number;
  readonly close: () => unknown;
}

/** Stops in reverse what was started in order. */
export interface Shutdown {
  /** Adds what was started just now: it is stopped before everything that was added earlier. */
  add(closer: Closer): void;
  /** Stops everything, the latest first. Resolves to true when all of it stopped cleanly and in time. Later calls wait for the first. */
  run(reason: string): Promise<boolean>;
}

/** An empty list of closers. A failing or late closer is logged, and the others still run. */
export function createShutdown(log: Logger): Shutdown {
  const closers: Closer[] = [];
  let running: Promise<boolean> | undefined;

  const closeAll = async (reason: string): Promise<boolean> => {
    log.info({ reason }, 'stopping');
    let clean = true;
    for (let closer = closers.pop(); closer !== undefined; closer = closers.pop()) {
      clean = (await closeOne(closer, log)) && clean;
    }
    log.info({ clean }, 'stopped');
    return clean;
  };
  return {
    add: (closer) => void closers.push(closer),
    run: (reason) => (running ??= closeAll(reason)),
  };
}

async function closeOne({ name, limitMs, close }: Closer, log: Logger): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), limitMs);
  });
  try {
    if ((await Promise.race([close(), late])) !== 'late') return true;
    log.error({ name, limitMs }, 'did not stop in time');
  } catch (err) {
    log.error({ name, err }, 'did not stop cleanly');
  } finally {
    clearTimeout(timer);
  }
  return false;
}

export interface SignalOptions {
  readonly shutdown: Shutdown;
  readonly log: Logger;
  /** What sends the signals and ends: `process`. */
  readonly host: Pick<EventEmitter, 'on'> & { exit(code: number): void };
}

/**
 * Stops in order on SIGINT and SIGTERM and ends with 0, or 1 when something did not stop cleanly; a second signal ends
 * at once. An error that nobody caught is logged and stops the server too, with 1: its state is unknown.
 */
export function stopOnSignals({ shutdown, log, host }: SignalOptions): void {
  let signalled = false;
  const stop = (reason: string): void => {
    if (signalled) {
      log.warn({ reason }, 'stopped by force');
      host.exit(1);
      return;
    }
    signalled = true;
    void shutdown.run(reason).then((clean) => host.exit(clean ? 0 : 1));
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) host.on(signal, () => stop(signal));
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    host.on(event, (err: unknown) => {
      log.fatal({ err }, event);
      void shutdown.run(event).then(() => host.exit(1));
    });
  }
}
