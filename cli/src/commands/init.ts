import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { maintain, withData } from '../maintenance.ts';

interface Made {
  readonly link: string;
  readonly expiresAt: string;
  readonly renews: boolean;
}

/** `tocsin init`. */
export function register(program: Command, context: () => CliContext): void {
  withData(
    program
      .command('init')
      .description('make the first operator: prints a link, good once, by which they enrol')
      .requiredOption('--mail <address>', 'where they are reached; also what they sign in with, if by password')
      .requiredOption('--name <name>', 'their name')
      .option('--again', 'though there is an administrator: one more, or new access for the account of that address'),
  ).action(async ({ mail, name, again, data }: { mail: string; name: string; again?: boolean; data?: string }) => {
    const { out, env, json, baseUrl } = context();
    // The link leads to where members go; without a public address, to the server that this command line speaks to.
    const placed = { ...env, TOCSIN_PUBLIC_URL: env['TOCSIN_PUBLIC_URL'] || baseUrl };
    const made = (await maintain(['init', mail, name, ...(again === true ? ['--again'] : [])], data, placed)) as Made;
    out(made, () => made.link);
    if (json) return;
    const what = made.renews
      ? 'The account exists: using the link removes its passkeys, password, identities and sessions.'
      : 'Open it in a browser, and add a passkey.';
    process.stderr.write(`${what}\nIt is good once, until ${made.expiresAt}. The server must be running.\n`);
  });
}
