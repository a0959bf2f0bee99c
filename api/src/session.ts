import { Type, type Static } from 'typebox';
import { OrgKind } from './org.ts';
import { Role } from './people/person.ts';

const NullableText = Type.Union([Type.String(), Type.Null()]);

export const scopes = [
  'events:read',
  'events:write',
  'objects:read',
  'objects:write',
  'registry:read',
  'registry:write',
  'audit:read',
  'subscriptions:write',
  'console',
  'admin',
] as const;
export const Scope = Type.Enum(scopes);
export type Scope = (typeof scopes)[number];

export const ProgrammeInfo = Type.Object({
  name: Type.String(),
  kind: Type.Union([Type.Literal('drill'), Type.Literal('real')]),
  version: Type.String(),
  now: Type.String(),
});
export type ProgrammeInfo = Static<typeof ProgrammeInfo>;

/** A person to play in a drill. */
export const Persona = Type.Object({
  id: Type.String(),
  name: Type.String(),
  role: Type.String(),
  org: Type.String(),
  orgName: Type.String(),
  orgKind: OrgKind,
  nation: NullableText,
});
export type Persona = Static<typeof Persona>;

export const Session = Type.Object({
  person: Type.String(),
  persona: NullableText,
  org: Type.Object({ handle: Type.String(), name: Type.String(), kind: OrgKind, nation: NullableText }),
  scopes: Type.Array(Scope),
  expiresAt: Type.String(),
  /** The id of the account; null for who signed in with a token. */
  personId: NullableText,
  role: Type.Union([Role, Type.Null()]),
  enrolling: Type.Boolean({ description: 'an invitation was accepted, and no way to sign in added yet' }),
  steppedUpUntil: NullableText,
});
export type Session = Static<typeof Session>;

export const Token = Type.Object({
  id: Type.Integer(),
  prefix: Type.String(),
  org: Type.String(),
  name: Type.String(),
  scopes: Type.Array(Scope),
  addresses: Type.Union([Type.Array(Type.String()), Type.Null()]),
  createdAt: Type.String(),
  createdBy: Type.String(),
  expiresAt: NullableText,
  lastUsedAt: NullableText,
  revokedAt: NullableText,
});
export type Token = Static<typeof Token>;
export const NewToken = Type.Object(
  {
    org: Type.String(),
    name: Type.String({ minLength: 1, maxLength: 100 }),
    scopes: Type.Array(Scope, { minItems: 1 }),
    addresses: Type.Optional(Type.Array(Type.String(), { minItems: 1 })),
    expiresAt: Type.Optional(Type.String({ format: 'date-time' })),
  },
  { additionalProperties: false },
);
export type NewToken = Static<typeof NewToken>;
