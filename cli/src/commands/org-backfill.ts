import { routes, type Backfill } from '@tocsin/api';
import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { number } from '../options.ts';
import { formatCard, formatTable, type Cell } from '../table.ts';

const rowOf = ({ id, state, firstDay, lastDay, doneThrough, events, episodes, askedBy, finishedAt, failure }: Backfill): Record<string, Cell> => ({
  id,
  state,
  from: firstDay,
  to: lastDay,
  'done through': doneThrough,
  events,
  episodes,
  'asked by': askedBy,
  finished: finishedAt,
  failure,
}); // prettier-ignore

/** `tocsin org backfill list | preview | start`. */
export function registerBackfill(org: Command, context: () => CliContext): void {
  const backfill = org.command('backfill').description('what concerns an organisation of past days, given to it late');

  backfill
    .command('list <handle>')
    .description('back-fills and how far they are')
    .action(async (handle: string) => {
      const { client, out } = context();
      const all = await client.call(routes.backfills, { params: { handle } });
      out(all, () => formatTable(all.map(rowOf)));
    });

  backfill
    .command('preview')
    .description('what a back-fill would give it')
    .argument('<handle>')
    .argument('<days>', 'today and so many days before it', number)
    .action(async (handle: string, days: number) => {
      const { client, out } = context();
      const preview = await client.call(routes.previewBackfill, { params: { handle }, query: { days } });
      const { firstDay, lastDay, events, episodes, byDay, complete } = preview;
      out(preview, () =>
        [
          formatCard({ from: firstDay, to: lastDay, events, episodes, 'counted to the end': complete }),
          formatTable(byDay),
        ].join('\n\n'),
      );
    });

  backfill
    .command('start')
    .description('give it what concerns it of past days, as new changes for it alone')
    .argument('<handle>')
    .argument('<days>', 'today and so many days before it', number)
    .action(async (handle: string, days: number) => {
      const { client, out } = context();
      const started = await client.call(routes.startBackfill, { params: { handle }, body: { days } });
      out(started, () => formatCard(rowOf(started)));
    });
}
