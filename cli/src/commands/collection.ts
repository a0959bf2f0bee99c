import { routes, type CollectionOut } from '@tocsin/api';
import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { UsageError } from '../problem.ts';
import { formatCard, formatTable } from '../table.ts';

const rightsOf = ({ read, write }: { read: boolean; write: boolean }): string =>
  [...(read ? ['read'] : []), ...(write ? ['write'] : [])].join('+');

const flat = ({ grants, ...collection }: CollectionOut) => ({
  ...collection,
  grants: grants.map((grant) => `${grant.org} ${rightsOf(grant)}`),
});

/** `tocsin collection list | create | grant`. */
export function register(program: Command, context: () => CliContext): void {
  const collection = program
    .command('collection')
    .description('TAXII collections beyond those that every organisation has');
  const show = ({ out }: CliContext, one: CollectionOut): void => out(one, () => formatCard(flat(one)));

  collection
    .command('list')
    .description('collections, and who may read and write them')
    .action(async () => {
      const { client, out } = context();
      const collections = await client.call(routes.collections);
      out(collections, () =>
        formatTable(collections.map(flat).map(({ id, alias, title, grants }) => ({ alias, id, title, grants }))),
      );
    });

  collection
    .command('create')
    .description('make a collection; grant rights in it next')
    .argument('<alias>', 'stands in URLs for its id: a-z, 0-9, -')
    .requiredOption('--title <text>', 'what members see')
    .option('--description <text>', 'what belongs there')
    .action(async (alias: string, options: { title: string; description?: string }) => {
      const ctx = context();
      show(ctx, await ctx.client.call(routes.createCollection, { body: { alias, ...options } }));
    });

  collection
    .command('grant')
    .description('set the rights of an organisation in a collection')
    .argument('<alias>')
    .argument('<org>', 'handle of the organisation')
    .option('--read', 'it may read')
    .option('--write', 'it may write; with --read also delete what is its own')
    .option('--none', 'it may do neither')
    .action(async (alias: string, org: string, options: { read?: boolean; write?: boolean; none?: boolean }) => {
      const { read = false, write = false, none = false } = options;
      if ((read || write) === none) throw new UsageError('Give --read, --write or both; or --none.');
      const ctx = context();
      show(ctx, await ctx.client.call(routes.grantCollection, { params: { alias, org }, body: { read, write } }));
    });
}
