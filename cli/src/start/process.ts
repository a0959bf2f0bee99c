import type { ChildProcess } from 'node:child_process';

/** A process that was started, and how it ended. */
export interface Started {
  readonly child: ChildProcess;
  /** Its exit code; 1 where a signal ended it. */
  readonly exited: Promise<number>;
}

export function started(child: ChildProcess): Started {
  const exited = new Promise<number>((resolve) => {
    child.once('exit', (code) => resolve(code ?? 1));
    // It could not be started at all.
    child.once('error', () => resolve(1));
  });
  return { child, exited };
}

const alive = ({ exitCode, signalCode, pid }: ChildProcess): boolean =>
  pid !== undefined && exitCode === null && signalCode === null;

/** Asks a process to end and waits until it has; after `patienceMs` it is made to. Returns its exit code. */
export async function stop({ child, exited }: Started, patienceMs: number): Promise<number> {
  if (alive(child)) child.kill('SIGTERM');
  const timer = setTimeout(() => void child.kill('SIGKILL'), patienceMs);
  try {
    return await exited;
  } finally {
    clearTimeout(timer);
  }
}

/** Does not wait any longer. */
export function force({ child }: Started): void {
  if (alive(child)) child.kill('SIGKILL');
}
