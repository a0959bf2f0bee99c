import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { maintain, withData } from '../maintenance.ts';
import { cardOfUnknown } from '../table.ts';

/** `tocsin backup`. */
export function register(program: Command, context: () => CliContext): void {
  withData(
    program
      .command('backup')
      .description('write the whole database to a file, while the server runs or not')
      .argument('<file>'),
  ).action(async (file: string, { data }: { data?: string }) => {
    const { out, env } = context();
    const answer = await maintain(['backup', resolve(file)], data, env);
    out(answer, () => cardOfUnknown(answer));
  });
}
