import type { ChildProcess } from 'node:child_process';
import { stopLeftovers } from './leftovers.ts';
import { hasEnded, startPostmaster, stopPostmaster, type PostmasterOptions } from './postmaster.ts';

/** A database that ends this often within a minute will not recover by itself. */
const MOST_RESTARTS = 5;
const WITHIN_MS = 60_000;

export interface SupervisedPostmaster {
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts PostgreSQL and, whenever it ends unasked, starts it again; `onGone` is told when that fails. */
export async function supervise(
  options: PostmasterOptions,
  onGone: (error: Error) => void = () => undefined,
): Promise<SupervisedPostmaster> {
  const { log, clusterDir } = options;
  const restarts: number[] = [];
  let stopping = false;
  let restarting: Promise<void> | undefined;
  let child = watch(await startPostmaster(options));

  function watch(started: ChildProcess): ChildProcess {
    started.once('exit', (code, signal) => {
      if (!stopping) restarting = restart(code ?? signal);
    });
    return started;
  }

  async function restart(end: number | string | null): Promise<void> {
    log.error({ end }, 'PostgreSQL ended unexpectedly: starting it again');
    const now = performance.now();
    while (restarts[0] !== undefined && restarts[0] < now - WITHIN_MS) restarts.shift();
    restarts.push(now);
    try {
      if (restarts.length > MOST_RESTARTS) throw new Error(`PostgreSQL ended ${restarts.length} times within a minute`);
      // Backends of a killed postmaster hold its shared memory until they notice.
      await stopLeftovers(clusterDir, log);
      if (stopping) return;
      child = watch(await startPostmaster(options));
      log.info({ pid: child.pid }, 'PostgreSQL runs again');
    } catch (error) {
      log.error({ err: error }, 'PostgreSQL could not be started again');
      onGone(error instanceof Error ? error : new Error(String(error)));
    }
  }

  // When the process exits without stop(), at least ask PostgreSQL to end.
  const atExit = () => {
    if (!hasEnded(child)) child.kill('SIGINT');
  };
  process.once('exit', atExit);
  return {
    get pid() {
      return child.pid ?? 0;
    },
    async stop() {
      stopping = true;
      await restarting;
      await stopPostmaster(child, log);
      process.removeListener('exit', atExit);
    },
  };
}
