import type { MailPlan, Subscription, SubscriptionChange, SubscriptionFilter, SubscriptionMessage } from '@tocsin/api';
import type { Tx } from '#kernel/db.ts';
import { formatCursor, type Cursor } from '#sharing/index.ts';
import { actionsOf, type SubscriptionState } from './subscription.ts';

interface Row {
  readonly id: number;
  readonly org: string;
  readonly name: string;
  readonly channel: 'webhook' | 'mail';
  readonly subject: 'events' | 'objects';
  readonly url: string | null;
  readonly contact: { id: number; name: string; email: string | null } | null;
  readonly filter: SubscriptionFilter;
  readonly mail: MailPlan | null;
  readonly state: SubscriptionState;
  readonly epoch: number;
  readonly seq: number;
  readonly event: string | null;
  readonly behind: number;
  readonly oldest: Date | null;
  readonly failures: number;
  readonly failingSince: Date | null;
  readonly nextAt: Date | null;
  readonly digestAt: Date | null;
  readonly lastSuccessAt: Date | null;
  readonly lastErrorAt: Date | null;
  readonly lastError: string | null;
  readonly delivered: number;
  readonly deadLetters: number;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly own: boolean;
}

/** Changes that are counted for the lag; beyond them it is `at_least`. */
const mostCounted = 1000;

// What does not concern the org of a subscription is no lag; all events concern the operator.
const listing = `
  select s.id, o.handle as org, s.name, s.channel, s.subject, s.url, s.filter, s.mail, s.state, s.epoch, s.seq, s.event,
    case when c.id is not null then jsonb_build_object('id', c.id, 'name', c.name, 'email', c.email) end as contact,
    lag.behind, lag.oldest, s.failures, s.failing_since as "failingSince", s.next_at as "nextAt", s.digest_at as "digestAt",
    s.last_success_at as "lastSuccessAt", s.last_error_at as "lastErrorAt", s.last_error as "lastError", s.delivered,
    (select count(*) from subscription_message m where m.subscription = s.id and m.state = 'dead') as "deadLetters",
    s.created_at as "createdAt", s.created_by as "createdBy", s.org = (select acting_org()) as own
  from subscription s join org o on o.id = s.org left join contact c on c.id = s.contact,
  lateral (
    select count(*) as behind, min(committed_at) as oldest from (
      select m.committed_at from (
        (select seq, committed_at from change
         where o.kind = 'operator' and s.subject = 'events' and subject = 'events' and seq > s.seq order by seq limit ${mostCounted})
        union all
        select own.* from unnest(array(
          select audience from audience_member where org = s.org and not (o.kind = 'operator' and s.subject = 'events')
        )) as mine (audience)
        cross join lateral (
          select seq, committed_at from change
          where subject = case s.subject when 'objects' then 'object' else 'events' end and audience = mine.audience
            and seq > s.seq order by seq limit ${mostCounted}
        ) own
      ) m
      order by m.seq limit ${mostCounted}
    ) unread
  ) lag`;

/** Subscriptions that the acting org may see: its own; the operator all. */
export async function listSubscriptions(tx: Tx, now: Date, disableDays: number): Promise<Subscription[]> {
  const rows = await tx.query<Row>(`${listing} order by o.handle, s.name`);
  return rows.map((row) => shown(row, now, disableDays));
}

export async function describeSubscription(
  tx: Tx,
  id: number,
  now: Date,
  disableDays: number,
): Promise<Subscription | undefined> {
  const row = await tx.maybe<Row>(`${listing} where s.id = $1`, [id]);
  return row && shown(row, now, disableDays);
}

function shown(row: Row, now: Date, disableDays: number): Subscription {
  const { epoch, seq, event, behind, oldest, own, nextAt, digestAt, failingSince, state, ...rest } = row;
  const text = (at: Date | null): string | null => at?.toISOString() ?? null;
  const runs = state === 'active' || state === 'failing';
  const due = [nextAt, digestAt].filter((at) => at !== null).sort((a, b) => a.getTime() - b.getTime());
  return {
    ...rest,
    state,
    // Where it leads may hold a secret of the receiver's.
    url: row.url === null || own ? row.url : new URL(row.url).origin,
    cursor: formatCursor({ epoch, seq, ...(event !== null && { event }) }),
    lag: {
      changes: behind,
      changesAre: behind < mostCounted ? 'exact' : 'at_least',
      seconds: oldest === null ? null : Math.max(0, (now.getTime() - oldest.getTime()) / 1000),
    },
    failingSince: text(failingSince),
    disabledFrom:
      state === 'failing' && failingSince !== null
        ? new Date(failingSince.getTime() + disableDays * 86_400_000).toISOString()
        : null,
    nextAt: runs ? text(due[0] ?? null) : null,
    lastSuccessAt: text(row.lastSuccessAt),
    lastErrorAt: text(row.lastErrorAt),
    createdAt: row.createdAt.toISOString(),
    allowedActions: own ? actionsOf(state) : [],
  };
}

export interface NewRow {
  readonly name: string;
  readonly channel: 'webhook' | 'mail';
  readonly subject: 'events' | 'objects';
  readonly url: string | null;
  readonly contact: number | null;
  readonly filter: SubscriptionFilter;
  readonly mail: MailPlan | null;
  readonly digestAt: Date | null;
  readonly cursor: Cursor;
  readonly by: string;
}

/** Adds a subscription of the acting org; undefined when it has one of that name. */
export async function insertSubscription(tx: Tx, org: number, row: NewRow, now: Date): Promise<number | undefined> {
  const { cursor } = row;
  const made = await tx.maybe<{ id: number }>(
    `insert into subscription (org, name, channel, subject, url, contact, filter, mail, digest_at, epoch, seq, event, urgent, created_at, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) on conflict (org, name) do nothing returning id`,
    [
      ...[org, row.name, row.channel, row.subject, row.url, row.contact, JSON.stringify(row.filter)],
      ...[row.mail === null ? null : JSON.stringify(row.mail), row.digestAt, cursor.epoch, cursor.seq],
      ...[cursor.event ?? null, row.channel === 'mail' ? JSON.stringify(cursor) : null, now, row.by],
    ],
  );
  return made?.id;
}

/** Keeps a new secret; others of the subscription sign until `othersUntil`. Run it as the programme. */
export async function addSecret(
  tx: Tx,
  { id, org }: { readonly id: number; readonly org: number },
  secret: string,
  now: Date,
  othersUntil?: Date,
): Promise<void> {
  if (othersUntil !== undefined)
    await tx.query(
      'update subscription_secret set expires_at = least(expires_at, $2) where subscription = $1 and (expires_at is null or expires_at > $2)',
      [id, othersUntil],
    );
  await tx.query('insert into subscription_secret (subscription, org, secret, created_at) values ($1, $2, $3, $4)', [
    id,
    org,
    secret,
    now,
  ]);
}

/** Changes members of a subscription of the acting org; what is resumed or led elsewhere is tried at once. */
export async function updateSubscription(
  tx: Tx,
  id: number,
  org: number,
  { name, url, contact, filter, mail, state, digestAt }: SubscriptionChange & { readonly digestAt?: Date | null },
): Promise<boolean> {
  const pairs: [string, unknown][] = [
    ['name', name],
    ['url', url],
    ['contact', contact],
    ['filter', filter && JSON.stringify(filter)],
    ['mail', mail && JSON.stringify(mail)],
    ['digest_at', digestAt],
    ['state', state],
    ...(state === 'active' || url !== undefined || contact !== undefined
      ? ([
          ['next_at', null],
          ['failures', 0],
          ['failing_since', null],
        ] as [string, unknown][])
      : []),
  ];
  const set = pairs.filter(([, value]) => value !== undefined);
  const columns = set.map(([column], index) => `${column} = $${index + 3}`).join(', ');
  const rows = await tx.query(
    `update subscription set ${columns === '' ? 'name = name' : columns} where id = $1 and org = $2 returning id`,
    [id, org, ...set.map(([, value]) => value)],
  );
  return rows.length > 0;
}

/** Sets a subscription of the acting org to another place in the log. */
export async function moveSubscription(
  tx: Tx,
  id: number,
  org: number,
  { epoch, seq, event }: Cursor,
): Promise<boolean> {
  const place = { epoch, seq, ...(event !== undefined && { event }) };
  // A turn that is under way loses its hold, so that it does not write its own place over this one.
  const rows = await tx.query(
    `update subscription set epoch = $3, seq = $4, event = $5, next_at = null, lease = null, lease_until = null,
       urgent = case when channel = 'mail' then $6::jsonb end
     where id = $1 and org = $2 returning id`,
    [id, org, epoch, seq, event ?? null, JSON.stringify(place)],
  );
  return rows.length > 0;
}

export async function deleteSubscription(tx: Tx, id: number, org: number): Promise<boolean> {
  return (await tx.query('delete from subscription where id = $1 and org = $2 returning id', [id, org])).length > 0;
}

/** Pauses the subscription that a link in a mail is bound to. Run it as the programme. */
export async function pauseSubscription(tx: Tx, id: number): Promise<void> {
  await tx.query(`update subscription set state = 'paused' where id = $1`, [id]);
}

/** Whether the acting org has a contact with an address, and in which time zone. */
export function findContact(
  tx: Tx,
  org: number,
  id: number,
): Promise<{ email: string | null; timeZone: string | null } | undefined> {
  return tx.maybe('select email, time_zone as "timeZone" from contact where id = $1 and org = $2', [id, org]);
}

interface MessageRow extends Omit<SubscriptionMessage, 'createdAt' | 'attemptedAt' | 'allowedActions'> {
  readonly createdAt: Date;
  readonly attemptedAt: Date | null;
}

/** Messages of a subscription that the acting org may see, newest first. */
export async function listMessages(
  tx: Tx,
  id: number,
  state: string | undefined,
  limit: number,
): Promise<SubscriptionMessage[]> {
  const rows = await tx.query<MessageRow>(
    `select id, kind, state, items, attempts, created_at as "createdAt", attempted_at as "attemptedAt", status, answer
     from subscription_message where subscription = $1 and ($2::text is null or state = $2) order by created_at desc, id limit $3`,
    [id, state ?? null, limit],
  );
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    attemptedAt: row.attemptedAt?.toISOString() ?? null,
    allowedActions: replayable(row) ? ['replay'] : [],
  }));
}

/** Whether a message can be sent again: one that carried items, and is not on its way. */
export function replayable({ kind, state }: { readonly kind: string; readonly state: string }): boolean {
  return ['items', 'digest', 'urgent'].includes(kind) && ['dead', 'delivered'].includes(state);
}
