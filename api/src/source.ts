import { Type, type Static } from 'typebox';
import { Tlp } from './nation.ts';
import { Handle } from './org.ts';

const NullableText = Type.Union([Type.String(), Type.Null()]);

/** What a source declares about everything that it sends. */
const declared = {
  name: Type.String({ minLength: 1, maxLength: 200 }),
  feed: Type.String({ description: 'the default feed of what it sends' }),
  tlp: Tlp,
  distribution: Type.Union([Type.Literal('concerned'), Type.Literal('named')], {
    description: 'concerned: may go to the governments and providers whose constituency an event concerns',
  }),
  recipients: Type.Array(Handle, { description: 'orgs that the source names itself' }),
  reliability: Type.Enum(['A', 'B', 'C', 'D', 'E', 'F']),
  showName: Type.Boolean(),
  showAddresses: Type.Boolean(),
  ownAddresses: Type.Array(Type.String(), { description: "the sensor's own addresses: its traffic is no finding" }),
  silentAfterHours: Type.Number({ minimum: 0.01 }),
};

export const Source = Type.Object({
  id: Type.Integer(),
  handle: Handle,
  org: Handle,
  ...declared,
  state: Type.Union([Type.Literal('active'), Type.Literal('paused')]),
  lastBatchAt: NullableText,
  lastEventAt: NullableText,
  acceptedLastDay: Type.Integer(),
  quarantinedHeld: Type.Integer(),
  alarms: Type.Array(
    Type.Object({ id: Type.Integer(), kind: Type.String(), openedAt: Type.String(), detail: Type.Unknown() }),
  ),
});
export type Source = Static<typeof Source>;

export const NewSource = Type.Object(
  { handle: Handle, org: Type.Optional(Handle), ...Type.Partial(Type.Object(declared)).properties },
  { additionalProperties: false },
);
export type NewSource = Static<typeof NewSource>;
export const SourceChange = Type.Partial(
  Type.Object({ ...declared, state: Type.Union([Type.Literal('active'), Type.Literal('paused')]) }),
  { additionalProperties: false },
);
export type SourceChange = Static<typeof SourceChange>;

const Count = Type.Integer({ minimum: 0 });

/** The receipt of a batch: every record has one outcome, and the four add up to `records`. */
export const Receipt = Type.Object({
  batch: Type.Integer(),
  source: Handle,
  feed: Type.String(),
  report: NullableText,
  name: NullableText,
  state: Type.Union([Type.Literal('open'), Type.Literal('done'), Type.Literal('failed')]),
  repeated: Type.Boolean({ description: 'true: this batch was here before; this is its first receipt' }),
  receivedAt: Type.String(),
  finishedAt: NullableText,
  records: Count,
  accepted: Count,
  duplicate: Count,
  filtered: Count,
  quarantined: Count,
  filteredBy: Type.Record(
    Type.String(),
    Type.Object({
      count: Count,
      samples: Type.Array(Type.Object({ record: Count, line: Count, raw: Type.String() })),
    }),
  ),
  quarantinedBy: Type.Record(Type.String(), Count),
  failure: Type.Unknown(),
  sentBy: Type.String(),
});
export type Receipt = Static<typeof Receipt>;

export const QuarantineItem = Type.Object({
  id: Type.Integer(),
  source: Handle,
  batch: Type.Integer(),
  feed: Type.String(),
  report: NullableText,
  record: Count,
  line: Count,
  reason: Type.String(),
  detail: Type.String(),
  explanation: Type.String({ description: 'what the reason means and what to do' }),
  raw: Type.String(),
  truncated: Type.Boolean(),
  header: NullableText,
  state: Type.Union([Type.Literal('held'), Type.Literal('replayed'), Type.Literal('discarded')]),
  seen: Count,
  corrected: NullableText,
  replayBatch: Type.Union([Type.Integer(), Type.Null()]),
  decidedBy: NullableText,
  createdAt: Type.String(),
  decidedAt: NullableText,
});
export type QuarantineItem = Static<typeof QuarantineItem>;

export const Alarm = Type.Object({
  id: Type.Integer(),
  source: Handle,
  kind: Type.Union([Type.Literal('silent'), Type.Literal('empty'), Type.Literal('drift')]),
  detail: Type.Unknown(),
  openedAt: Type.String(),
  closedAt: NullableText,
});
export type Alarm = Static<typeof Alarm>;
