import { readFile } from 'node:fs/promises';
import { routes, type BodyOf } from '@tocsin/api';
import type { Command } from 'commander';
import { warninglistKinds } from '../choices.ts';
import type { CliContext } from '../context.ts';
import { choice } from '../options.ts';
import { UsageError } from '../problem.ts';
import { formatTable } from '../table.ts';

type Body = BodyOf<typeof routes.putWarninglist>;

interface PutOptions {
  readonly kind?: (typeof warninglistKinds)[number];
  readonly disabled?: boolean;
  readonly enabled?: boolean;
}

/** `tocsin warninglist list | show | put | enable | disable`. */
export function register(program: Command, context: () => CliContext): void {
  const warninglist = program.command('warninglist').description('addresses and names that are no findings');

  warninglist
    .command('list')
    .description('all warninglists')
    .action(async () => {
      const { client, out } = context();
      const lists = await client.call(routes.warninglists);
      out(lists, () =>
        formatTable(
          lists.map(({ name, kind, enabled, addresses, domains, updatedAt }) => ({
            name,
            kind,
            enabled,
            addresses,
            domains,
            updated: updatedAt,
          })),
        ),
      );
    });

  warninglist
    .command('show <name>')
    .description('its entries, one a line: what put takes')
    .action(async (name: string) => {
      const { client, out } = context();
      const answer = await client.call(routes.warninglist, { params: { name } });
      out(answer, () => answer.list.join('\n'));
    });

  for (const [verb, enabled, meaning] of [
    ['enable', true, 'filter by it'],
    ['disable', false, 'keep it, and filter nothing by it'],
  ] as const)
    warninglist
      .command(`${verb} <name>`)
      .description(meaning)
      .action(async (name: string) => {
        const { client, out } = context();
        const list = await client.call(routes.changeWarninglist, { params: { name }, body: { enabled } });
        out(list, () => `${list.name} is ${list.enabled ? 'on' : 'off'}.`);
      });

  warninglist
    .command('put')
    .description('create a warninglist, or replace it')
    .argument('<name>')
    .argument('<file>', 'JSON of ours or of MISP, or an address, prefix or domain name a line')
    .option('--kind <kind>', warninglistKinds.join(', '), choice(warninglistKinds))
    .option('--disabled', 'keep it, and filter nothing by it')
    .option('--enabled', 'filter by it')
    .action(async (name: string, file: string, { kind, disabled, enabled }: PutOptions) => {
      const { client, out } = context();
      const body: Body = {
        ...bodyFrom(file, await readFile(file, 'utf8').catch(unreadable(file))),
        ...(kind !== undefined && { kind }),
        ...((disabled ?? enabled) !== undefined && { enabled: disabled !== true }),
      };
      const answer = await client.call(routes.putWarninglist, { params: { name }, body });
      const { warninglist: list, refused } = answer;
      out(answer, () => {
        const head = `${list.name} (${list.kind}${list.enabled ? '' : ', disabled'}): ${list.addresses} addresses, ${list.domains} names`;
        return [
          head,
          ...(refused.length === 0 ? [] : [`${refused.length} refused:`, ...refused.map((line) => `  ${line}`)]),
        ].join('\n');
      });
    });
}

function bodyFrom(file: string, text: string): Body {
  if (!text.trimStart().startsWith('{')) {
    const lines = text.split(/\r?\n/).map((line) => line.replace(/#.*/, '').trim());
    return { list: lines.filter((line) => line !== '') };
  }
  try {
    return JSON.parse(text) as Body;
  } catch (cause) {
    throw new UsageError(`${file} begins as JSON and is none: ${cause instanceof Error ? cause.message : ''}`, {
      cause,
    });
  }
}

function unreadable(file: string): (cause: Error) => never {
  return (cause) => {
    throw new UsageError(`${file} cannot be read: ${cause.message}`, { cause });
  };
}
