import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { maintain, withData } from '../maintenance.ts';
import { cardOfUnknown } from '../table.ts';

/** `tocsin restore`. */
export function register(program: Command, context: () => CliContext): void {
  withData(
    program
      .command('restore')
      .description('bring a backup into an empty database; the server is stopped')
      .argument('<file>')
      .option('--force', 'replace what the database holds'),
  ).action(async (file: string, { data, force = false }: { data?: string; force?: boolean }) => {
    const { out, env } = context();
    const answer = await maintain(['restore', resolve(file), ...(force ? ['--force'] : [])], data, env);
    out(answer, () => cardOfUnknown(answer));
  });
}
