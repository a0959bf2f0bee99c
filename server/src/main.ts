import { setFlagsFromString } from 'node:v8';
import { loadConfig } from '#kernel/config.ts';
import { AppError } from '#kernel/errors.ts';
import { createLog } from '#kernel/log.ts';
import { OperatorError } from '#kernel/operator-error.ts';
import { createShutdown, stopOnSignals } from '#kernel/shutdown.ts';
import { maintain } from './main/maintain.ts';
import { serve } from './main/serve.ts';

/**
 * The server, and the commands that need its database rather than its API:
 *
 *   node server/src/main.ts                      serve
 *   node server/src/main.ts migrate | backup FILE | restore FILE [--force] | init MAIL NAME [--again] | token ORG NAME SCOPE... | compile-ip-data OUT INPUT...
 *
 * Configured by the environment alone (docs/operations/configuration.md). A parent process that opened a channel is told
 * `{ready: address}`, or `{failed: message}`.
 */
async function main(): Promise<void> {
  // Bodies and rows pass through in large buffers, which count as old memory: by default V8 would collect a small heap
  // several times a second because of them.
  setFlagsFromString('--heap-growing-percent=100');
  const config = loadConfig(process.env);
  const log = createLog(config);
  const [command = 'serve', ...rest] = process.argv.slice(2);
  if (command !== 'serve') return maintain(command, rest, config, log);
  const shutdown = createShutdown(log);
  stopOnSignals({ shutdown, log, host: process });
  // A parent that has gone can no longer be told or stop us: a drill must not outlive it.
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  try {
    const { address } = await serve(config, log, shutdown);
    process.send?.({ ready: address });
  } catch (error) {
    await shutdown.run('the start failed');
    throw error;
  }
}

main().catch((error: unknown) => {
  const expected = error instanceof OperatorError || error instanceof AppError;
  const message = error instanceof Error ? error.message : String(error);
  const problems =
    error instanceof AppError && Array.isArray(error.extra?.['problems'])
      ? (error.extra['problems'] as { variable: string; problem: string }[])
      : [];
  const lines = [message, ...problems.map(({ variable, problem }) => `  ${variable}: ${problem}`)];
  process.send?.({ failed: lines.join('\n') });
  console.error(expected ? lines.join('\n') : error);
  process.exitCode = 1;
  if (process.connected) process.disconnect();
});
