import { routes, type Contact, type NewContact } from '@tocsin/api';
import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { code, given, id, instant, orNone, plain, values, words } from '../options.ts';
import { formatCard, formatTable } from '../table.ts';

/** The options of a contact once `none` has become null. */
type Details = Omit<NewContact, 'expiresAt'> & { readonly expires?: string | null };

function withDetails(command: Command): Command {
  return command
    .option('--email <address>', 'or none', orNone(plain))
    .option('--phone <number>', 'or none', orNone(plain))
    .option('--languages <codes>', 'ISO 639, comma-separated', words)
    .option('--hours <text>', 'when to call, or none', orNone(plain))
    .option('--time-zone <zone>', 'IANA time zone of these hours, or none', orNone(plain))
    .option('--deputy <id>', 'another contact of the organisation, or none', orNone(id))
    .option('--dedicated-to <code>', "operator's contacts: the nation that this one serves, or none", orNone(code))
    .option('--note <text>', 'or none', orNone(plain))
    .option('--expires <when>', 'a day, a time, or none', orNone(instant));
}

function bodyOf<D extends Partial<Details>>({ expires, ...rest }: D) {
  return { ...rest, ...(expires !== undefined && { expiresAt: expires }) };
}

/** `tocsin contact list | add | change | remove`. */
export function register(program: Command, context: () => CliContext): void {
  const contact = program.command('contact').description('contacts of organisations');
  const show = ({ out }: CliContext, one: Contact): void => out(one, () => formatCard(one));

  contact
    .command('list <org>')
    .description("an organisation's contacts, and the operator's contact dedicated to its nation")
    .action(async (handle: string) => {
      const { client, out } = context();
      const contacts = await client.call(routes.contacts, { params: { handle } });
      out(contacts, () =>
        formatTable(
          contacts.map(
            ({ id: number, org, name, role, email, phone, languages, hours, deputy, dedicatedTo, layer }) => ({
              id: number,
              org,
              name,
              role,
              email,
              phone,
              languages,
              hours,
              deputy,
              'dedicated to': dedicatedTo,
              layer,
            }),
          ),
        ),
      );
    });

  withDetails(
    contact
      .command('add <org>')
      .description('add a contact')
      .requiredOption('--name <name>')
      .requiredOption('--role <role>', 'such as duty officer'),
  ).action(async (handle: string, options: Details) => {
    const ctx = context();
    show(ctx, await ctx.client.call(routes.addContact, { params: { handle }, body: bodyOf(values(options)) }));
  });

  withDetails(
    contact
      .command('change')
      .description('change a manual contact')
      .argument('<org>')
      .argument('<id>', 'as the list shows it', id)
      .option('--name <name>')
      .option('--role <role>'),
  ).action(async (handle: string, number: number, options: Partial<Details>) => {
    const ctx = context();
    const body = bodyOf(given(options));
    show(ctx, await ctx.client.call(routes.changeContact, { params: { handle, id: number }, body }));
  });

  contact
    .command('remove')
    .description('remove a manual contact')
    .argument('<org>')
    .argument('<id>', 'as the list shows it', id)
    .action(async (handle: string, number: number) => {
      const { client, out } = context();
      await client.call(routes.removeContact, { params: { handle, id: number } });
      out({ removed: number }, () => `Removed contact ${number} of ${handle}.`);
    });
}
