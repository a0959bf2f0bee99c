import { readFile } from 'node:fs/promises';
import { routes, scopes, type Scope } from '@tocsin/api';
import { InvalidArgumentError, type Command } from 'commander';
import type { CliContext } from '../context.ts';
import { id, instant } from '../options.ts';
import { UsageError } from '../problem.ts';
import { formatCard, formatTable } from '../table.ts';

interface Wanted {
  readonly org: string;
  readonly scope: readonly Scope[];
  readonly name: string;
  readonly expires?: string;
  readonly address?: readonly string[];
}

function scopesOf(text: string, before: readonly Scope[] = []): Scope[] {
  const wanted = text.split(',').map((word) => {
    const scope = scopes.find((each) => each === word.trim());
    if (scope === undefined) throw new InvalidArgumentError(`Scopes are ${scopes.join(', ')}.`);
    return scope;
  });
  return [...before, ...wanted];
}

/** The options that bind a machine: to an org, to scopes, to an end, to addresses. */
const bound = (command: Command): Command =>
  command
    .requiredOption('--org <handle>', 'whose it is')
    .requiredOption('--scope <scope>', `what it may do, one or several: ${scopes.join(', ')}`, scopesOf)
    .requiredOption('--name <text>', 'what it is for')
    .option('--expires <when>', 'a day or a time', instant)
    .option(
      '--address <cidr>',
      'network from which it holds; may be repeated',
      (text, before: string[] | undefined) => [...(before ?? []), text],
    );

const bodyOf = ({ org, scope, name, expires, address }: Wanted) => ({
  org,
  name,
  scopes: [...scope],
  ...(expires !== undefined && { expiresAt: expires }),
  ...(address !== undefined && { addresses: [...address] }),
});

/** `tocsin machine certificate | client`: how machines show who they are, beside API tokens. */
export function register(program: Command, context: () => CliContext): void {
  const machine = program.command('machine').description('client certificates and OAuth clients of machines');
  registerCertificates(machine.command('certificate').description('certificates that machines connect with'), context);
  registerClients(machine.command('client').description('OAuth clients, which fetch access tokens'), context);
}

function registerCertificates(certificate: Command, context: () => CliContext): void {
  certificate
    .command('list')
    .description('certificates, the newest first')
    .action(async () => {
      const { client, out } = context();
      const all = await client.call(routes.clientCertificates);
      out(all, () =>
        formatTable(
          all.map(({ id: number, org, name, scopes: held, subject, fingerprint, expiresAt, lastUsedAt, revokedAt }) => ({
            id: number, org, name, scopes: held, subject, fingerprint: fingerprint.slice(0, 16), expires: expiresAt, 'last used': lastUsedAt, revoked: revokedAt,
          })), // prettier-ignore
        ),
      );
    });

  bound(certificate.command('register').description('bind a certificate to an organisation'))
    .argument('<file>', 'the certificate (PEM), or its SHA-256 fingerprint')
    .action(async (given: string, wanted: Wanted) => {
      const { client, out } = context();
      const body = /^([0-9a-f]{2}:?){31}[0-9a-f]{2}$/i.test(given)
        ? { fingerprint: given }
        : { certificate: await readFile(given, 'utf8').catch(unreadable(given)) };
      const made = await client.call(routes.registerClientCertificate, { body: { ...bodyOf(wanted), ...body } });
      out(made, () => formatCard(made));
    });

  certificate
    .command('revoke')
    .description('make a certificate worthless here, at once')
    .argument('<id>', 'as the list shows it', id)
    .action(async (number: number) => {
      const { client, out } = context();
      await client.call(routes.revokeClientCertificate, { params: { id: number } });
      out({ revoked: number }, () => `Certificate ${number} holds no longer.`);
    });
}

function registerClients(client: Command, context: () => CliContext): void {
  client
    .command('list')
    .description('clients, the newest first')
    .action(async () => {
      const { client: api, out } = context();
      const all = await api.call(routes.oauthClients);
      out(all, () =>
        formatTable(
          all.map(({ id: number, org, name, clientId, scopes: held, expiresAt, lastUsedAt, revokedAt }) => ({
            id: number, org, name, 'client id': clientId, scopes: held, expires: expiresAt, 'last used': lastUsedAt, revoked: revokedAt,
          })), // prettier-ignore
        ),
      );
    });

  bound(client.command('register').description('register a client and print its secret, this once')).action(
    async (wanted: Wanted) => {
      const { client: api, out } = context();
      const made = await api.call(routes.registerOauthClient, { body: bodyOf(wanted) });
      out(made, () => formatCard({ ...made.client, secret: made.secret }));
    },
  );

  client
    .command('revoke')
    .description('make a client and its access tokens worthless, at once')
    .argument('<id>', 'as the list shows it', id)
    .action(async (number: number) => {
      const { client: api, out } = context();
      await api.call(routes.revokeOauthClient, { params: { id: number } });
      out({ revoked: number }, () => `Client ${number} holds no longer.`);
    });
}

function unreadable(file: string): (cause: Error) => never {
  return (cause) => {
    throw new UsageError(`${file} cannot be read: ${cause.message}`, { cause });
  };
}
