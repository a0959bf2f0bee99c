import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { maintain, withData } from '../maintenance.ts';
import { cardOfUnknown } from '../table.ts';

/** `tocsin migrate`. */
export function register(program: Command, context: () => CliContext): void {
  withData(program.command('migrate').description("bring a database's schema up to date, as each start does")).action(
    async ({ data }: { data?: string }) => {
      const { out, env } = context();
      const answer = await maintain(['migrate'], data, env);
      out(answer, () => cardOfUnknown(answer));
    },
  );
}
