import { Type, type Static } from 'typebox';
import { Tlp } from './nation.ts';
import { Handle, OrgKind } from './org.ts';

const NullableText = Type.Union([Type.String(), Type.Null()]);
const Instant = Type.String({ format: 'date-time' });
const Handles = Type.Array(Handle, { maxItems: 1000 });
const Count = Type.Integer({ minimum: 0 });

export const StixId = Type.String({
  pattern: '^[a-z][a-z0-9-]{0,249}--[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
});

/** Under what an org releases objects. Markings in the object decide the level; these say who besides. */
export const ReleaseTermsInput = Type.Partial(
  Type.Object({
    defaultTlp: Tlp,
    distribution: Type.Enum(['concerned', 'named'], {
      description: 'concerned: AMBER may go to the governments and providers whose constituency it concerns',
    }),
    orgs: Handles,
    people: Type.Array(Type.Object({ org: Handle, person: Type.String({ minLength: 1, maxLength: 200 }) }), {
      maxItems: 1000,
      description: 'RED: who may read it, in person',
    }),
    groups: Handles,
    exclusions: Handles,
    embargoUntil: Instant,
    embargoRecipients: Handles,
    expiresAt: Type.String({ format: 'date-time', description: 'from then on it is shared no more' }),
    concerns: Type.Array(Type.String({ pattern: '^(prefix|asn|suffix|sector|nation) \\S{1,255}$' }), {
      maxItems: 1000,
      description: 'constituency entries that it concerns, besides those that it shows: `nation PL`, `asn 64500`',
    }),
  }),
  { additionalProperties: false },
);
export type ReleaseTermsInput = Static<typeof ReleaseTermsInput>;

/** What became of one object that was sent. */
export const ObjectResult = Type.Object({
  position: Type.Integer({ minimum: 1, description: 'in the body, from 1' }),
  id: NullableText,
  version: NullableText,
  outcome: Type.Enum(['stored', 'duplicate', 'conflict', 'revoked', 'invalid']),
  problems: Type.Array(
    Type.Object({ path: Type.String(), rule: Type.String(), section: Type.String(), message: Type.String() }),
  ),
});
export type ObjectResult = Static<typeof ObjectResult>;

export const ObjectsReport = Type.Object({
  objects: Type.Array(ObjectResult),
  counts: Type.Object({ stored: Count, duplicate: Count, conflict: Count, revoked: Count, invalid: Count }),
});
export type ObjectsReport = Static<typeof ObjectsReport>;

/** One version in a list, without its body. */
export const ObjectItem = Type.Object({
  row: Type.Integer(),
  id: Type.String(),
  type: Type.String(),
  name: NullableText,
  version: Type.String(),
  state: Type.Enum(['draft', 'scheduled', 'released', 'withdrawn']),
  owner: Type.Boolean({ description: 'it is the caller’s own' }),
  tlp: Type.Union([Tlp, Type.Null()], {
    description: 'the strictest TLP constant that marks it as a whole; null: its release says the level',
  }),
  dateAdded: NullableText,
  rule: Type.Union([Type.String(), Type.Null()], { description: 'why the caller has it' }),
});
export type ObjectItem = Static<typeof ObjectItem>;

export const ObjectPage = Type.Object({
  objects: Type.Array(ObjectItem),
  next: Type.Union([Type.String(), Type.Null()], { description: '`after` for the next page' }),
});
export type ObjectPage = Static<typeof ObjectPage>;

export const ObjectDetail = Type.Object({ ...ObjectItem.properties, object: Type.Unknown() });
export type ObjectDetail = Static<typeof ObjectDetail>;

export const ReleaseInput = Type.Object(
  {
    ids: Type.Array(StixId, { minItems: 1, maxItems: 1000 }),
    terms: ReleaseTermsInput,
    urgent: Type.Optional(Type.Boolean({ description: 'at once, without the minute in which it can be undone' })),
  },
  { additionalProperties: false },
);
export type ReleaseInput = Static<typeof ReleaseInput>;

export const ReleasedVersions = Type.Object({
  versions: Type.Array(Type.Object({ row: Type.Integer(), id: Type.String(), version: Type.String(), at: Instant })),
});

/** Whether an org gets something, by which rule, and what of it. */
export const OrgAnswer = Type.Object({
  org: Handle,
  name: Type.String(),
  kind: OrgKind,
  nation: NullableText,
  allow: Type.Boolean(),
  rule: Type.String(),
  explanation: Type.String(),
});
export type OrgAnswer = Static<typeof OrgAnswer>;

/** Who would see what: for each org how many of the objects, and from which of them parts are taken out. */
export const SharingPreview = Type.Object({
  objects: Count,
  orgs: Type.Array(
    Type.Object({
      ...OrgAnswer.properties,
      objects: Type.Integer({ minimum: 0, description: 'how many of the objects it would get' }),
      redacted: Type.Array(Type.Object({ id: Type.String(), removed: Type.Array(Type.String()) })),
    }),
  ),
  people: Type.Array(Type.Object({ org: Handle, person: Type.String() }), {
    description: 'RED: who would be told that there is something for them',
  }),
});
export type SharingPreview = Static<typeof SharingPreview>;

/** What the caller's org itself makes of an object. Nobody else sees it. */
export const Overlay = Type.Object({
  id: Type.String(),
  verdict: Type.Union([Type.Enum(['malicious', 'suspicious', 'benign', 'unknown']), Type.Null()]),
  status: Type.Union([Type.Enum(['new', 'in_progress', 'deployed', 'hit', 'closed']), Type.Null()]),
  note: Type.String({ maxLength: 10_000 }),
  tags: Type.Array(Type.String({ minLength: 1, maxLength: 100, pattern: '^[^,\\n\\r\\t]+$' }), {
    maxItems: 50,
    uniqueItems: true,
  }),
  score: Type.Union([Type.Integer({ minimum: 0, maximum: 100 }), Type.Null()], {
    description: 'what the org itself gives it; the score that decays stands beside it',
  }),
  updatedAt: Type.String(),
  updatedBy: Type.String(),
});
export type Overlay = Static<typeof Overlay>;
export const OverlayInput = Type.Partial(Type.Pick(Overlay, ['verdict', 'status', 'note', 'tags', 'score']), {
  additionalProperties: false,
});
export type OverlayInput = Static<typeof OverlayInput>;

/** That there is something RED for the caller in person; what it is, only they read, in person. */
export const Notice = Type.Object({ version: Type.Integer(), at: Type.String(), withdrawnAt: NullableText });
export type Notice = Static<typeof Notice>;
