import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Command } from 'commander';
import { existingDirectory, root } from './data-directory.ts';
import type { Environment } from './environment.ts';
import { UsageError } from './problem.ts';

/** Adds the option of commands that work on the database itself, and not through a server. */
export const withData = (command: Command): Command =>
  command.option('--data <dir>', 'directory of the data (TOCSIN_DATA); not needed where DATABASE_URL names a database');

/**
 * Runs a command of the server's own program, which needs its database and no running server, and returns the JSON that it
 * prints. Throws a UsageError with what it said when it failed.
 */
export async function maintain(args: readonly string[], data: string | undefined, env: Environment): Promise<unknown> {
  const external = env['DATABASE_URL'] !== undefined && env['DATABASE_URL'] !== '' && data === undefined;
  return runServerProgram(args, {
    ...env,
    ...(external ? {} : { TOCSIN_DATA: existingDirectory(data, env), DATABASE_URL: '' }),
  });
}

/** The same for a command that needs no database either. */
export async function runServerProgram(args: readonly string[], env: Environment): Promise<unknown> {
  const child = spawn(process.execPath, [join(root, 'server', 'src', 'main.ts'), ...args], {
    // What it prints is the answer; its log would be in the way.
    env: { ...env, TOCSIN_LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [answer, complaint] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (answer += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve(status ?? 1));
  });
  if (code !== 0) throw new UsageError(complaint.trim() || `${args[0] ?? ''} failed (exit code ${code})`);
  return JSON.parse(answer.trim().split('\n').at(-1) ?? 'null') as unknown;
}
