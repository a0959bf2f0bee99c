import { readFileSync } from 'node:fs';
import { routes, type QuarantineItem } from '@tocsin/api';
import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { choice, id } from '../options.ts';
import { UsageError } from '../problem.ts';
import { formatReceipts } from '../receipt.ts';
import { formatCard, formatTable } from '../table.ts';

const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

const cardOf = ({ raw, header, corrected, ...item }: QuarantineItem): string =>
  [
    formatCard(item),
    ...(header === null ? [] : ['', header]),
    '',
    raw,
    ...(corrected === null ? [] : ['', 'corrected:', corrected]),
  ].join('\n');

/** `tocsin quarantine list | show | replay | discard`. */
export function register(program: Command, context: () => CliContext): void {
  const quarantine = program.command('quarantine').description('records that were refused');

  quarantine
    .command('list')
    .description('refused records, the newest first')
    .option('--state <state>', 'held, replayed, discarded', choice(['held', 'replayed', 'discarded']), 'held')
    .option('--source <handle>')
    .option('--reason <reason>')
    .option('--batch <id>', 'of one batch', id)
    .option('--before <id>', 'only older ones', id)
    .option('--limit <n>', 'at most 500', id, 50)
    .action(
      async (query: {
        state: string;
        source?: string;
        reason?: string;
        batch?: number;
        before?: number;
        limit: number;
      }) => {
        const { client, out } = context();
        const { items, next, total, facets } = await client.call(routes.quarantine, { query });
        out({ items, next, total, facets }, () => {
          const table = formatTable(
            items.map(({ id: number, source, batch, line, reason, detail, seen, raw }) => ({
              id: number,
              source,
              batch,
              line,
              reason,
              detail,
              seen,
              raw: short(raw),
            })),
          );
          return `${table}\n\n${items.length} of ${total}${next === null ? '' : `; older ones: --before ${next}`}`;
        });
      },
    );

  quarantine
    .command('show')
    .description('one refused record: what it was, why it was refused, and what to do')
    .argument('<id>', 'as the list shows it', id)
    .action(async (number: number) => {
      const { client, out } = context();
      const item = await client.call(routes.quarantineItem, { params: { id: number } });
      out(item, () => cardOf(item));
    });

  quarantine
    .command('replay')
    .description('send refused records again, as they were or corrected')
    .argument('<ids...>', 'as the list shows them')
    .option('--corrected <file>', 'the corrected record, for a single id; - is standard input')
    .action(async (ids: string[], { corrected }: { corrected?: string }) => {
      const { client, out } = context();
      const [first, ...others] = ids.map(id);
      if (first === undefined || (corrected !== undefined && others.length > 0))
        throw new UsageError('--corrected goes with one id.');
      if (others.length === 0) {
        const body =
          corrected === undefined
            ? {}
            : { corrected: readFileSync(corrected === '-' ? 0 : corrected, 'utf8').replace(/\r?\n$/, '') };
        const answer = await client.call(routes.replay, { params: { id: first }, body });
        out(answer, () => `Record ${first} is ${answer.item.state}.\n${formatReceipts([answer.receipt])}`);
      } else {
        const answer = await client.call(routes.replayMany, { body: { ids: [first, ...others] } });
        out(answer, () => formatCard(answer));
      }
    });

  quarantine
    .command('discard')
    .description('put refused records aside; they stay readable')
    .argument('<ids...>', 'as the list shows them')
    .option('--restore', 'take them back instead')
    .action(async (ids: string[], { restore = false }: { restore?: boolean }) => {
      const { client, out } = context();
      const answer = await client.call(routes.discard, { body: { ids: ids.map(id), restore } });
      out(answer, () => `${answer.changed} ${restore ? 'are held again' : 'were put aside'}.`);
    });
}
