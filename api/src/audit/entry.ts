import { Type, type Static } from 'typebox';

const NullableText = Type.Union([Type.String(), Type.Null()]);
const NullableCount = Type.Union([Type.Integer(), Type.Null()]);
const Hex = Type.String({ pattern: '^[0-9a-f]{64}$' });
const NullableHex = Type.Union([Hex, Type.Null()]);

/** The logs that are kept for each org: what its people and tokens did, who saw its data, and what it was given. */
export const logNames = ['audit', 'seen', 'receipt'] as const;
export const LogName = Type.Enum(logNames);
export type LogName = (typeof logNames)[number];

/** A name or address behind a digest: erased after its retention, when key and value are null. */
export const Identity = Type.Object({ key: NullableText, value: NullableText });
export type Identity = Static<typeof Identity>;

const place = {
  id: Type.Integer(),
  /** Place in the chain; null within the second before it is sealed. */
  seq: NullableCount,
  hash: NullableHex,
  at: Type.String({ description: 'UTC, microseconds' }),
};

/** One row of the logs `audit` and `seen`. */
export const AuditEntry = Type.Object({
  ...place,
  log: Type.Union([Type.Literal('audit'), Type.Literal('seen')]),
  org: Type.Integer(),
  who: NullableHex,
  address: NullableHex,
  action: Type.String(),
  subject: Type.String(),
  detail: Type.Record(Type.String(), Type.Unknown()),
});
export type AuditEntry = Static<typeof AuditEntry>;

export const deliveryKinds = ['delivered', 'read', 'acted', 'feedback'] as const;

/** One row of the log `receipt`. */
export const ReceiptEntry = Type.Object({
  ...place,
  log: Type.Literal('receipt'),
  org: Type.Integer(),
  kind: Type.Enum(deliveryKinds),
  channel: Type.String(),
  subject: Type.Enum(['events', 'objects']),
  epoch: Type.Integer(),
  firstSeq: Type.Integer({ description: 'first change that it is about' }),
  lastSeq: Type.Integer(),
  items: Type.Integer(),
  digest: Type.Union([
    Hex,
    Type.Null({ description: 'delivered: SHA-256 of the ids, each with a line feed, as they were sent' }),
  ]),
  who: NullableHex,
  detail: Type.Record(Type.String(), Type.Unknown()),
});
export type ReceiptEntry = Static<typeof ReceiptEntry>;

export type LogEntry = AuditEntry | ReceiptEntry;

/** Where a chain stands, and behind which hash the rows begin that are still kept. */
export const LogHead = Type.Object({
  log: LogName,
  org: Type.Integer(),
  handle: Type.String({ description: 'of the org; tocsin: the programme itself' }),
  seq: Type.Integer(),
  hash: Hex,
  startSeq: Type.Integer(),
  startHash: Hex,
  sealedAt: Type.String(),
});
export type LogHead = Static<typeof LogHead>;

/** Where one chain stood at a checkpoint. */
export const CheckpointPlace = Type.Object({ log: LogName, org: Type.Integer(), seq: Type.Integer(), hash: Hex });
export type CheckpointPlace = Static<typeof CheckpointPlace>;

/** A signed statement of where every chain stood, with the places that the caller may see. */
export const Checkpoint = Type.Object({
  number: Type.Integer(),
  at: Type.String(),
  key: Type.String(),
  document: Type.String({ description: 'the signed text: JSON of number, at, previous, leaves' }),
  signature: Type.String({ description: 'Ed25519 over the bytes of the document, base64' }),
  places: Type.Array(CheckpointPlace),
});
export type Checkpoint = Static<typeof Checkpoint>;

export const CheckpointKey = Type.Object({ id: Type.String(), publicKey: Type.String(), since: Type.String() });
export type CheckpointKey = Static<typeof CheckpointKey>;

/** One thing that does not fit. */
export const Finding = Type.Object({
  log: LogName,
  org: Type.Integer(),
  problem: Type.Enum([
    'changed',
    'removed',
    'inserted',
    'reordered',
    'identity_changed',
    'head_differs',
    'checkpoint_broken',
    'checkpoint_differs',
    'checkpoint_missing',
  ]),
  seq: NullableCount,
  id: NullableCount,
  detail: Type.String(),
});
export type Finding = Static<typeof Finding>;

/** What looking over some logs found. */
export const Verification = Type.Object({
  sound: Type.Boolean(),
  rows: Type.Integer(),
  logs: Type.Integer(),
  checkpoints: Type.Integer(),
  unsealed: Type.Integer(),
  findings: Type.Array(Finding, { description: 'the first 1000' }),
  at: Type.String(),
});
export type Verification = Static<typeof Verification>;
