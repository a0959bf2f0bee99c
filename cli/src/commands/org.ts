import { orgKinds, routes, type Enrolment, type Org, type OrgKind } from '@tocsin/api';
import type { Command } from 'commander';
import { enrolments, teams } from '../choices.ts';
import type { CliContext } from '../context.ts';
import { choice, code, given, orNone, values, type None } from '../options.ts';
import { formatCard, formatTable } from '../table.ts';
import { registerBackfill } from './org-backfill.ts';
import { registerConstituency } from './org-constituency.ts';

interface OrgOptions {
  readonly name?: string;
  readonly nation?: string | None;
  readonly team?: (typeof teams)[number] | None;
  readonly enrolment?: Enrolment;
}

/** `tocsin org list | show | add | change | constituency | backfill`. */
export function register(program: Command, context: () => CliContext): void {
  const org = program.command('org').description('organisations and what they answer for');
  const show = ({ out }: CliContext, one: Org): void => out(one, () => formatCard(one));

  org
    .command('list')
    .description('the organisations that you may see')
    .option('--kind <kind>', orgKinds.join(', '), choice(orgKinds))
    .option('--nation <code>', 'only those of this nation', code)
    .option('--q <text>', 'part of the name or handle')
    .action(async (query: { kind?: OrgKind; nation?: string; q?: string }) => {
      const { client, out } = context();
      const orgs = await client.call(routes.orgs, { query });
      out(orgs, () =>
        formatTable(
          orgs.map(({ handle, name, kind: of, nation: at, enrolment, constituencies, contacts }) => ({
            handle,
            name,
            kind: of,
            nation: at,
            enrolment,
            entries: constituencies,
            contacts,
          })),
        ),
      );
    });

  org
    .command('show <handle>')
    .description('one organisation')
    .action(async (handle: string) => {
      const ctx = context();
      show(ctx, await ctx.client.call(routes.org, { params: { handle } }));
    });

  org
    .command('add <handle>')
    .description('add an organisation')
    .requiredOption('--name <name>')
    .requiredOption('--kind <kind>', orgKinds.join(', '), choice(orgKinds))
    .option('--nation <code>', 'its nation', code)
    .option('--team <team>', teams.join(', '), choice(teams))
    .option('--enrolment <state>', enrolments.join(', '), choice(enrolments))
    .action(async (handle: string, options: OrgOptions & { name: string; kind: OrgKind }) => {
      const ctx = context();
      show(ctx, await ctx.client.call(routes.createOrg, { body: { handle, ...values(options) } }));
    });

  org
    .command('change <handle>')
    .description('change an organisation')
    .option('--name <name>')
    .option('--nation <code>', 'its nation, or none', orNone(code))
    .option('--team <team>', `${teams.join(', ')}, or none`, orNone(choice(teams)))
    .option('--enrolment <state>', enrolments.join(', '), choice(enrolments))
    .action(async (handle: string, options: OrgOptions) => {
      const ctx = context();
      show(ctx, await ctx.client.call(routes.changeOrg, { params: { handle }, body: given(options) }));
    });

  registerConstituency(org, context);
  registerBackfill(org, context);
}
