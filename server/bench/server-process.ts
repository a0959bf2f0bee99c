import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient, type Client } from '@tocsin/api';
import { runningEmbedded } from '../src/kernel/embedded-postgres/start.ts';

/** A whole server with its own embedded database, as users run it. */
export interface ServerProcess {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly url: string;
  readonly token: string;
  readonly client: Client;
  readonly dataDir: string;
  /** Connection URL of the embedded database for a role. */
  databaseUrl(role: 'postgres' | 'tocsin_owner' | 'tocsin_app'): string;
  /** Ends it in order; the data directory stays. */
  stop(): Promise<void>;
  /** Ends it in order and removes its data. */
  remove(): Promise<void>;
}

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** Starts a drill server; `dataDir` is a new temporary directory unless told. */
export async function startServerProcess(
  env: Readonly<Record<string, string>> = {},
  dataDir = mkdtempSync(join(tmpdir(), 'tocsin-')),
): Promise<ServerProcess> {
  const child = fork(main, ['serve'], {
    env: {
      PATH: process.env['PATH'] ?? '',
      TOCSIN_PORT: '0',
      TOCSIN_DATA: dataDir,
      TOCSIN_DRILL: 'true',
      TOCSIN_LOG_LEVEL: 'warn',
      ...env,
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    ...(process.env['BENCH_NODE_ARGS'] === undefined ? {} : { execArgv: process.env['BENCH_NODE_ARGS'].split(' ') }),
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    child.on('message', (message: { ready?: string; failed?: string }) => {
      if (message.ready !== undefined) resolve(message.ready);
      else reject(new Error(message.failed));
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code} before it was ready`)));
  });
  const token = readFileSync(join(dataDir, 'operator.token'), 'utf8').trim();
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await exited;
  };
  return {
    child,
    pid: child.pid ?? 0,
    url,
    token,
    client: createClient({ baseUrl: url, token }),
    dataDir,
    databaseUrl(role) {
      const running = runningEmbedded(dataDir);
      if (running === undefined) throw new Error('the embedded database is not running');
      return running.urlFor(role);
    },
    stop,
    async remove() {
      await stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
