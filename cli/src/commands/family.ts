import { routes } from '@tocsin/api';
import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { UsageError } from '../problem.ts';
import { formatCard, formatTable } from '../table.ts';

interface Family {
  readonly id: number;
  readonly name: string;
  readonly aliases: readonly string[];
}

/** `tocsin family list | show | put`, and `family alias add | remove`. */
export function register(program: Command, context: () => CliContext): void {
  const family = program.command('family').description('malware families and their aliases');
  const show = ({ out }: CliContext, one: Family): void => out(one, () => formatCard({ ...one }));

  family
    .command('list')
    .description('all families')
    .option('--q <text>', 'part of a name or alias')
    .action(async ({ q = '' }: { q?: string }) => {
      const { client, out } = context();
      const part = q.toLowerCase();
      const all = await client.call(routes.families);
      const found = all.filter(({ name, aliases }) => [name, ...aliases].some((each) => each.includes(part)));
      out(found, () => formatTable(found.map(({ name, aliases }) => ({ name, aliases }))));
    });

  family
    .command('show <name>')
    .description('the family that a name or alias leads to')
    .action(async (name: string) => {
      const ctx = context();
      show(ctx, await find(ctx, name));
    });

  family
    .command('put')
    .description('create a family, or set its aliases')
    .argument('<name>')
    .argument('[aliases...]')
    .option('--note <text>', 'why')
    .action(async (name: string, aliases: string[], { note }: { note?: string }) => {
      const ctx = context();
      show(ctx, await put(ctx, name, aliases, note));
    });

  const alias = family.command('alias').description('aliases of one family');
  alias
    .command('add')
    .argument('<family>')
    .argument('<aliases...>')
    .option('--note <text>', 'why')
    .action(async (name: string, aliases: string[], { note }: { note?: string }) => {
      const ctx = context();
      const found = await find(ctx, name);
      show(ctx, await put(ctx, found.name, [...found.aliases, ...aliases], note));
    });
  alias
    .command('remove')
    .argument('<family>')
    .argument('<aliases...>')
    .action(async (name: string, aliases: string[]) => {
      const ctx = context();
      const found = await find(ctx, name);
      const gone = new Set(aliases.map((each) => each.toLowerCase()));
      show(
        ctx,
        await put(
          ctx,
          found.name,
          found.aliases.filter((each) => !gone.has(each)),
          undefined,
        ),
      );
    });
}

async function find({ client }: CliContext, given: string): Promise<Family> {
  const name = given.trim().toLowerCase();
  const all = await client.call(routes.families);
  const found = all.find((each) => each.name === name) ?? all.find(({ aliases }) => aliases.includes(name));
  if (found === undefined) throw new UsageError(`No family has the name or alias "${given}".`);
  return found;
}

function put(
  { client }: CliContext,
  name: string,
  aliases: readonly string[],
  note: string | undefined,
): Promise<Family> {
  const body = { aliases: [...aliases], ...(note !== undefined && { note }) };
  return client.call(routes.putFamily, { params: { name }, body });
}
