import { Type, type Static } from 'typebox';
import { OrgKind } from '../org.ts';

const NullableText = Type.Union([Type.String(), Type.Null()]);

/** What a person may be, lowest first. What each may do: server/src/auth/roles/roles.ts. */
export const roles = ['reader', 'analyst', 'administrator', 'programme_administrator'] as const;
export const Role = Type.Enum(roles);
export type Role = (typeof roles)[number];

export const personActions = ['change_role', 'suspend', 'reinstate', 'renew_access', 'end_sessions'] as const;
export const PersonAction = Type.Enum(personActions);
export type PersonAction = (typeof personActions)[number];

/** An act on a person that the caller may do now, or why not. */
export const AllowedAction = Type.Object({
  action: PersonAction,
  allowed: Type.Boolean(),
  reason: NullableText,
});
export type AllowedAction = Static<typeof AllowedAction>;

export const PersonName = Type.String({ minLength: 1, maxLength: 200 });
export const Languages = Type.Array(Type.String({ pattern: '^[a-z]{2,3}$' }), { maxItems: 20 });

/** A person's account, as an administrator sees it. */
export const Person = Type.Object({
  id: Type.String({ format: 'uuid' }),
  org: Type.String(),
  orgName: Type.String(),
  orgKind: OrgKind,
  name: Type.String(),
  mail: Type.String(),
  languages: Type.Array(Type.String()),
  role: Role,
  status: Type.Union([Type.Literal('active'), Type.Literal('suspended')]),
  passkeys: Type.Integer(),
  password: Type.Boolean({ description: 'has a password with one-time codes' }),
  singleSignOn: Type.Integer({ description: 'bound identities of other providers' }),
  sessions: Type.Integer({ description: 'open now' }),
  createdAt: Type.String(),
  createdBy: Type.String(),
  lastSignIn: NullableText,
  actions: Type.Array(AllowedAction),
});
export type Person = Static<typeof Person>;

export const PersonChange = Type.Object({
  role: Type.Optional(Role),
  status: Type.Optional(Type.Union([Type.Literal('active'), Type.Literal('suspended')])),
});
export type PersonChange = Static<typeof PersonChange>;

/** Roles that the caller may give to people of an org. */
export const Invitable = Type.Object({ org: Type.String(), orgName: Type.String(), roles: Type.Array(Role) });
export type Invitable = Static<typeof Invitable>;

export const NewInvitation = Type.Object({
  org: Type.String(),
  name: PersonName,
  mail: Type.String({ format: 'email', maxLength: 254 }),
  languages: Type.Optional(Languages),
  role: Role,
});
export type NewInvitation = Static<typeof NewInvitation>;

export const Invitation = Type.Object({
  id: Type.Integer(),
  org: Type.String(),
  name: Type.String(),
  mail: Type.String(),
  role: Role,
  renewal: Type.Boolean({ description: 'renews the access of an account that there is' }),
  createdAt: Type.String(),
  createdBy: Type.String(),
  expiresAt: Type.String(),
});
export type Invitation = Static<typeof Invitation>;

/** The link is shown this once: what is stored is its hash. */
export const MadeInvitation = Type.Object({ invitation: Invitation, link: Type.String() });
export type MadeInvitation = Static<typeof MadeInvitation>;

/** What whoever holds a link is told before accepting. */
export const InvitationLook = Type.Object({
  programme: Type.String(),
  orgName: Type.String(),
  orgHandle: Type.String(),
  name: Type.String(),
  mail: Type.String(),
  role: Role,
  renewal: Type.Boolean(),
  expiresAt: Type.String(),
});
export type InvitationLook = Static<typeof InvitationLook>;
