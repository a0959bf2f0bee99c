import { Type, type Static } from 'typebox';
import { Enrolment } from './nation.ts';

export const orgKinds = ['operator', 'government', 'law_enforcement', 'partner', 'isp'] as const;
export const OrgKind = Type.Enum(orgKinds);
export type OrgKind = (typeof orgKinds)[number];

export const Handle = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{1,62}$' });
const NullableText = Type.Union([Type.String(), Type.Null()]);
const Team = Type.Union([
  Type.Literal('national_csirt'),
  Type.Literal('government_csirt'),
  Type.Literal('other'),
  Type.Null(),
]);

export const Org = Type.Object({
  id: Type.Integer(),
  handle: Handle,
  name: Type.String(),
  kind: OrgKind,
  nation: NullableText,
  team: Team,
  enrolment: Enrolment,
  constituencies: Type.Integer({ description: 'entries in force' }),
  contacts: Type.Integer(),
  updatedAt: Type.String({ format: 'date-time' }),
});
export type Org = Static<typeof Org>;

export const NewOrg = Type.Object(
  {
    handle: Handle,
    name: Type.String({ minLength: 1, maxLength: 200 }),
    kind: OrgKind,
    nation: Type.Optional(Type.Union([Type.String({ pattern: '^[A-Z]{2}$' }), Type.Null()])),
    team: Type.Optional(Team),
    enrolment: Type.Optional(Enrolment),
  },
  { additionalProperties: false },
);
export type NewOrg = Static<typeof NewOrg>;
export const OrgChange = Type.Partial(Type.Omit(NewOrg, ['handle', 'kind']), { additionalProperties: false });
export type OrgChange = Static<typeof OrgChange>;

export const constituencyKinds = ['nation', 'asn', 'prefix', 'suffix', 'sector'] as const;
export const ConstituencyKind = Type.Enum(constituencyKinds);
export type ConstituencyKind = (typeof constituencyKinds)[number];
export const Layer = Type.Union([Type.Literal('automatic'), Type.Literal('manual')]);

/** One thing an org answers for. Manual entries win over automatic ones; `exclude` hides an automatic one. */
export const Constituency = Type.Object({
  id: Type.Integer(),
  org: Handle,
  layer: Layer,
  kind: ConstituencyKind,
  value: Type.String(),
  effect: Type.Union([Type.Literal('include'), Type.Literal('exclude')]),
  shared: Type.Boolean({ description: 'many customers behind one address (CGNAT)' }),
  inForce: Type.Boolean({ description: 'not expired and not overridden' }),
  import: NullableText,
  note: NullableText,
  expiresAt: NullableText,
  createdAt: Type.String({ format: 'date-time' }),
  createdBy: Type.String(),
});
export type Constituency = Static<typeof Constituency>;

export const NewConstituency = Type.Object(
  {
    kind: ConstituencyKind,
    value: Type.String({ minLength: 1, maxLength: 255 }),
    effect: Type.Optional(Type.Union([Type.Literal('include'), Type.Literal('exclude')])),
    shared: Type.Optional(Type.Boolean()),
    note: Type.String({ minLength: 1, maxLength: 1000, description: 'why: an override without a reason ages badly' }),
    expiresAt: Type.Optional(Type.Union([Type.String({ format: 'date-time' }), Type.Null()])),
  },
  { additionalProperties: false },
);
export type NewConstituency = Static<typeof NewConstituency>;

export const Contact = Type.Object({
  id: Type.Integer(),
  org: Handle,
  layer: Layer,
  name: Type.String(),
  role: Type.String(),
  email: NullableText,
  phone: NullableText,
  languages: Type.Array(Type.String()),
  hours: NullableText,
  timeZone: NullableText,
  deputy: Type.Union([Type.Integer(), Type.Null()]),
  dedicatedTo: NullableText,
  note: NullableText,
  expiresAt: NullableText,
});
export type Contact = Static<typeof Contact>;

export const NewContact = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200 }),
    role: Type.String({ minLength: 1, maxLength: 200 }),
    email: Type.Optional(Type.Union([Type.String({ format: 'email', maxLength: 254 }), Type.Null()])),
    phone: Type.Optional(Type.Union([Type.String({ maxLength: 50 }), Type.Null()])),
    languages: Type.Optional(Type.Array(Type.String({ pattern: '^[a-z]{2,3}$' }))),
    hours: Type.Optional(Type.Union([Type.String({ maxLength: 200 }), Type.Null()])),
    timeZone: Type.Optional(Type.Union([Type.String({ maxLength: 64 }), Type.Null()])),
    deputy: Type.Optional(Type.Union([Type.Integer(), Type.Null()])),
    dedicatedTo: Type.Optional(Type.Union([Type.String({ pattern: '^[A-Z]{2}$' }), Type.Null()])),
    note: Type.Optional(Type.Union([Type.String({ maxLength: 1000 }), Type.Null()])),
    expiresAt: Type.Optional(Type.Union([Type.String({ format: 'date-time' }), Type.Null()])),
  },
  { additionalProperties: false },
);
export type NewContact = Static<typeof NewContact>;

export const ImportReport = Type.Object({
  table: Type.String(),
  import: Type.String(),
  dryRun: Type.Boolean(),
  rows: Type.Integer(),
  added: Type.Integer(),
  kept: Type.Integer(),
  removed: Type.Integer(),
  refused: Type.Array(Type.Object({ line: Type.Integer(), reason: Type.String(), text: Type.String() })),
});
export type ImportReport = Static<typeof ImportReport>;
