import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scopes } from '@tocsin/api';
import { markDirectory, removeDrill, takeDirectory, type ProgrammeKind } from '../data-directory.ts';
import type { Environment } from '../environment.ts';
import { addressFile } from '../token-file.ts';
import type { Display } from './display.ts';
import { runServerProgram } from '../maintenance.ts';
import { playDrill, type PlayingDrill } from './drill.ts';
import { force, stop } from './process.ts';
import { checkPort, endedEarly, startServer, type RunningServer } from './server.ts';

export interface StartOptions {
  readonly kind: ProgrammeKind;
  readonly port: number;
  readonly directory: string;
  readonly fresh: boolean;
  readonly speed: string;
  readonly scale: string;
  readonly env: Environment;
  readonly display: Display;
  /** Prints the line that says where the console is. */
  readonly announce: (line: string) => void;
  /** Calls back for each deliberate signal: Ctrl-C, SIGTERM, SIGHUP. */
  readonly onSignal: (handler: () => void) => void;
}

/** The server ends its requests and jobs (TOCSIN_DRAIN_S) and its database before this. */
const serverPatienceMs = 120_000;
const scenarioPatienceMs = 5_000;

/**
 * Runs the server, and in a drill the scenario, until a signal comes or the server ends. Returns the exit code: 0 after an
 * orderly end, 130 when it had to be forced, else the server's.
 */
export async function start(options: StartOptions): Promise<number> {
  const { kind, port, directory, fresh, speed, scale, env, display, announce, onSignal } = options;
  if (fresh) removeDrill(directory);
  takeDirectory(directory, kind);
  await checkPort(port, env['TOCSIN_HOST'] || undefined);

  const running: { server?: RunningServer; drill?: PlayingDrill } = {};
  let signals = 0;
  const signalled = new Promise<void>((resolve) => {
    onSignal(() => {
      signals += 1;
      resolve();
      // Asking did not help: the server's own second signal ends it at once, its database is mended at the next start.
      if (signals < 2) return;
      if (running.drill !== undefined) force(running.drill);
      if (signals === 2) running.server?.child.kill('SIGTERM');
      else if (running.server !== undefined) force(running.server);
    });
  });

  display.begin('database and server');
  const starting = startServer({ kind, port, directory, env });
  const server = await Promise.race([starting, signalled]).catch((error: unknown) => {
    display.fail();
    throw error;
  });
  if (server === undefined) return stopEarly(starting, display);
  running.server = server;
  markDirectory(directory, kind);
  writeFileSync(addressFile(directory), server.url);
  void server.exited.then(() => rmSync(addressFile(directory), { force: true }));
  display.end();

  const serverGone = server.exited.then((code) => ({ code }));
  if (kind === 'drill') await ensureToken(directory, env);
  if (kind === 'drill') running.drill = playDrill(server.url, directory, { speed, scale }, display);
  const shown = running.drill === undefined ? undefined : running.drill.shown.catch(() => undefined);
  const first = await Promise.race([shown, signalled.then(() => 'signal' as const), serverGone]);
  if (first === undefined) announce(invitation(kind, server.url));

  const end = await Promise.race([signalled, serverGone]);
  display.status(undefined);
  display.fail('stopped');
  if (running.drill !== undefined) await stop(running.drill, scenarioPatienceMs);
  if (end !== undefined) {
    display.line(endedEarly(end.code, kind === 'drill' ? directory : undefined));
    return end.code === 0 ? 1 : end.code;
  }
  display.begin('stopping');
  const code = await stop(server, serverPatienceMs);
  if (code === 0) display.end();
  else display.fail();
  return signals > 1 ? 130 : code;
}

/** A server with a database of its own has made one; on an external database the drill gets its own here. */
async function ensureToken(directory: string, env: Environment): Promise<void> {
  const file = join(directory, 'operator.token');
  if (existsSync(file)) return;
  const made = await runServerProgram(['token', 'operator', 'drill', ...scopes], env);
  writeFileSync(file, `${(made as { secret: string }).secret}\n`, { mode: 0o600 });
}

/** A signal came before the server was ready: it is told as soon as it listens, and may end by itself before. */
async function stopEarly(starting: Promise<RunningServer>, display: Display): Promise<number> {
  display.going('stopping');
  try {
    const code = await stop(await starting, serverPatienceMs);
    display.fail();
    return code === 0 ? 130 : code;
  } catch {
    display.fail();
    return 130;
  }
}

function invitation(kind: ProgrammeKind, url: string): string {
  return kind === 'drill'
    ? `Tocsin drill: ${url} — sign in: choose a persona.`
    : `Tocsin: ${url} — sign in with your account. The first operator gets one by: npm run tocsin -- --server ${url} init --mail you@example.org --name "Your Name"`;
}
