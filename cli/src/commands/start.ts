import { InvalidArgumentError, type Command } from 'commander';
import { directoryFor } from '../data-directory.ts';
import { createDisplay } from '../start/display.ts';
import { start } from '../start/run.ts';

interface Options {
  readonly port?: number;
  readonly data?: string;
  readonly drill: boolean;
  readonly fresh?: boolean;
  readonly speed: string;
  readonly scale: string;
}

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('It is a number from 0 to 65535.');
  return port;
}

function shareOf(text: string): string {
  if (!(Number(text) > 0 && Number(text) <= 1)) throw new InvalidArgumentError('It is a number above 0, at most 1.');
  return text;
}

function speedOf(text: string): string {
  if (text !== 'full' && !(Number(text) > 0)) throw new InvalidArgumentError('It is a number above 0, or full.');
  return text;
}

/** `tocsin start`. */
export function register(program: Command): void {
  program
    .command('start')
    .description('start the server with its database and, unless told otherwise, play the drill')
    .option('--port <n>', 'port to listen on (TOCSIN_PORT; default 8080; 0 takes a free one)', portOf)
    .option('--data <dir>', 'directory of the data (TOCSIN_DATA; default .data/drill or .data/real in the repository)')
    .option('--no-drill', 'run a real programme: empty, and with access tokens instead of personas')
    .option('--fresh', "remove the drill's data first and begin anew")
    .option('--speed <n>', 'how fast the campaign of the drill is played: a number, or full', speedOf, '1')
    .option('--scale <share>', 'how much of the drill is told, for small machines: 1 is all of it', shareOf, '1')
    .action(async ({ port, data, drill, fresh = false, speed, scale }: Options) => {
      const kind = drill ? 'drill' : 'real';
      const env = process.env;
      process.exitCode = await start({
        kind,
        port: port ?? portOf(env['TOCSIN_PORT'] || '8080'),
        directory: directoryFor(kind, data, env),
        fresh,
        speed,
        scale,
        env,
        display: createDisplay(process.stderr),
        announce: (line) => process.stdout.write(`${line}\n`),
        onSignal: (handler) => {
          for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, handler);
        },
      });
    });
}
