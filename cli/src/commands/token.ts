import { ApiError, routes, scopes, type NewToken, type Scope, type Token } from '@tocsin/api';
import { InvalidArgumentError, type Command } from 'commander';
import type { CliContext } from '../context.ts';
import { maintain, withData } from '../maintenance.ts';
import { id, instant } from '../options.ts';
import { UsageError } from '../problem.ts';
import { formatCard, formatTable } from '../table.ts';
import { isThisMachine } from '../token-file.ts';

interface Wanted {
  readonly org: string;
  readonly scope: readonly Scope[];
  readonly name: string;
  readonly expires?: string;
  readonly address?: readonly string[];
  readonly data?: string;
}

interface Minted {
  readonly token: Token;
  readonly secret: string;
}

function scopesOf(text: string, before: readonly Scope[] = []): Scope[] {
  const wanted = text.split(',').map((word) => {
    const scope = scopes.find((each) => each === word.trim());
    if (scope === undefined) throw new InvalidArgumentError(`Scopes are ${scopes.join(', ')}.`);
    return scope;
  });
  return [...before, ...wanted];
}

const cardOf = ({ id: number, org, name, scopes: held, addresses, expiresAt, prefix }: Token) =>
  formatCard({ id: number, org, name, scopes: held, addresses, expires: expiresAt, 'begins with': prefix });

/** `tocsin token create | list | revoke`. */
export function register(program: Command, context: () => CliContext): void {
  const token = program.command('token').description('API tokens');

  withData(
    token
      .command('create')
      .description('make a token and print it, this once; without a running server it is written into the database')
      .requiredOption('--org <handle>', 'whose it is')
      .requiredOption('--scope <scope>', `what it may do, one or several: ${scopes.join(', ')}`, scopesOf)
      .option('--name <text>', 'what it is for', 'command line')
      .option('--expires <when>', 'a day or a time; never unless given', instant)
      .option(
        '--address <cidr>',
        'network from which it holds; may be repeated',
        (text, before: string[] | undefined) => [...(before ?? []), text],
      ),
  ).action(async (wanted: Wanted) => {
    const ctx = context();
    const { token: made, secret } = await create(ctx, wanted);
    ctx.out({ token: made, secret }, () => secret);
    if (!ctx.json) process.stderr.write(`${cardOf(made)}\nIt is shown this once, on standard output: keep it.\n`);
  });

  token
    .command('list')
    .description('tokens, the newest first')
    .action(async () => {
      const { client, out } = context();
      const tokens = await client.call(routes.tokens);
      out(tokens, () =>
        formatTable(
          tokens.map(({ id: number, org, name, scopes: held, prefix, expiresAt, lastUsedAt, revokedAt }) => ({
            id: number, org, name, scopes: held, 'begins with': prefix, expires: expiresAt, 'last used': lastUsedAt, revoked: revokedAt,
          })), // prettier-ignore
        ),
      );
    });

  token
    .command('revoke')
    .description('make a token worthless, at once and for good')
    .argument('<id>', 'as the list shows it', id)
    .action(async (number: number) => {
      const { client, out } = context();
      await client.call(routes.revokeToken, { params: { id: number } });
      out({ revoked: number }, () => `Token ${number} holds no longer.`);
    });
}

async function create(
  { client, baseUrl, env }: CliContext,
  { org, scope, name, expires, address, data }: Wanted,
): Promise<Minted> {
  const body: NewToken = {
    org,
    name,
    scopes: [...scope],
    ...(expires === undefined ? {} : { expiresAt: expires }),
    ...(address === undefined ? {} : { addresses: [...address] }),
  };
  try {
    return await client.call(routes.createToken, { body });
  } catch (error) {
    // Nobody answers, or nobody knows us yet: the owner of the database needs no token to make one.
    const code = error instanceof ApiError ? error.problem.code : '';
    if (!isThisMachine(baseUrl) || !['unreachable', 'unauthenticated'].includes(code)) throw error;
    if (expires !== undefined || address !== undefined)
      throw new UsageError(
        `${baseUrl}: ${String(error)}. Without a server a token can be given neither --expires nor --address.`,
        { cause: error },
      );
    return (await maintain(['token', org, name, ...scope], data, env)) as Minted;
  }
}
