import { Type, type Static } from 'typebox';

const NullableText = Type.Union([Type.String(), Type.Null()]);
const NullableInteger = Type.Union([Type.Integer(), Type.Null()]);

/** Why an org got an event: the rule that matched, the value that it matched, and the sharing rule that let it through. */
export const RouteReason = Type.Object({
  org: Type.String(),
  orgName: Type.String(),
  rule: Type.Enum(['prefix', 'asn', 'suffix', 'sector', 'nation']),
  value: Type.String(),
  decision: Type.String(),
  allowed: Type.Boolean(),
});
export type RouteReason = Static<typeof RouteReason>;

/** An event as members receive it: in the stream, in pages, on screens. `why` holds the reader's own reasons only. */
export const EventOut = Type.Object({
  id: Type.String({ format: 'uuid' }),
  time: Type.String({ format: 'date-time' }),
  class: Type.String(),
  taxonomy: Type.String(),
  family: NullableText,
  severity: NullableText,
  address: NullableText,
  port: NullableInteger,
  protocol: NullableText,
  portMissing: Type.Boolean({ description: 'the address is shared by many customers and no source port was given' }),
  asn: NullableInteger,
  asName: NullableText,
  prefix: NullableText,
  country: NullableText,
  sector: NullableText,
  domain: NullableText,
  url: NullableText,
  destination: Type.Object({ address: NullableText, port: NullableInteger }),
  source: Type.String({ description: 'handle, or a stable pseudonym where the source hides its name' }),
  reliability: Type.String(),
  tlp: Type.String(),
  host: NullableText,
  given: Type.Unknown({ description: 'what the source said beyond these fields, under its own names' }),
  enrichment: Type.Object({ snapshot: NullableText, methods: Type.Record(Type.String(), Type.String()) }),
  why: Type.Array(RouteReason),
});
export type EventOut = Static<typeof EventOut>;

const facets = Type.Record(
  Type.String(),
  Type.Array(Type.Object({ value: Type.String(), label: Type.String(), count: Type.Integer() })),
);

/** A page of the console's event list, newest first. `total` counts hourly tallies when exact counting would be slow. */
export const EventPage = Type.Object({
  events: Type.Array(EventOut),
  next: NullableText,
  total: Type.Integer(),
  totalIs: Type.Union([Type.Literal('exact'), Type.Literal('at_least')]),
  facets,
  sampled: Type.Union([Type.Integer(), Type.Null()], {
    description: 'facets of sources and AS numbers count the newest so many events; null: all that fit',
  }),
});
export type EventPage = Static<typeof EventPage>;

export const EventFilter = Type.Object({
  from: Type.Optional(Type.String({ format: 'date-time' })),
  to: Type.Optional(Type.String({ format: 'date-time' })),
  family: Type.Optional(Type.String({ description: 'comma-separated names' })),
  class: Type.Optional(Type.String()),
  country: Type.Optional(Type.String()),
  source: Type.Optional(Type.String()),
  asn: Type.Optional(Type.String({ pattern: '^[0-9,]+$' })),
  address: Type.Optional(Type.String({ description: 'an address or a prefix' })),
  port: Type.Optional(Type.String({ pattern: '^[0-9,]+$' })),
  domain: Type.Optional(Type.String()),
  unrouted: Type.Optional(Type.Boolean({ description: 'operator: only what matched nobody' })),
  q: Type.Optional(Type.String({ maxLength: 200, description: 'address, prefix, AS number, family or domain' })),
});
export type EventFilter = Static<typeof EventFilter>;

export const EpisodeState = Type.Enum(['opened', 'notified', 'cleaned', 'returned']);

export const Episode = Type.Object({
  host: Type.String(),
  number: Type.Integer(),
  state: EpisodeState,
  address: Type.String(),
  port: NullableInteger,
  portMissing: Type.Boolean(),
  family: NullableText,
  class: Type.String(),
  asn: NullableInteger,
  asName: NullableText,
  country: NullableText,
  firstSeen: Type.String(),
  lastSeen: Type.String(),
  events: Type.Integer(),
  closedAt: NullableText,
  closedBy: NullableText,
});
export type Episode = Static<typeof Episode>;

export const EpisodePage = Type.Object({
  episodes: Type.Array(Episode),
  next: NullableText,
  total: Type.Integer(),
  hosts: Type.Integer(),
  events: Type.Integer(),
  facets,
});
export type EpisodePage = Static<typeof EpisodePage>;

/** A host with all its episodes and its latest events. */
export const HostDetail = Type.Object({
  id: Type.String(),
  address: Type.String(),
  port: NullableInteger,
  portMissing: Type.Boolean(),
  shared: Type.Boolean(),
  family: NullableText,
  class: Type.String(),
  asn: NullableInteger,
  asName: NullableText,
  prefix: NullableText,
  country: NullableText,
  firstSeen: Type.String(),
  lastSeen: Type.String(),
  events: Type.Integer(),
  episodes: Type.Array(Episode),
  latest: Type.Array(EventOut),
  alsoHere: Type.Array(
    Type.Object({ id: Type.String(), family: NullableText, lastSeen: Type.String(), events: Type.Integer() }),
  ),
  why: Type.Array(RouteReason),
});
export type HostDetail = Static<typeof HostDetail>;
