import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { routes } from '@tocsin/api';
import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { formatTable } from '../table.ts';

/** `tocsin lookup FILE`. */
export function register(program: Command, context: () => CliContext): void {
  program
    .command('lookup')
    .description('what is known of the values in a file: objects, own hosts and episodes, warninglists')
    .argument('<file>', 'values in any defanging, one or many a line; - for standard input')
    .option('--known', 'only what is known, seen or on a warninglist')
    .action(async (file: string, { known = false }: { known?: boolean }) => {
      const { client, out } = context();
      const given = file === '-' ? await text(process.stdin) : readFileSync(file, 'utf8');
      const { values } = await client.call(routes.lookup, { body: { text: given } });
      const told = known
        ? values.filter(({ total, seen, warninglists }) => total > 0 || seen !== null || warninglists.length > 0)
        : values;
      out(told, () =>
        formatTable(
          told.map(({ value, objects, total, seen, warninglists }) => ({
            value,
            objects: total,
            newest: objects[0]?.name,
            tlp: objects[0]?.tlp,
            score: objects[0]?.score,
            verdict: objects[0]?.verdict,
            episodes: seen?.episodes,
            'last seen': seen?.lastSeen,
            warninglists,
          })),
        ),
      );
    });
}
