import { routes, type Enrolment, type Nation, type NationChange } from '@tocsin/api';
import type { Command } from 'commander';
import { enrolments } from '../choices.ts';
import type { CliContext } from '../context.ts';
import { choice, given, words } from '../options.ts';
import { formatCard, formatTable, type Cell } from '../table.ts';

interface ChangeOptions {
  readonly name?: string;
  readonly enrolment?: Enrolment;
  readonly languages?: string[];
  readonly timeZone?: string;
  readonly domains?: string[];
}

const cardOf = ({ teams, ...nation }: Nation): Record<string, Cell> => ({
  ...nation,
  teams: teams.map(({ handle, enrolment }) => `${handle} (${enrolment})`),
});

/** `tocsin nation list | show | change`. */
export function register(program: Command, context: () => CliContext): void {
  const nation = program.command('nation').description('the eligible nations');

  nation
    .command('list')
    .description('all nations with their teams')
    .option('--enrolment <state>', 'only these', choice(enrolments))
    .action(async ({ enrolment }: { enrolment?: Enrolment }) => {
      const { client, out } = context();
      const all = await client.call(routes.nations);
      const nations = all.filter((each) => enrolment === undefined || each.enrolment === enrolment);
      out(nations, () =>
        formatTable(
          nations.map(({ code, name, basis, enrolment: state, teams }) => ({
            code,
            name,
            basis,
            enrolment: state,
            teams: teams.map(({ handle }) => handle),
          })),
        ),
      );
    });

  nation
    .command('show <code>')
    .description('one nation')
    .action(async (code: string) => {
      const { client, out } = context();
      const found = await client.call(routes.nation, { params: { code: code.toUpperCase() } });
      out(found, () => formatCard(cardOf(found)));
    });

  nation
    .command('change <code>')
    .description('change a nation')
    .option('--name <name>')
    .option('--enrolment <state>', enrolments.join(', '), choice(enrolments))
    .option('--languages <codes>', 'ISO 639, comma-separated', words)
    .option('--time-zone <zone>', 'IANA time zone')
    .option('--domains <labels>', 'country-code domains as A-labels, comma-separated', words)
    .action(async (code: string, options: ChangeOptions) => {
      const { client, out } = context();
      const body: NationChange = given(options);
      const changed = await client.call(routes.changeNation, { params: { code: code.toUpperCase() }, body });
      out(changed, () => formatCard(cardOf(changed)));
    });
}
