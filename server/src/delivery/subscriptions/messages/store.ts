import { randomUUID } from 'node:crypto';
import type { Tx } from '#kernel/db.ts';
import type { Cursor } from '#sharing/index.ts';
import type { Held, Message, MessageKind } from '../subscription.ts';

/** The id of a new message; it is stored before anything leaves, and stays through every attempt and replay. */
export function newMessageId(): string {
  return `msg_${randomUUID().replaceAll('-', '')}`;
}

interface MessageRow {
  readonly id: string;
  readonly kind: MessageKind;
  readonly epoch: number;
  readonly fromSeq: number;
  readonly fromEvent: string | null;
  readonly toSeq: number;
  readonly toEvent: string | null;
  readonly items: number;
  readonly attempts: number;
}

const columns = `id, kind, from_epoch as epoch, from_seq as "fromSeq", from_event as "fromEvent", to_seq as "toSeq",
  to_event as "toEvent", items, attempts`;

function messageOf({ id, kind, epoch, fromSeq, fromEvent, toSeq, toEvent, items, attempts }: MessageRow): Message {
  const place = (seq: number, event: string | null): Cursor => ({ epoch, seq, ...(event !== null && { event }) });
  return { id, kind, from: place(fromSeq, fromEvent), to: place(toSeq, toEvent), items, attempts };
}

/** The message that was begun and neither taken nor given up, if there is one; run it as the programme. */
export async function openMessage(tx: Tx, { id }: Held): Promise<Message | undefined> {
  const row = await tx.maybe<MessageRow>(
    `select ${columns} from subscription_message where subscription = $1 and state in ('sending', 'waiting') and kind not in ('test', 'notice')
     order by created_at limit 1`,
    [id],
  );
  return row && messageOf(row);
}

/** One message of a subscription, and how it stands. */
export async function findMessage(
  tx: Tx,
  subscription: number,
  id: string,
): Promise<(Message & { readonly state: string }) | undefined> {
  const row = await tx.maybe<MessageRow & { state: string }>(
    `select ${columns}, state from subscription_message where subscription = $1 and id = $2`,
    [subscription, id],
  );
  return row && { ...messageOf(row), state: row.state };
}

/** Records the intent to send, before anything leaves: a new message, or one more attempt at a known one. */
export async function beginAttempt(
  tx: Tx,
  held: Held,
  message: Omit<Message, 'attempts'>,
  now: Date,
  address: string | null = null,
): Promise<Message> {
  const { id, kind, from, to, items } = message;
  const { attempts } = await tx.one<{ attempts: number }>(
    `insert into subscription_message as m (id, subscription, org, kind, state, from_epoch, from_seq, from_event, to_seq, to_event,
       items, attempts, address, created_at, attempted_at)
     values ($1, $2, $3, $4, 'sending', $5, $6, $7, $8, $9, $10, 1, $11, $12, $12)
     on conflict (id) do update set state = 'sending', attempts = m.attempts + 1, items = excluded.items, attempted_at = $12
     returning attempts`,
    [
      id,
      held.id,
      held.org,
      kind,
      from.epoch,
      from.seq,
      from.event ?? null,
      to.seq,
      to.event ?? null,
      items,
      address,
      now,
    ],
  );
  return { ...message, attempts };
}

/** Records what became of a message. */
export async function endAttempt(
  tx: Tx,
  id: string,
  result: {
    readonly state: 'waiting' | 'delivered' | 'dead' | 'empty' | 'unknown';
    readonly status?: number | null;
    readonly answer?: string | null;
  },
): Promise<void> {
  await tx.query('update subscription_message set state = $2, status = $3, answer = $4 where id = $1', [
    id,
    result.state,
    result.status ?? null,
    result.answer?.slice(0, 1000) ?? null,
  ]);
}

/** Messages of a time ago are forgotten, dead letters once their items are beyond the log's horizon. */
export async function forgetMessages(tx: Tx, before: Date): Promise<number> {
  const rows = await tx.query(
    `delete from subscription_message m where state in ('delivered', 'empty', 'unknown') and created_at < $1
       or state = 'dead' and to_seq <= (select horizon from change_head) returning id`,
    [before],
  );
  return rows.length;
}

/** Gives up what waits to be sent, because a person has put the subscription elsewhere in the log. */
export async function abandonOpen(tx: Tx, subscription: number): Promise<void> {
  await tx.query(
    `update subscription_message set state = 'dead', answer = 'The subscription was set to another place before this was delivered.'
     where subscription = $1 and state in ('sending', 'waiting') and kind not in ('test', 'notice')`,
    [subscription],
  );
}
