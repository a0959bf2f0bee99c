import type { IdentityProvider } from '@tocsin/api';
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import { OperatorError } from '#kernel/operator-error.ts';

const ProviderEntry = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,40}$' }),
    name: Type.String({ minLength: 1, maxLength: 100 }),
    issuer: Type.String({ pattern: '^https?://\\S+$' }),
    clientId: Type.String({ minLength: 1 }),
    clientSecret: Type.String({ minLength: 1 }),
    /** Beyond `openid`, where a provider needs some to answer at all. */
    scopes: Type.Optional(Type.Array(Type.String({ pattern: '^\\S+$' }))),
    /** How the secret is shown at the provider's token endpoint; in the body unless told. */
    secretIn: Type.Optional(Type.Union([Type.Literal('body'), Type.Literal('header')])),
  },
  { additionalProperties: false },
);
/** One provider of identities, as the operator's file has it. */
export type ProviderEntry = Static<typeof ProviderEntry>;

/** The providers in a file's text. Throws an OperatorError that says what is wrong, never with a secret. */
export function readProviders(text: string, file: string): ProviderEntry[] {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw new OperatorError(`${file}: is not JSON.`);
  }
  const List = Type.Array(ProviderEntry, { maxItems: 50 });
  if (!Value.Check(List, given)) {
    const [first] = Value.Errors(List, given);
    throw new OperatorError(`${file}: ${first?.instancePath ?? ''} ${first?.message ?? 'is no list of providers'}.`);
  }
  const twice = given.find(({ id }, index) => given.findIndex((other) => other.id === id) !== index);
  if (twice !== undefined) throw new OperatorError(`${file}: there are two providers ${twice.id}.`);
  return given;
}

/** What is remembered while somebody is at a provider, so that only the answer to this very question counts. */
export interface Question {
  readonly provider: string;
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Who somebody is at a provider. A mail address is no part of it: those are given to others again. */
export interface ProvedIdentity {
  readonly issuer: string;
  readonly subject: string;
}

/** Single sign-on with the configured providers. */
export interface IdentityProviders {
  shown(): IdentityProvider[];
  /** Where to send the browser, and what to remember. Throws AppError `not_found`, `provider_failed`. */
  ask(provider: string, redirectUri: string): Promise<{ url: string; question: Question }>;
  /** Who it is, by the address at which the provider sent the browser back. Throws AppError `provider_failed`. */
  prove(question: Question, returned: URL): Promise<ProvedIdentity>;
}
