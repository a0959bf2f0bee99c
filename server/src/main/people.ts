import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { accountRoutes } from '../auth/account/routes.ts';
import { acceptanceRoutes } from '../auth/invitations/routes.ts';
import { createIdentityProviders } from '../auth/oidc/client.ts';
import { readProviders } from '../auth/oidc/providers.ts';
import { providerRoutes } from '../auth/oidc/routes.ts';
import { passkeyRoutes } from '../auth/passkeys/routes.ts';
import { createHasher } from '../auth/passwords/hash.ts';
import { passwordRoutes } from '../auth/passwords/routes.ts';
import { peopleRoutes } from '../auth/people/routes.ts';
import type { PersonDeps } from '../auth/person-deps.ts';
import { signInRoutes } from '../auth/sign-in/routes.ts';
import { stepUpRoutes } from '../auth/step-up/routes.ts';
import type { Config } from '#kernel/config.ts';
import { OperatorError } from '#kernel/operator-error.ts';
import type { Outbound } from '#kernel/outbound/client.ts';

/** Mounts everything about people: ways in, accounts, invitations, administration. */
export function mountPeople(app: FastifyInstance, deps: PersonDeps): void {
  signInRoutes(app, deps);
  providerRoutes(app, deps);
  stepUpRoutes(app, deps);
  accountRoutes(app, deps);
  passkeyRoutes(app, deps);
  passwordRoutes(app, deps);
  acceptanceRoutes(app, deps);
  peopleRoutes(app, deps);
}

/** What is about people in the configuration and in the data directory. Throws an OperatorError for a file that is wrong. */
export function openPeople(
  config: Config,
  parts: Pick<PersonDeps, 'db' | 'clock' | 'log' | 'metrics' | 'authenticator'> & { readonly outbound: Outbound },
): PersonDeps {
  const { outbound, ...rest } = parts;
  const file = config.identityProviders;
  const entries = file === undefined ? [] : readProviders(textOf(file), file);
  const now = () => parts.clock.now().getTime();
  return {
    ...rest,
    hasher: createHasher(),
    key: authKey(config),
    publicOrigin: config.publicUrl === undefined ? undefined : new URL(config.publicUrl).origin,
    secureCookies: config.publicUrl?.startsWith('https:') ?? false,
    providers: createIdentityProviders(entries, { outbound, log: parts.log, now }),
  };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new OperatorError(`TOCSIN_IDENTITY_PROVIDERS: ${file} cannot be read.`, { cause });
  }
}

/** The key that seals secrets of one-time codes: configured, else made once in the data directory. */
function authKey({ authKey: configured, dataDir }: Pick<Config, 'authKey' | 'dataDir'>): Buffer {
  const file = join(dataDir, 'auth.key');
  if (configured === undefined && !existsSync(file))
    writeFileSync(file, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  const key = Buffer.from(configured ?? readFileSync(file, 'utf8').trim(), 'base64');
  if (key.length !== 32)
    throw new OperatorError(`${configured === undefined ? file : 'TOCSIN_AUTH_KEY'}: 32 bytes in base64 are expected.`);
  return key;
}
