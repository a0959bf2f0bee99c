import { fork } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { root, type ProgrammeKind } from '../data-directory.ts';
import { UsageError } from '../problem.ts';
import type { Environment } from '../environment.ts';
import { started, type Started } from './process.ts';

export interface ServerOptions {
  readonly kind: ProgrammeKind;
  readonly port: number;
  readonly directory: string;
  readonly env: Environment;
}

export interface RunningServer extends Started {
  /** What its owner types into a browser: `http://localhost:8080`. */
  readonly url: string;
}

const main = join(root, 'server', 'src', 'main.ts');

/** Throws a UsageError where somebody else listens on the port. */
export async function checkPort(port: number, host = '127.0.0.1'): Promise<void> {
  if (port === 0) return;
  const problem = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error));
    probe.listen({ port, host }, () => probe.close(() => resolve(undefined)));
  });
  if (problem?.code === 'EACCES')
    throw new UsageError(`Port ${port} needs a privileged user. Take another one: --port ${port + 8000}.`);
  if (problem?.code !== 'EADDRINUSE') return;
  const who = (await isTocsin(port)) ? 'another Tocsin, perhaps this one in another window' : 'another program';
  throw new UsageError(`Port ${port} is in use by ${who}. Stop it, or take another port: --port ${port + 1}.`);
}

async function isTocsin(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://localhost:${port}/api/programme`, { signal: AbortSignal.timeout(2_000) });
    return response.ok && 'kind' in ((await response.json()) as object);
  } catch {
    return false;
  }
}

/**
 * Starts the server and waits until it is ready. A drill logs into its data directory; a real one on standard output, where
 * services are watched. Throws a UsageError with what the server said when it cannot start.
 */
export async function startServer({ kind, port, directory, env }: ServerOptions): Promise<RunningServer> {
  const drill = kind === 'drill';
  const log = drill ? openSync(join(directory, 'server.log'), 'a') : undefined;
  const child = fork(main, ['serve'], {
    env: {
      ...(drill ? { TOCSIN_LOG_LEVEL: 'warn' } : {}),
      ...env,
      TOCSIN_PORT: String(port),
      TOCSIN_DATA: directory,
      TOCSIN_DRILL: String(drill),
    },
    stdio: ['ignore', log ?? 'inherit', log ?? 'inherit', 'ipc'],
    // A terminal sends Ctrl-C to its whole group: the server gets its signal from us alone, when its turn has come.
    detached: process.platform !== 'win32',
  });
  if (log !== undefined) closeSync(log);
  const running = started(child);
  const address = await new Promise<string>((resolve, reject) => {
    child.on('message', (message: { ready?: string; failed?: string }) => {
      if (message.ready !== undefined) resolve(message.ready);
      else reject(new UsageError(message.failed ?? 'The server could not start.'));
    });
    void running.exited.then((code) => reject(new UsageError(endedEarly(code, drill ? directory : undefined))));
  });
  return { ...running, url: address.replace(/\/\/(127\.0\.0\.1|\[::1\])(?=:|$)/, '//localhost') };
}

/** What to say of a server that has ended by itself; a drill's log is shown, for nobody has seen it. */
export function endedEarly(code: number, directory: string | undefined): string {
  const log = directory === undefined ? '' : tailOf(join(directory, 'server.log'));
  return `The server has ended (exit code ${code}).${log}`;
}

function tailOf(file: string): string {
  try {
    const lines = readFileSync(file, 'utf8').trim().split('\n').slice(-10).join('\n');
    return lines === '' ? '' : ` The end of ${file}:\n${lines}`;
  } catch {
    return '';
  }
}
