import { Type } from 'typebox';
import { table } from '../route.ts';
import {
  NewSubscription,
  Subscription,
  SubscriptionChange,
  SubscriptionMade,
  SubscriptionMessage,
  SubscriptionReplay,
  SubscriptionTest,
} from '../subscription.ts';

const Id = Type.Object({ id: Type.Integer() });
const read = { tag: 'subscriptions', auth: 'org', scope: 'events:read' } as const;
const write = { ...read, scope: 'subscriptions:write' } as const;

export const subscriptionRoutes = table({
  subscriptions: {
    ...read,
    method: 'GET',
    path: '/api/subscriptions',
    summary: 'The caller’s subscriptions and how they fare; the operator sees those of all, without where they lead',
    response: Type.Array(Subscription),
  },
  subscription: {
    ...read,
    method: 'GET',
    path: '/api/subscriptions/:id',
    summary: 'One subscription',
    params: Id,
    response: Subscription,
  },
  createSubscription: {
    ...write,
    method: 'POST',
    path: '/api/subscriptions',
    summary: 'Have events or objects sent, as webhooks or by mail. The answer shows the signing secret, once',
    body: NewSubscription,
    response: SubscriptionMade,
    status: 201,
  },
  changeSubscription: {
    ...write,
    method: 'PATCH',
    path: '/api/subscriptions/:id',
    summary: 'Change, pause or resume a subscription',
    params: Id,
    body: SubscriptionChange,
    response: Subscription,
  },
  deleteSubscription: {
    ...write,
    method: 'DELETE',
    path: '/api/subscriptions/:id',
    summary: 'End a subscription; its messages and secrets go with it',
    params: Id,
  },
  rotateSubscriptionSecret: {
    ...write,
    method: 'POST',
    path: '/api/subscriptions/:id/secret',
    summary: 'Make another signing secret; for a day messages carry the signatures of both',
    params: Id,
    response: SubscriptionMade,
  },
  testSubscription: {
    ...write,
    method: 'POST',
    path: '/api/subscriptions/:id/test',
    summary: 'Send a message that carries nothing, now, and say what came of it',
    params: Id,
    response: SubscriptionTest,
  },
  replaySubscription: {
    ...write,
    method: 'POST',
    path: '/api/subscriptions/:id/replay',
    summary: 'Go on from another place in the log: what lies behind it is sent again',
    params: Id,
    body: SubscriptionReplay,
    response: Subscription,
  },
  subscriptionMessages: {
    ...read,
    method: 'GET',
    path: '/api/subscriptions/:id/messages',
    summary: 'What was sent and what became of it, newest first; state=dead lists the dead letters',
    params: Id,
    query: Type.Object({
      state: Type.Optional(Type.Enum(['sending', 'waiting', 'delivered', 'dead', 'empty', 'unknown'])),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    }),
    response: Type.Array(SubscriptionMessage),
  },
  replayMessage: {
    ...write,
    method: 'POST',
    path: '/api/subscriptions/:id/messages/:message/replay',
    summary: 'Send one message again, with its id; what may no longer be had is left out',
    params: Type.Object({ id: Type.Integer(), message: Type.String({ maxLength: 100 }) }),
    response: SubscriptionTest,
  },
  unsubscribePage: {
    tag: 'subscriptions',
    auth: 'public',
    method: 'GET',
    path: '/api/unsubscribe/:token',
    summary: 'What a link in a mail would end; nothing happens until it is posted',
    params: Type.Object({ token: Type.String({ maxLength: 100 }) }),
    produces: ['text/html'],
  },
  unsubscribe: {
    tag: 'subscriptions',
    auth: 'public',
    method: 'POST',
    path: '/api/unsubscribe/:token',
    summary: 'Pause the mail subscription of the link (RFC 8058)',
    params: Type.Object({ token: Type.String({ maxLength: 100 }) }),
    consumes: ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'],
    produces: ['text/html'],
  },
});
