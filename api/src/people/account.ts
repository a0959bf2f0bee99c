import { Type, type Static } from 'typebox';
import { Role } from './person.ts';

const NullableText = Type.Union([Type.String(), Type.Null()]);

/** What the browser's credential API takes and gives; checked by the WebAuthn library, not by a schema. */
export const WebAuthnJson = Type.Object({}, { additionalProperties: true });
/** One step of a sign-in that is under way; spent when it is answered. */
export const Step = Type.String({ minLength: 1, maxLength: 100 });

export const PasskeyQuestion = Type.Object({ step: Step, options: WebAuthnJson });
export type PasskeyQuestion = Static<typeof PasskeyQuestion>;
export const PasskeyAnswer = Type.Object({ step: Step, response: WebAuthnJson });
export type PasskeyAnswer = Static<typeof PasskeyAnswer>;

export const PasskeyName = Type.String({ minLength: 1, maxLength: 100 });
export const Passkey = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  synced: Type.Boolean({ description: 'kept on several devices by a provider of passkeys' }),
  createdAt: Type.String(),
  lastUsedAt: NullableText,
});
export type Passkey = Static<typeof Passkey>;

export const ExternalIdentity = Type.Object({
  id: Type.Integer(),
  provider: Type.String(),
  issuer: Type.String(),
  subject: Type.String(),
  createdAt: Type.String(),
  lastUsedAt: NullableText,
});
export type ExternalIdentity = Static<typeof ExternalIdentity>;

export const IdentityProvider = Type.Object({ id: Type.String(), name: Type.String() });
export type IdentityProvider = Static<typeof IdentityProvider>;

/** One's own account: who one is here, and every way to sign in. */
export const Account = Type.Object({
  id: Type.String(),
  name: Type.String(),
  mail: Type.String(),
  languages: Type.Array(Type.String()),
  role: Role,
  enrolling: Type.Boolean({ description: 'no way to sign in yet: add one before anything else' }),
  steppedUpUntil: NullableText,
  passkeysPossible: Type.Boolean({ description: 'passkeys are bound to a name: an address alone has none' }),
  passkeys: Type.Array(Passkey),
  oneTimeCodes: Type.Boolean(),
  password: Type.Boolean(),
  recoveryCodes: Type.Integer({ description: 'left' }),
  identities: Type.Array(ExternalIdentity),
  providers: Type.Array(IdentityProvider),
});
export type Account = Static<typeof Account>;

/** A session, as its owner or an administrator sees it. */
export const OpenSession = Type.Object({
  id: Type.String(),
  current: Type.Boolean(),
  method: Type.String(),
  device: Type.String({ description: 'browser and system, as the browser named them' }),
  createdAt: Type.String(),
  seenAt: Type.String(),
  expiresAt: Type.String(),
});
export type OpenSession = Static<typeof OpenSession>;

/** Every way to sign in here. */
export const SignInWays = Type.Object({
  passkeys: Type.Boolean(),
  providers: Type.Array(IdentityProvider),
});
export type SignInWays = Static<typeof SignInWays>;

export const PasswordSignIn = Type.Object({
  org: Type.String({ minLength: 1, maxLength: 64, description: 'handle of the organisation' }),
  mail: Type.String({ minLength: 1, maxLength: 254 }),
  password: Type.String({ minLength: 1, maxLength: 256 }),
  code: Type.String({ minLength: 6, maxLength: 40, description: 'a one-time code, or a recovery code' }),
});
export type PasswordSignIn = Static<typeof PasswordSignIn>;

/** A second factor, shown again. `persona`: in a drill, where nobody has one. */
export const StepUp = Type.Union([
  Type.Object({ passkey: PasskeyAnswer }),
  Type.Object({ code: Type.String({ minLength: 6, maxLength: 10 }) }),
  Type.Object({ persona: Type.Literal(true) }),
]);
export type StepUp = Static<typeof StepUp>;
