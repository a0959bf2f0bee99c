import type { Backfill } from '@tocsin/api';
import { recordAudit } from '#audit/store.ts';
import type { Tx } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';

/** The days that a back-fill takes, 'YYYY-MM-DD', both included. */
export interface Span {
  readonly firstDay: string;
  readonly lastDay: string;
}

interface Row extends Omit<Backfill, 'askedAt' | 'finishedAt'> {
  readonly askedAt: Date;
  readonly finishedAt: Date | null;
}

const columns = `b.id, o.handle as org, b.state, b.days, b.first_day as "firstDay", b.last_day as "lastDay",
  b.done_through as "doneThrough", b.events, b.episodes, b.failure, b.asked_by as "askedBy", b.asked_at as "askedAt",
  b.finished_at as "finishedAt"`;

const outOf = (row: Row): Backfill => ({
  ...row,
  askedAt: row.askedAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
});

/** Who may be given something late: an enrolled org that does not see everything anyway. Throws `not_found`, `conflict`. */
export async function orgToFill(tx: Tx, handle: string): Promise<number> {
  const org = await tx.maybe<{ id: number; kind: string; enrolment: string }>(
    'select id, kind, enrolment from org where handle = $1',
    [handle],
  );
  if (org === undefined) throw new AppError('not_found', { detail: `There is no organisation ${handle}.` });
  if (org.kind === 'operator') throw new AppError('conflict', { detail: 'The operator sees every event already.' });
  if (org.enrolment !== 'enrolled')
    throw new AppError('conflict', { detail: `${handle} is ${org.enrolment}, not enrolled: it may have nothing yet.` });
  return org.id;
}

/** Asks for a back-fill. Throws `conflict` while another one of the org is waiting or running. */
export async function askBackfill(
  tx: Tx,
  { org, days, firstDay, lastDay }: Span & { org: string; days: number },
  by: { org: number; name: string },
  now: Date,
): Promise<Backfill> {
  const id = await orgToFill(tx, org);
  const [row] = await tx.query<Row>(
    `with b as (
       insert into backfill (org, days, first_day, last_day, asked_by, asked_at) values ($1, $2, $3, $4, $5, $6)
       on conflict (org) where state in ('waiting', 'running') do nothing returning *
     ) select ${columns} from b join org o on o.id = b.org`,
    [id, days, firstDay, lastDay, by.name, now],
  );
  if (row === undefined) throw new AppError('conflict', { detail: `A back-fill of ${org} is under way already.` });
  await recordAudit(tx, {
    at: now,
    org: by.org,
    actor: by.name,
    action: 'backfill.start',
    subject: `org/${org}`,
    detail: { backfill: row.id, days, firstDay, lastDay },
  });
  return outOf(row);
}

/** The back-fills of an org, the newest first. Throws `not_found`. */
export async function listBackfills(tx: Tx, handle: string): Promise<Backfill[]> {
  const org = await tx.maybe<{ id: number }>('select id from org where handle = $1', [handle]);
  if (org === undefined) throw new AppError('not_found', { detail: `There is no organisation ${handle}.` });
  const rows = await tx.query<Row>(
    `select ${columns} from backfill b join org o on o.id = b.org where b.org = $1 order by b.id desc limit 100`,
    [org.id],
  );
  return rows.map(outOf);
}

/** A back-fill as its job needs it. */
export interface Asked extends Span {
  readonly id: number;
  readonly org: number;
  readonly handle: string;
  readonly doneThrough: string | null;
}

/** Takes up a back-fill, or goes on with it; undefined when it is done or has failed. */
export function takeUp(tx: Tx, id: number): Promise<Asked | undefined> {
  return tx.maybe<Asked>(
    `update backfill b set state = 'running' from org o where o.id = b.org and b.id = $1 and b.state in ('waiting', 'running')
     returning b.id, b.org, o.handle, b.first_day as "firstDay", b.last_day as "lastDay", b.done_through as "doneThrough"`,
    [id],
  );
}

/** Adds to what a back-fill has given so far; `through` where a day is done. */
export async function noteProgress(
  tx: Tx,
  id: number,
  given: { events: number; episodes: number; through?: string },
): Promise<void> {
  await tx.query(
    'update backfill set events = events + $2, episodes = episodes + $3, done_through = coalesce($4, done_through) where id = $1',
    [id, given.events, given.episodes, given.through ?? null],
  );
}

/** Ends a back-fill, with why when it failed. */
export async function endBackfill(tx: Tx, asked: Asked, failure: string | null, now: Date): Promise<void> {
  const row = await tx.one<{ events: number; episodes: number }>(
    `update backfill set state = case when $2::text is null then 'done' else 'failed' end, failure = $2, finished_at = $3 where id = $1
     returning events, episodes`,
    [asked.id, failure, now],
  );
  await recordAudit(tx, {
    at: now,
    org: 0,
    actor: 'backfill',
    action: failure === null ? 'backfill.done' : 'backfill.failed',
    subject: `org/${asked.handle}`,
    detail: { backfill: asked.id, ...row, ...(failure !== null && { failure }) },
  });
}
