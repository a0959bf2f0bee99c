import { constituencyKinds, routes, type Constituency, type ConstituencyKind } from '@tocsin/api';
import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { choice, id, instant } from '../options.ts';
import { formatTable, type Cell } from '../table.ts';

interface AddOptions {
  readonly note: string;
  readonly exclude?: boolean;
  readonly shared?: boolean;
  readonly expires?: string;
}

const rowOf = ({
  id,
  kind,
  value,
  effect,
  layer,
  shared,
  inForce,
  import: from,
  expiresAt,
  note,
}: Constituency): Record<string, Cell> => ({
  id,
  kind,
  value,
  effect,
  layer,
  shared,
  'in force': inForce,
  import: from,
  expires: expiresAt,
  note,
});

/** `tocsin org constituency list | add | remove`. */
export function registerConstituency(org: Command, context: () => CliContext): void {
  const constituency = org.command('constituency').description('what an organisation answers for');

  constituency
    .command('list <handle>')
    .description('both layers, and which entries are in force')
    .action(async (handle: string) => {
      const { client, out } = context();
      const entries = await client.call(routes.constituency, { params: { handle } });
      out(entries, () => formatTable(entries.map(rowOf)));
    });

  constituency
    .command('add')
    .description('add a manual entry')
    .argument('<handle>')
    .argument('<kind>', constituencyKinds.join(', '), choice(constituencyKinds))
    .argument('<value>', 'PL, 64500, 192.0.2.0/24, gov.example, energy')
    .requiredOption('--note <text>', 'why')
    .option('--exclude', 'hide the automatic entry of this value')
    .option('--shared', 'many customers behind one address (asn, prefix)')
    .option('--expires <when>', 'a day or a time', instant)
    .action(async (handle: string, kind: ConstituencyKind, value: string, options: AddOptions) => {
      const { client, out } = context();
      const { note, exclude, shared, expires } = options;
      const body = {
        kind,
        value,
        note,
        ...(exclude && { effect: 'exclude' as const }),
        ...(shared && { shared }),
        ...(expires && { expiresAt: expires }),
      };
      const entry = await client.call(routes.addConstituency, { params: { handle }, body });
      out(entry, () => formatTable([rowOf(entry)]));
    });

  constituency
    .command('remove')
    .description('remove a manual entry')
    .argument('<handle>')
    .argument('<id>', 'as the list shows it', id)
    .action(async (handle: string, entry: number) => {
      const { client, out } = context();
      await client.call(routes.removeConstituency, { params: { handle, id: entry } });
      out({ removed: entry }, () => `Removed entry ${entry} of ${handle}.`);
    });
}
