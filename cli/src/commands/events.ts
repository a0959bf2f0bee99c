import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { follow, readPages } from '../events/follow.ts';
import { id } from '../options.ts';

interface Options {
  readonly after?: string;
  readonly follow?: boolean;
  readonly limit: number;
}

/** `tocsin events`. */
export function register(program: Command, context: () => CliContext): void {
  program
    .command('events')
    .description(
      'events of the own constituency in the order of the log, one JSON object a line; the cursor to go on from is told on standard error',
    )
    .option('--after <cursor>', 'where to begin; from the beginning unless given; now: only what comes')
    .option('--follow', 'go on, live, until stopped')
    .option('--limit <n>', 'events a page, at most 10000', id, 5000)
    .action(async ({ after, follow: goOn = false, limit }: Options) => {
      const { client, write } = context();
      // Whoever reads may have enough before we do: `tocsin events | head`.
      process.stdout.on('error', () => process.exit(0));
      const cursor = await readPages(client, after, limit, write);
      if (!goOn) process.stderr.write(`cursor: ${cursor}\n`);
      else await follow(client, cursor, write, (reason) => process.stderr.write(`${reason}; taking it up again\n`));
    });
}
