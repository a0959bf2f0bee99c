import type { MailPlan, OrgKind, SubscriptionFilter } from '@tocsin/api';
import type { Cursor } from '#sharing/index.ts';

export type SubscriptionState = 'active' | 'failing' | 'paused' | 'disabled';

/** A subscription as the worker holds it for one turn. */
export interface Held {
  readonly id: number;
  readonly org: number;
  readonly orgHandle: string;
  readonly orgKind: OrgKind;
  readonly nation: string | null;
  readonly name: string;
  readonly channel: 'webhook' | 'mail';
  readonly subject: 'events' | 'objects';
  readonly url: string | null;
  readonly contact: MailContact | null;
  readonly filter: SubscriptionFilter;
  readonly mail: MailPlan | null;
  readonly state: SubscriptionState;
  /** Everything up to here was delivered, or is a dead letter. */
  readonly cursor: Cursor;
  /** Mail: where the look-out for what is urgent stands. */
  readonly urgent: Cursor | null;
  readonly digestAt: Date | null;
  readonly failures: number;
  readonly failingSince: Date | null;
  /** What webhooks are signed with now, the newest first. */
  readonly secrets: readonly string[];
  /** Which turn holds it: what a turn writes counts only while this is still so. */
  readonly lease: string;
}

export interface MailContact {
  readonly id: number;
  readonly name: string;
  readonly email: string | null;
  readonly languages: readonly string[];
  readonly timeZone: string | null;
}

export type MessageKind = 'items' | 'log_restored' | 'log_gap' | 'test' | 'digest' | 'urgent' | 'notice';

/** One webhook or mail: the intent, without its body. */
export interface Message {
  readonly id: string;
  readonly kind: MessageKind;
  readonly from: Cursor;
  /** The end of what it carries; without an event, the whole of change `seq`. */
  readonly to: Cursor;
  readonly items: number;
  /** Attempts, this one included. */
  readonly attempts: number;
}

/** Whether a place lies at or before another of the same epoch. A place without an event is the end of its change. */
export function notBeyond(place: Cursor, end: Cursor): boolean {
  if (place.seq !== end.seq) return place.seq < end.seq;
  return end.event === undefined || (place.event !== undefined && place.event <= end.event);
}

/** What people may do with a subscription in a state; the console mirrors no rule. */
export const subscriptionActions = {
  pause: ['active', 'failing'],
  resume: ['paused', 'disabled'],
  test: ['active', 'failing', 'paused', 'disabled'],
  replay: ['active', 'failing', 'paused', 'disabled'],
  change: ['active', 'failing', 'paused', 'disabled'],
  delete: ['active', 'failing', 'paused', 'disabled'],
} as const satisfies Record<string, readonly SubscriptionState[]>;

/** The actions that a state allows. */
export function actionsOf(state: SubscriptionState): string[] {
  return Object.entries<readonly SubscriptionState[]>(subscriptionActions)
    .filter(([, states]) => states.includes(state))
    .map(([action]) => action);
}
