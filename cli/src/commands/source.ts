import { routes, tlpLevels, type NewSource, type Source, type SourceChange, type Tlp } from '@tocsin/api';
import { InvalidArgumentError, type Command } from 'commander';
import type { CliContext } from '../context.ts';
import { choice, given, values, words } from '../options.ts';
import { formatCard, formatTable } from '../table.ts';

interface Declared {
  readonly name?: string;
  readonly feed?: string;
  readonly tlp?: Tlp;
  readonly distribution?: 'concerned' | 'named';
  readonly recipients?: string[];
  readonly reliability?: 'A' | 'B' | 'C' | 'D' | 'E' | 'F';
  readonly showName?: boolean;
  readonly showAddresses?: boolean;
  readonly ownAddresses?: string[];
  readonly silentAfter?: number;
}

function hours(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('It is a number of hours above 0.');
  return value;
}

const flag = (text: string): boolean => choice(['yes', 'no'])(text) === 'yes';

const withDeclared = (command: Command): Command =>
  command
    .option('--name <text>')
    .option('--feed <feed>', 'the format of what it sends unless a batch says otherwise')
    .option('--tlp <level>', tlpLevels.join(', '), choice(tlpLevels))
    .option(
      '--distribution <consent>',
      'concerned: may go to those whom an event concerns; named: to --recipients alone',
      choice(['concerned', 'named']),
    )
    .option('--recipients <handles>', 'comma-separated', words)
    .option('--reliability <grade>', 'A (best) to F (cannot be judged)', choice(['A', 'B', 'C', 'D', 'E', 'F']))
    .option('--show-name <yes|no>', 'whether recipients see its name', flag)
    .option('--show-addresses <yes|no>', 'whether recipients see the addresses of its sensors', flag)
    .option('--own-addresses <networks>', 'of its sensors, comma-separated: their traffic is no finding', words)
    .option('--silent-after <hours>', 'without a batch for so long raises an alarm', hours);

const bodyOf = ({ silentAfter, ...rest }: Declared) => ({
  ...rest,
  ...(silentAfter === undefined ? {} : { silentAfterHours: silentAfter }),
});

const cardOf = ({ alarms, ...source }: Source): string =>
  formatCard({ ...source, alarms: alarms.map(({ kind, openedAt }) => `${kind} since ${openedAt}`) });

/** `tocsin source list | add | change`. */
export function register(program: Command, context: () => CliContext): void {
  const source = program.command('source').description('what is sent, by whom, and how far it may go');
  const show = ({ out }: CliContext, one: Source): void => out(one, () => cardOf(one));

  source
    .command('list')
    .description('sources, with what they sent in the last day')
    .action(async () => {
      const { client, out } = context();
      const sources = await client.call(routes.sources);
      out(sources, () =>
        formatTable(
          sources.map(({ handle, org, feed, tlp, distribution, reliability, state, lastBatchAt, acceptedLastDay, quarantinedHeld, alarms }) => ({
            handle, org, feed, tlp, distribution, reliability, state, 'last batch': lastBatchAt, 'accepted, last day': acceptedLastDay,
            'in quarantine': quarantinedHeld, alarms: alarms.map(({ kind }) => kind),
          })), // prettier-ignore
        ),
      );
    });

  withDeclared(
    source
      .command('add')
      .description('declare a source')
      .argument('<handle>')
      .option('--org <handle>', 'who runs it; the operator unless given'),
  ).action(async (handle: string, { org, ...declared }: Declared & { org?: string }) => {
    const ctx = context();
    const body: NewSource = { handle, ...(org === undefined ? {} : { org }), ...bodyOf(values(declared)) };
    show(ctx, await ctx.client.call(routes.createSource, { body }));
  });

  withDeclared(
    source
      .command('change')
      .description('change what a source declares, from now on')
      .argument('<handle>')
      .option('--state <state>', 'active, or paused: nothing is taken from it', choice(['active', 'paused'])),
  ).action(async (handle: string, { state, ...declared }: Declared & { state?: 'active' | 'paused' }) => {
    const ctx = context();
    const body: SourceChange = bodyOf(given({ ...declared, ...(state === undefined ? {} : { state }) }));
    show(ctx, await ctx.client.call(routes.changeSource, { params: { handle }, body }));
  });
}
