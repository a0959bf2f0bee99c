import { Type, type Static } from 'typebox';
import { AuditEntry, CheckpointKey, ReceiptEntry } from './entry.ts';

const NullableText = Type.Union([Type.String(), Type.Null()]);
const NextId = Type.Union([Type.Integer(), Type.Null()]);

/** A row of the logs for screens: with the org's handle and, as long as they are kept, names instead of digests. */
export const AuditItem = Type.Object({
  ...Type.Pick(AuditEntry, ['id', 'seq', 'at', 'log', 'action', 'subject', 'detail']).properties,
  org: Type.String({ description: 'handle of the org whose log it is; tocsin: the programme itself' }),
  actor: NullableText,
  address: NullableText,
});
export type AuditItem = Static<typeof AuditItem>;

export const AuditPage = Type.Object({
  items: Type.Array(AuditItem),
  /** Give it as `before` for what is older. */
  next: NextId,
  facets: Type.Object({
    action: Type.Array(Type.Object({ value: Type.String(), count: Type.Integer() })),
    org: Type.Array(Type.Object({ value: Type.String(), count: Type.Integer() })),
  }),
});
export type AuditPage = Static<typeof AuditPage>;

/** Who shows that checkpoints are ours. */
export const AuditKeys = Type.Object({ algorithm: Type.Literal('Ed25519'), keys: Type.Array(CheckpointKey) });

export const ReceiptItem = Type.Object({
  ...Type.Pick(ReceiptEntry, [
    'id',
    'seq',
    'at',
    'kind',
    'channel',
    'subject',
    'epoch',
    'firstSeq',
    'lastSeq',
    'items',
    'digest',
    'detail',
  ]).properties,
  org: Type.String(),
});
export type ReceiptItem = Static<typeof ReceiptItem>;
export const ReceiptPage = Type.Object({ items: Type.Array(ReceiptItem), next: NextId });
export type ReceiptPage = Static<typeof ReceiptPage>;

/** What an org says about what it was given: that somebody read it, that it acted on it, what it was worth. */
export const Acknowledgement = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('read'),
      cursor: Type.String({ maxLength: 200 }),
      of: Type.Optional(Type.Enum(['events', 'objects'])),
    },
    { additionalProperties: false },
  ),
  Type.Object({ kind: Type.Literal('read'), object: Type.String({ maxLength: 400 }) }, { additionalProperties: false }),
  Type.Object(
    {
      kind: Type.Literal('acted'),
      object: Type.String({ maxLength: 400 }),
      act: Type.Enum(['deployed', 'hit']),
      note: Type.Optional(Type.String({ maxLength: 2000 })),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      kind: Type.Literal('feedback'),
      object: Type.String({ maxLength: 400 }),
      verdict: Type.Enum(['useful', 'known', 'wrong', 'unclear']),
      note: Type.Optional(Type.String({ maxLength: 2000 })),
    },
    { additionalProperties: false },
  ),
]);
export type Acknowledgement = Static<typeof Acknowledgement>;

/** How far one recipient has come with an object. */
export const RecipientState = Type.Object({
  org: Type.String(),
  name: Type.String(),
  state: Type.Enum(['waiting', 'delivered', 'read', 'acted', 'feedback']),
  channels: Type.Array(Type.String()),
  deliveredAt: NullableText,
  readAt: NullableText,
  actedAt: NullableText,
  act: NullableText,
  feedbackAt: NullableText,
  verdict: NullableText,
  note: NullableText,
});
export type RecipientState = Static<typeof RecipientState>;
