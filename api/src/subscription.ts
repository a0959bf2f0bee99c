import { Type, type Static } from 'typebox';
import { Tlp } from './nation.ts';
import { Handle } from './org.ts';

const NullableText = Type.Union([Type.String(), Type.Null()]);
const Count = Type.Integer({ minimum: 0 });
const some = (description: string) =>
  Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { minItems: 1, maxItems: 200, description }));
const TimeOfDay = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' });

/** What of that which an org may have goes this way. Lists are alternatives; several members must all hold. */
export const SubscriptionFilter = Type.Object(
  {
    families: some('events: names of families'),
    classes: some('events: RSIT classes'),
    nations: some('events: countries of the address, ISO codes'),
    severities: some('events: severities as sources grade them'),
    types: some('objects: STIX types'),
    tlp: Type.Optional(
      Type.Union([Tlp], { description: 'nothing stricter than this; mail never carries more than amber' }),
    ),
  },
  { additionalProperties: false },
);
export type SubscriptionFilter = Static<typeof SubscriptionFilter>;

/** When mail goes out. Times are those of the contact's time zone, else UTC. */
export const MailPlan = Type.Object(
  {
    every: Type.Union([Type.Literal('day'), Type.Literal('week'), Type.Literal('never')], {
      description: 'a digest each day, each Monday, or none',
    }),
    at: Type.Optional(TimeOfDay),
    urgent: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
        maxItems: 20,
        description: 'severities that are told at once; empty: nothing is. critical unless told',
      }),
    ),
    quiet: Type.Optional(
      Type.Object({ from: TimeOfDay, to: TimeOfDay }, { additionalProperties: false, description: 'no mail between' }),
    ),
  },
  { additionalProperties: false },
);
export type MailPlan = Static<typeof MailPlan>;

export const subscriptionStates = ['active', 'failing', 'paused', 'disabled'] as const;

/** A subscription and how it fares. */
export const Subscription = Type.Object({
  id: Type.Integer(),
  org: Handle,
  name: Type.String(),
  channel: Type.Enum(['webhook', 'mail']),
  subject: Type.Enum(['events', 'objects']),
  url: Type.Union([Type.String(), Type.Null()], { description: 'webhook; for the operator only its host' }),
  contact: Type.Union([Type.Object({ id: Type.Integer(), name: Type.String(), email: NullableText }), Type.Null()]),
  filter: SubscriptionFilter,
  mail: Type.Union([MailPlan, Type.Null()]),
  state: Type.Enum([...subscriptionStates]),
  cursor: Type.String({ description: 'everything up to here was delivered' }),
  lag: Type.Object({
    changes: Count,
    changesAre: Type.Enum(['exact', 'at_least']),
    seconds: Type.Union([Type.Number(), Type.Null()], { description: 'age of the oldest change not delivered' }),
  }),
  failures: Type.Integer({ minimum: 0, description: 'attempts since the last that succeeded' }),
  failingSince: NullableText,
  disabledFrom: Type.Union([Type.String(), Type.Null()], { description: 'when it is disabled if it goes on failing' }),
  nextAt: Type.Union([Type.String(), Type.Null()], {
    description: 'next attempt or digest; null: when there is something',
  }),
  lastSuccessAt: NullableText,
  lastErrorAt: NullableText,
  lastError: NullableText,
  delivered: Count,
  deadLetters: Count,
  createdAt: Type.String(),
  createdBy: Type.String(),
  allowedActions: Type.Array(Type.String()),
});
export type Subscription = Static<typeof Subscription>;

const Start = Type.Union([Type.Literal('now'), Type.Literal('beginning'), Type.String({ maxLength: 200 })], {
  description: 'now, beginning (of what is kept), or a cursor',
});
const Name = Type.String({ minLength: 1, maxLength: 100 });
const Url = Type.String({ minLength: 1, maxLength: 2000 });

export const NewSubscription = Type.Object(
  {
    name: Name,
    channel: Type.Enum(['webhook', 'mail']),
    subject: Type.Optional(Type.Enum(['events', 'objects'])),
    url: Type.Optional(Url),
    contact: Type.Optional(Type.Integer()),
    filter: Type.Optional(SubscriptionFilter),
    mail: Type.Optional(MailPlan),
    start: Type.Optional(Start),
  },
  { additionalProperties: false },
);
export type NewSubscription = Static<typeof NewSubscription>;

export const SubscriptionChange = Type.Partial(
  Type.Object({
    name: Name,
    url: Url,
    contact: Type.Integer(),
    filter: SubscriptionFilter,
    mail: MailPlan,
    state: Type.Union([Type.Literal('active'), Type.Literal('paused')]),
  }),
  { additionalProperties: false },
);
export type SubscriptionChange = Static<typeof SubscriptionChange>;

/** A secret is shown once, when it is made. */
export const SubscriptionMade = Type.Object({
  subscription: Subscription,
  secret: Type.Union([Type.String(), Type.Null()], {
    description: 'what webhooks are signed with, whsec_...; shown once',
  }),
});
export type SubscriptionMade = Static<typeof SubscriptionMade>;

export const SubscriptionReplay = Type.Object({ from: Start }, { additionalProperties: false });

/** One webhook or mail, and what became of it. */
export const SubscriptionMessage = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  state: Type.Enum(['sending', 'waiting', 'delivered', 'dead', 'empty', 'unknown']),
  items: Count,
  attempts: Count,
  createdAt: Type.String(),
  attemptedAt: NullableText,
  status: Type.Union([Type.Integer(), Type.Null()]),
  answer: NullableText,
  allowedActions: Type.Array(Type.String()),
});
export type SubscriptionMessage = Static<typeof SubscriptionMessage>;

/** What a test delivery brought. */
export const SubscriptionTest = Type.Object({
  delivered: Type.Boolean(),
  status: Type.Union([Type.Integer(), Type.Null()]),
  answer: NullableText,
});
export type SubscriptionTest = Static<typeof SubscriptionTest>;
