import { routes, type MailPlan, type NewSubscription, type Subscription, type SubscriptionFilter } from '@tocsin/api';
import { tlpLevels } from '@tocsin/api/nation.ts';
import { Option, type Command } from 'commander';
import type { CliContext } from '../context.ts';
import { id } from '../options.ts';
import { UsageError } from '../problem.ts';
import { formatCard, formatTable, type Cell } from '../table.ts';

interface Wanted {
  readonly url?: string;
  readonly contact?: number;
  readonly subject: 'events' | 'objects';
  readonly family?: string[];
  readonly class?: string[];
  readonly nation?: string[];
  readonly severity?: string[];
  readonly type?: string[];
  readonly tlp?: SubscriptionFilter['tlp'];
  readonly every?: MailPlan['every'];
  readonly at?: string;
  readonly from: string;
}

const several = (text: string, before: string[] | undefined): string[] => [
  ...(before ?? []),
  ...text.split(',').map((word) => word.trim()),
];

const rowOf = ({ id: number, org, name, channel, subject, state, lag, lastError, deadLetters }: Subscription): Record<string, Cell> => ({
  id: number, org, name, channel, subject, state,
  behind: lag.changesAre === 'exact' ? lag.changes : `${lag.changes}+`,
  'dead letters': deadLetters,
  'last error': lastError,
}); // prettier-ignore

const cardOf = (subscription: Subscription): string => {
  const { url, contact, filter, cursor, delivered, nextAt, lastSuccessAt, disabledFrom } = subscription;
  return formatCard({
    ...rowOf(subscription),
    to: url ?? contact?.email,
    filter: Object.entries(filter).map(([name, value]) => `${name} ${String(value)}`),
    delivered,
    'last success': lastSuccessAt,
    next: nextAt,
    'disabled from': disabledFrom,
    cursor,
  });
};

/** `tocsin subscription list | show | messages | create | pause | resume | test | replay | rotate | delete`. */
export function register(program: Command, context: () => CliContext): void {
  const subscription = program.command('subscription').description('what is sent by itself, as webhooks and mail');
  addReading(subscription, context);
  addCreating(subscription, context);
  addActing(subscription, context);
}

function addReading(subscription: Command, context: () => CliContext): void {
  subscription
    .command('list')
    .description('subscriptions and how they fare')
    .action(async () => {
      const { client, out } = context();
      const found = await client.call(routes.subscriptions);
      out(found, () => formatTable(found.map(rowOf)));
    });
  subscription
    .command('show')
    .description('one subscription')
    .argument('<id>', 'as the list shows it', id)
    .action(async (number: number) => {
      const { client, out } = context();
      const found = await client.call(routes.subscription, { params: { id: number } });
      out(found, () => cardOf(found));
    });
  subscription
    .command('messages')
    .description('what was sent, and what became of it')
    .argument('<id>', 'as the list shows it', id)
    .option('--dead', 'dead letters alone')
    .action(async (number: number, { dead }: { dead?: boolean }) => {
      const { client, out } = context();
      const query = { limit: 200, ...(dead === true && { state: 'dead' as const }) };
      const found = await client.call(routes.subscriptionMessages, { params: { id: number }, query });
      out(found, () =>
        formatTable(
          found.map(({ id: message, kind, state, items, attempts, createdAt, status, answer }) => ({
            id: message, kind, state, items, attempts, begun: createdAt, status, answer,
          })), // prettier-ignore
        ),
      );
    });
}

function addCreating(subscription: Command, context: () => CliContext): void {
  subscription
    .command('create')
    .description('have events or objects sent; a webhook’s signing secret is printed, this once')
    .argument('<name>')
    .option('--url <url>', 'as webhooks, to this https address')
    .option('--contact <id>', 'by mail, to this contact of your organisation', id)
    .addOption(new Option('--subject <what>', 'what is sent').choices(['events', 'objects']).default('events'))
    .option('--family <names>', 'events of these families', several)
    .option('--class <classes>', 'events of these classes', several)
    .option('--nation <codes>', 'events in these countries', several)
    .option('--severity <words>', 'events of these severities', several)
    .option('--type <types>', 'objects of these STIX types', several)
    .addOption(new Option('--tlp <level>', 'nothing stricter').choices([...tlpLevels]))
    .addOption(new Option('--every <span>', 'mail: how often').choices(['day', 'week', 'never']))
    .option('--at <hh:mm>', 'mail: when, by the clock of the contact')
    .option('--from <place>', 'now, beginning, or a cursor', 'now')
    .action(async (name: string, wanted: Wanted) => {
      const ctx = context();
      const made = await ctx.client.call(routes.createSubscription, { body: bodyOf(name, wanted) });
      ctx.out(made, () => made.secret ?? `Subscription ${made.subscription.id} is made.`);
      if (!ctx.json && made.secret !== null)
        process.stderr.write(
          `${cardOf(made.subscription)}\nThe secret is shown this once, on standard output: keep it.\n`,
        );
    });
}

function bodyOf(name: string, wanted: Wanted): NewSubscription {
  const { url, contact, subject, family, class: classes, nation, severity, type, tlp, every, at, from } = wanted;
  if ((url === undefined) === (contact === undefined))
    throw new UsageError('Give --url for webhooks, or --contact for mail.');
  const filter: SubscriptionFilter = {
    ...(family && { families: family }),
    ...(classes && { classes }),
    ...(nation && { nations: nation }),
    ...(severity && { severities: severity }),
    ...(type && { types: type }),
    ...(tlp && { tlp }),
  };
  if (url !== undefined) return { name, channel: 'webhook', subject, url, filter, start: from };
  const mail: MailPlan = { every: every ?? 'day', ...(at !== undefined && { at }) };
  return { name, channel: 'mail', subject, ...(contact !== undefined && { contact }), filter, mail, start: from };
}

function addActing(subscription: Command, context: () => CliContext): void {
  const verb = (name: string, description: string, act: (ctx: CliContext, number: number) => Promise<void>): void => {
    subscription
      .command(name)
      .description(description)
      .argument('<id>', 'as the list shows it', id)
      .action((number: number) => act(context(), number));
  };
  const set =
    (state: 'active' | 'paused') =>
    async ({ client, out }: CliContext, number: number) => {
      const found = await client.call(routes.changeSubscription, { params: { id: number }, body: { state } });
      out(found, () => cardOf(found));
    };
  verb('pause', 'send nothing until it is resumed', set('paused'));
  verb('resume', 'go on where it stopped', set('active'));
  verb('test', 'send a message that carries nothing, now', async ({ client, out }, number) => {
    const result = await client.call(routes.testSubscription, { params: { id: number } });
    out(result, () => formatCard(result));
  });
  verb('rotate', 'make another signing secret; for a day both sign', async ({ client, out }, number) => {
    const made = await client.call(routes.rotateSubscriptionSecret, { params: { id: number } });
    out(made, () => made.secret ?? '');
  });
  verb('delete', 'end it for good', async ({ client, out }, number) => {
    await client.call(routes.deleteSubscription, { params: { id: number } });
    out({ deleted: number }, () => `Subscription ${number} is gone.`);
  });
  subscription
    .command('replay')
    .description('send again what lies behind a place in the log, or one message')
    .argument('<id>', 'as the list shows it', id)
    .option('--from <place>', 'beginning, now, or a cursor')
    .option('--message <id>', 'one message, such as a dead letter')
    .action(async (number: number, { from, message }: { from?: string; message?: string }) => {
      const { client, out } = context();
      if ((from === undefined) === (message === undefined)) throw new UsageError('Give --from or --message.');
      if (from !== undefined) {
        const found = await client.call(routes.replaySubscription, { params: { id: number }, body: { from } });
        return out(found, () => cardOf(found));
      }
      const result = await client.call(routes.replayMessage, { params: { id: number, message: message ?? '' } });
      out(result, () => formatCard(result));
    });
}
