import { recordDelivery } from '#audit/store.ts';
import type { Cursor } from '#sharing/index.ts';
import type { Reading } from '../../reading.ts';
import { outcomeOfReply } from '../attempts.ts';
import { progress, stayHeld, type Progress } from '../held/store.ts';
import { readItems, readLogHead } from '../items/store.ts';
import { wanted } from '../items/wanted.ts';
import { beginAttempt, endAttempt, newMessageId } from '../messages/store.ts';
import { goOn } from '../place.ts';
import { receiptOf } from '../receipt.ts';
import { settle } from '../settle.ts';
import { notBeyond, type Held, type Message } from '../subscription.ts';
import type { TurnEnd } from '../turn-end.ts';
import type { Mail, Mailer } from './client.ts';
import { createDigest, type Digest } from './digest.ts';
import { digestLetter, plainLetter, type Frame, type Letter } from './letter.ts';
import { hasUrgent, isUrgent, nextDigest, quietUntil } from './plan.ts';
import { addressFreeAt, makeUnsubscribeLink, noticeAddresses } from './store.ts';
import { textsFor } from './texts/texts.ts';

export interface MailDeps {
  readonly reading: Reading;
  /** Undefined: no mail server is configured. */
  readonly mailer: Mailer | undefined;
  readonly disableDays: number;
  /** Most mails to one address in an hour; what comes meanwhile goes with the next. */
  readonly perHour: number;
  readonly programme: string;
  readonly publicUrl: string | undefined;
}

/** Items that are read at once, and that one mail is about at most; the next is about the rest. */
const page = 2000;
const mostItems = 200_000;

/** What a mail would tell, and up to where. */
interface Told {
  readonly digest: Digest;
  readonly size: number;
  readonly from: Cursor;
  readonly to: Cursor;
  readonly broken: 'log_restored' | 'log_gap' | undefined;
}

/**
 * One turn of a mail subscription: what waits to be sent, else what is urgent, else the digest that is due. Urgent mail has
 * its own place in the log; the digest tells of everything.
 */
export async function mailTurn(deps: MailDeps, held: Held, open: Message | undefined): Promise<TurnEnd> {
  const { db, clock } = deps.reading;
  const now = clock.now();
  const { mail: plan, contact } = held;
  if (plan === null) return { more: false };
  const zone = contact?.timeZone ?? 'UTC';
  const digestDue = held.digestAt !== null && held.digestAt <= now;
  const quiet = quietUntil(plan, zone, now);
  if (quiet !== undefined) return wait(deps, held, quiet);
  if (open?.kind === 'urgent' || open?.kind === 'digest') {
    const told = await tell(deps, held, open.from, open.kind, open.to);
    return send(deps, held, open.kind, told, open);
  }
  if (hasUrgent(plan)) {
    const told = await tell(deps, held, held.urgent ?? held.cursor, 'urgent');
    if (told.size > 0) return send(deps, held, 'urgent', told);
    await db.asSystem('mail', (tx) => progress(tx, held, { urgent: told.to, nextAt: null }));
  }
  if (digestDue) {
    const told = await tell(deps, held, held.cursor, 'digest');
    const digestAt = nextDigest(plan, zone, now);
    // A digest of nothing is not sent.
    if (told.size === 0 && told.broken === undefined)
      await db.asSystem('mail', (tx) => progress(tx, held, { cursor: told.to, digestAt, nextAt: null }));
    else return send(deps, held, 'digest', told);
  }
  return { more: false };
}

async function wait({ reading }: MailDeps, held: Held, until: Date): Promise<TurnEnd> {
  await reading.db.asSystem('mail', (tx) => progress(tx, held, { nextAt: until }));
  return { more: false };
}

/** Reads on from a place and gathers what the mail would tell, up to `end` or as far as there is. */
async function tell(deps: MailDeps, held: Held, at: Cursor, kind: 'urgent' | 'digest', end?: Cursor): Promise<Told> {
  const { reading } = deps;
  const plan = held.mail ?? { every: 'never' };
  const place = goOn(await readLogHead(reading), at);
  const digest = createDigest();
  let to = place.cursor;
  for (let seen = 0, more = true; more && seen < mostItems;) {
    const read = await readItems(reading, held, to, page);
    for (const item of read.items) {
      if (end !== undefined && !notBeyond(item.place, end)) continue;
      // An object has no severity: it is told of in the digest.
      const told = kind === 'digest' || (item.kind === 'event' && isUrgent(plan, item.event.severity));
      if (told) digest.add(item, wanted(held, item));
    }
    seen += read.items.length;
    to = read.cursor;
    more = read.more && (end === undefined || notBeyond(read.cursor, end));
    if (more && !(await reading.db.asSystem('mail', (tx) => stayHeld(tx, held, reading.clock.now())))) break;
  }
  const broken = kind === 'digest' ? place.broken : undefined;
  return { digest: digest.result(), size: digest.size(), from: place.cursor, to: end ?? to, broken };
}

/** Records the intent, unless the address has had enough for this hour; acts; records the result. */
async function send(
  deps: MailDeps,
  held: Held,
  kind: 'urgent' | 'digest',
  told: Told,
  open?: Message,
): Promise<TurnEnd> {
  const { db, clock } = deps.reading;
  const now = clock.now();
  const address = held.contact?.email ?? null;
  const draft = { id: open?.id ?? newMessageId(), kind, from: told.from, to: told.to, items: told.size };
  const behind = behindOf(held, kind, told, now);
  if (told.size === 0 && told.broken === undefined) {
    await db.asSystem('mail', async (tx) => {
      if (await progress(tx, held, { ...behind, nextAt: null })) await endAttempt(tx, draft.id, { state: 'empty' });
    });
    return { more: false };
  }
  const begun = await db.asSystem('mail', async (tx) => {
    const free =
      address === null || open !== undefined ? undefined : await addressFreeAt(tx, address, deps.perHour, now);
    if (free === undefined) return beginAttempt(tx, held, draft, now, address);
    await progress(tx, held, { nextAt: free });
    return undefined;
  });
  if (begun === undefined) return { more: false };
  const outcome = await post(deps, held, begun.id, (frame) =>
    digestLetter(kind, told.digest, { ...frame, broken: told.broken }),
  );
  const settled = settle(held, begun, outcome, { now: clock.now(), behind, disableDays: deps.disableDays });
  const ours = await db.asSystem('mail', async (tx) => {
    if (!(await progress(tx, held, settled.progress))) return false;
    await endAttempt(tx, begun.id, settled.message);
    if (outcome.kind === 'delivered' && told.digest.ids.length > 0)
      await recordDelivery(tx, receiptOf(held, begun, told.digest.ids, clock.now()));
    return true;
  });
  return { more: false, ...(ours && settled.disabled !== undefined && { disabled: settled.disabled }) };
}

/** Where the subscription stands once a mail is done with. */
function behindOf(held: Held, kind: 'urgent' | 'digest', { to }: Told, now: Date): Progress {
  if (kind === 'urgent') return { urgent: to };
  const { mail, contact } = held;
  return { cursor: to, digestAt: mail && nextDigest(mail, contact?.timeZone ?? 'UTC', now) };
}

/** Codes and sends one letter to the contact of a subscription. */
async function post(deps: MailDeps, held: Held, id: string, write: (frame: Frame) => Letter) {
  const { contact } = held;
  const { mailer, publicUrl, programme, reading } = deps;
  const at = reading.clock.now();
  if (mailer === undefined) return outcomeOfReply(null, 'No mail server is configured (TOCSIN_SMTP_URL).');
  if (contact?.email == null) return outcomeOfReply(null, 'The contact is gone or has no address.');
  const base = publicUrl?.replace(/\/$/, '');
  const token =
    base === undefined ? undefined : await reading.db.asSystem('mail', (tx) => makeUnsubscribeLink(tx, held.id, at));
  const unsubscribeUrl = base === undefined ? undefined : `${base}/api/unsubscribe/${token ?? ''}`;
  const texts = textsFor(contact.languages);
  const consoleUrl = base === undefined ? undefined : `${base}/${held.subject}`;
  const letter = write({ texts, programme, contact: contact.name, consoleUrl, unsubscribeUrl });
  const to = { name: contact.name, address: contact.email };
  const mail: Mail = { id, to, letter, language: texts.language, list: `subscription-${held.id}`, unsubscribeUrl, at };
  return mailer.send(mail);
}

/** Sends a mail that carries no data, now. */
export function testMail(deps: MailDeps, held: Held, id: string) {
  return post(deps, held, id, (frame) =>
    plainLetter(frame, frame.texts.subjects.test(deps.programme), [frame.texts.test]),
  );
}

/** Sends one mail again, with its id, without moving the subscription. */
export async function resendMail(deps: MailDeps, held: Held, message: Message) {
  const kind = message.kind === 'urgent' ? 'urgent' : 'digest';
  const told = await tell(deps, held, message.from, kind, message.to);
  if (told.size === 0) return { items: 0 };
  const outcome = await post(deps, held, message.id, (frame) =>
    digestLetter(kind, told.digest, { ...frame, broken: told.broken }),
  );
  return { items: told.size, outcome };
}

/** Tells the org's people that a subscription was disabled. What the mail server says of it is logged by the caller. */
export async function mailNotice(deps: MailDeps, held: Held, why: string): Promise<void> {
  const { mailer, reading, programme } = deps;
  if (mailer === undefined) return;
  const now = reading.clock.now();
  const people = await reading.db.asSystem('notice', (tx) => noticeAddresses(tx, held.org, now));
  for (const { name, address, languages } of people) {
    const texts = textsFor(languages);
    const frame = { texts, programme, contact: name, consoleUrl: deps.publicUrl, unsubscribeUrl: undefined };
    const letter = plainLetter(frame, texts.subjects.notice(programme, held.name), [texts.notice(held.name, why)]);
    const message = { id: newMessageId(), kind: 'notice' as const, from: held.cursor, to: held.cursor, items: 0 };
    await reading.db.asSystem('notice', (tx) => beginAttempt(tx, held, message, now, address));
    const list = `subscription-${held.id}`;
    const outcome = await mailer.send({
      id: message.id,
      to: { name, address },
      letter,
      language: texts.language,
      list,
      unsubscribeUrl: undefined,
      at: now,
    });
    const state = outcome.kind === 'delivered' ? 'delivered' : 'dead';
    await reading.db.asSystem('notice', (tx) =>
      endAttempt(tx, message.id, { state, status: outcome.status, answer: outcome.answer }),
    );
  }
}
