import type { Reading } from '../../reading.ts';
import { recordDelivery } from '#audit/store.ts';
import type { Outbound } from '#kernel/outbound/client.ts';
import type { Cursor, LogHead } from '#sharing/index.ts';
import { progress, type Progress } from '../held/store.ts';
import { idOf, type Item } from '../items/item.ts';
import { readItems, readLogHead } from '../items/store.ts';
import { wanted } from '../items/wanted.ts';
import { beginAttempt, endAttempt, newMessageId } from '../messages/store.ts';
import { goOn } from '../place.ts';
import { receiptOf } from '../receipt.ts';
import { settle } from '../settle.ts';
import { notBeyond, type Held, type Message } from '../subscription.ts';
import type { TurnEnd } from '../turn-end.ts';
import { sendWebhook } from './client.ts';
import { fitting, itemsBody, itemText, logBody, testBody } from './payload.ts';

export interface WebhookDeps {
  readonly reading: Reading;
  readonly outbound: Outbound;
  readonly disableDays: number;
  /** Told of each message that was taken. */
  readonly onDelivered: (held: Held, items: readonly Item[]) => void;
}

/** Items that are read for one message. */
const mostItems = 200;

/** A message with what it is to carry, before anything of it is written down. */
interface Draft {
  readonly message: Omit<Message, 'attempts'>;
  readonly items: readonly Item[];
  readonly texts: readonly string[];
}

/** One turn of a webhook: the message that waits, else the next one. Says whether there is more at once. */
export async function webhookTurn(
  deps: WebhookDeps,
  held: Held,
  open: Message | undefined,
  head: LogHead,
): Promise<TurnEnd> {
  const { db } = deps.reading;
  if (open !== undefined) return send(deps, held, await draftAgain(deps, held, open));
  const place = goOn(head, held.cursor);
  if (place.broken !== undefined) {
    const message = { id: newMessageId(), kind: place.broken, items: 0 };
    const to = place.cursor;
    // Before the horizon the old place says nothing any more; in another epoch it is what the receiver knows.
    return send(deps, held, {
      message: { ...message, from: { ...held.cursor, epoch: to.epoch }, to },
      items: [],
      texts: [],
    });
  }
  const page = await readItems(deps.reading, held, place.cursor, mostItems);
  const draft = draftOf(held, place.cursor, page.items, page.cursor);
  if (draft.items.length > 0) return send(deps, held, draft, page.more);
  await db.asSystem('webhook', (tx) => progress(tx, held, { cursor: page.cursor, nextAt: null }));
  return { more: page.more };
}

/** The next message: as many of the wanted items as fit. It ends behind the last of them, or behind all that was looked at. */
function draftOf(held: Held, from: Cursor, read: readonly Item[], end: Cursor): Draft {
  const all = read.filter((item) => wanted(held, item) === 'body');
  const texts = all.map(itemText);
  const count = fitting(texts);
  const items = all.slice(0, count);
  const to = count < all.length ? (items.at(-1)?.place ?? end) : end;
  const message = { id: newMessageId(), kind: 'items' as const, from, to, items: count };
  return { message, items, texts: texts.slice(0, count) };
}

/** The same message again: what lies between its ends and may still be had. */
async function draftAgain({ reading }: WebhookDeps, held: Held, message: Message): Promise<Draft> {
  if (message.kind !== 'items') return { message, items: [], texts: [] };
  const head = await readLogHead(reading);
  const { cursor: from } = goOn(head, message.from);
  const { items: read } = await readItems(reading, held, from, mostItems);
  const items = read.filter((item) => notBeyond(item.place, message.to) && wanted(held, item) === 'body');
  return { message: { ...message, items: items.length }, items, texts: items.map(itemText) };
}

/** Records the intent, acts, records the result. */
async function send(deps: WebhookDeps, held: Held, draft: Draft, more = true): Promise<TurnEnd> {
  const { db, clock } = deps.reading;
  const { message } = draft;
  const behind: Progress = { cursor: message.to };
  if (message.kind === 'items' && draft.items.length === 0) {
    // What it was to carry may no longer be had.
    await db.asSystem('webhook', async (tx) => {
      if (await progress(tx, held, { ...behind, nextAt: null })) await endAttempt(tx, message.id, { state: 'empty' });
    });
    return { more };
  }
  const begun = await db.asSystem('webhook', (tx) => beginAttempt(tx, held, message, clock.now()));
  const outcome = await post(deps, held, draft);
  const settled = settle(held, begun, outcome, { now: clock.now(), behind, disableDays: deps.disableDays });
  const ours = await db.asSystem('webhook', async (tx) => {
    if (!(await progress(tx, held, settled.progress))) return false;
    await endAttempt(tx, message.id, settled.message);
    if (outcome.kind === 'delivered' && draft.items.length > 0)
      await recordDelivery(tx, receiptOf(held, begun, draft.items.map(idOf), clock.now()));
    return true;
  });
  if (outcome.kind === 'delivered') deps.onDelivered(held, draft.items);
  return {
    more: ours && more && outcome.kind === 'delivered',
    ...(ours && settled.disabled !== undefined && { disabled: settled.disabled }),
  };
}

function post({ reading, outbound }: WebhookDeps, held: Held, { message, texts }: Draft) {
  const now = reading.clock.now();
  const body =
    message.kind === 'log_restored' || message.kind === 'log_gap'
      ? logBody(held, message.kind, message, now)
      : itemsBody(held, texts, message.to, now);
  return sendWebhook(outbound, { url: held.url ?? '', secrets: held.secrets }, message.id, body, now);
}

/** Sends a message that carries nothing, now. */
export function testWebhook({ reading, outbound }: Pick<WebhookDeps, 'reading' | 'outbound'>, held: Held, id: string) {
  const now = reading.clock.now();
  return sendWebhook(outbound, { url: held.url ?? '', secrets: held.secrets }, id, testBody(held, now), now);
}

/** Sends one message again, with its id, without moving the subscription. `items` 0: nothing of it may be had any more. */
export async function resendWebhook(deps: WebhookDeps, held: Held, message: Message) {
  const draft = await draftAgain(deps, held, message);
  if (message.kind === 'items' && draft.items.length === 0) return { items: 0 };
  return { items: draft.items.length, outcome: await post(deps, held, draft) };
}
