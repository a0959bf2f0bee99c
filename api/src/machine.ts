import { Type, type Static } from 'typebox';
import { Handle } from './org.ts';
import { Scope } from './session.ts';

const NullableText = Type.Union([Type.String(), Type.Null()]);

/** What every machine of an org is, however it shows who it is. */
const machine = {
  id: Type.Integer(),
  org: Handle,
  name: Type.String(),
  scopes: Type.Array(Scope),
  addresses: Type.Union([Type.Array(Type.String()), Type.Null()]),
  createdAt: Type.String(),
  createdBy: Type.String(),
  expiresAt: NullableText,
  lastUsedAt: NullableText,
  revokedAt: NullableText,
};
const newMachine = {
  org: Handle,
  name: Type.String({ minLength: 1, maxLength: 100 }),
  scopes: Type.Array(Scope, { minItems: 1 }),
  addresses: Type.Optional(Type.Array(Type.String(), { minItems: 1 })),
  expiresAt: Type.Optional(Type.String({ format: 'date-time' })),
};

/** A certificate by which a machine of an org is known when it connects (mTLS). */
export const ClientCertificate = Type.Object({
  ...machine,
  fingerprint: Type.String({ description: 'SHA-256 of the certificate, 64 hexadecimal digits' }),
  subject: NullableText,
});
export type ClientCertificate = Static<typeof ClientCertificate>;
export const NewClientCertificate = Type.Object(
  {
    ...newMachine,
    certificate: Type.Optional(Type.String({ maxLength: 32_768, description: 'PEM; or its fingerprint alone' })),
    fingerprint: Type.Optional(
      Type.String({ pattern: '^([0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}$', description: 'SHA-256, as openssl prints it' }),
    ),
  },
  { additionalProperties: false },
);
export type NewClientCertificate = Static<typeof NewClientCertificate>;

/** A machine that fetches short-lived access tokens with an id and a secret (RFC 6749 section 4.4). */
export const OAuthClient = Type.Object({
  ...machine,
  clientId: Type.String({ format: 'uuid' }),
  prefix: Type.String({ description: 'how its secret begins' }),
});
export type OAuthClient = Static<typeof OAuthClient>;
export const NewOAuthClient = Type.Object(newMachine, { additionalProperties: false });
export type NewOAuthClient = Static<typeof NewOAuthClient>;

/** What a token endpoint answers (RFC 6749 section 5.1). */
export const AccessToken = Type.Object({
  access_token: Type.String(),
  token_type: Type.Literal('Bearer'),
  expires_in: Type.Integer({ description: 'seconds' }),
  scope: Type.String({ description: 'space-separated' }),
});
export type AccessToken = Static<typeof AccessToken>;

/** Metadata of an authorization server (RFC 8414 section 2). */
export const AuthorizationServer = Type.Object({
  issuer: Type.String(),
  token_endpoint: Type.String(),
  grant_types_supported: Type.Array(Type.String()),
  response_types_supported: Type.Array(Type.String()),
  token_endpoint_auth_methods_supported: Type.Array(Type.String()),
  scopes_supported: Type.Array(Type.String()),
});
export type AuthorizationServer = Static<typeof AuthorizationServer>;
