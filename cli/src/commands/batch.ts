import { routes } from '@tocsin/api';
import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { id } from '../options.ts';
import { formatReceipts } from '../receipt.ts';
import { formatCard } from '../table.ts';

/** `tocsin batch list | show`. */
export function register(program: Command, context: () => CliContext): void {
  const batch = program.command('batch').description('receipts of what was sent');

  batch
    .command('list')
    .description('receipts, the newest first')
    .option('--source <handle>')
    .option('--before <id>', 'only older ones', id)
    .option('--limit <n>', 'at most 500', id, 50)
    .action(async (query: { source?: string; before?: number; limit: number }) => {
      const { client, out } = context();
      const { batches, next } = await client.call(routes.batches, { query });
      out(
        { batches, next },
        () => `${formatReceipts(batches)}${next === null ? '' : `\n\nOlder ones: --before ${next}`}`,
      );
    });

  batch
    .command('show')
    .description('one receipt with samples of what was filtered')
    .argument('<id>', 'as the list shows it', id)
    .action(async (number: number) => {
      const { client, out } = context();
      const receipt = await client.call(routes.batch, { params: { id: number } });
      const { filteredBy, quarantinedBy: _, failure, ...rest } = receipt;
      const samples = Object.entries(filteredBy).flatMap(([reason, { samples: some }]) =>
        some.map(({ line, raw }) => `  ${reason}, line ${line}: ${raw}`),
      );
      out(receipt, () =>
        [
          formatCard({ ...rest, failure: failure === null ? null : JSON.stringify(failure) }),
          '',
          formatReceipts([receipt]),
          ...samples,
        ].join('\n'),
      );
    });
}
