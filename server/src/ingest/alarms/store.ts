import type { Alarm } from '@tocsin/api';
import type { Tx } from '#kernel/db.ts';

export type AlarmKind = Alarm['kind'];

/** Opens an alarm; one that is open already stays, with the newer detail. */
export async function openAlarm(tx: Tx, source: number, kind: AlarmKind, detail: object, now: Date): Promise<void> {
  await tx.query(
    `insert into alarm (source, kind, detail, opened_at) values ($1, $2, $3, $4)
     on conflict (source, kind) where closed_at is null do update set detail = excluded.detail`,
    [source, kind, JSON.stringify(detail), now],
  );
}

/** Closes open alarms of these kinds, because their cause has gone. */
export async function settleAlarms(tx: Tx, source: number, kinds: readonly AlarmKind[], now: Date): Promise<void> {
  await tx.query(
    `update alarm set closed_at = $3, closed_by = 'settled' where source = $1 and kind = any($2) and closed_at is null`,
    [source, kinds, now],
  );
}

interface AlarmRow extends Omit<Alarm, 'openedAt' | 'closedAt'> {
  readonly openedAt: Date;
  readonly closedAt: Date | null;
}
const alarmOf = (row: AlarmRow): Alarm => ({
  ...row,
  openedAt: row.openedAt.toISOString(),
  closedAt: row.closedAt?.toISOString() ?? null,
});
const columns = `a.id, s.handle as source, a.kind, a.detail, a.opened_at as "openedAt", a.closed_at as "closedAt"`;

/** Alarms, newest first: the open ones, or the last 200 of all. */
export async function listAlarms(tx: Tx, openOnly: boolean): Promise<Alarm[]> {
  const rows = await tx.query<AlarmRow>(
    `select ${columns} from alarm a join source s on s.id = a.source where not $1 or a.closed_at is null order by a.id desc limit 200`,
    [openOnly],
  );
  return rows.map(alarmOf);
}

export async function closeAlarm(tx: Tx, id: number, who: string, now: Date): Promise<Alarm | undefined> {
  await tx.query('update alarm set closed_at = $2, closed_by = $3 where id = $1 and closed_at is null', [id, now, who]);
  const row = await tx.maybe<AlarmRow>(
    `select ${columns} from alarm a join source s on s.id = a.source where a.id = $1`,
    [id],
  );
  return row === undefined ? undefined : alarmOf(row);
}

/** Active sources that sent something once and nothing since their own limit. */
export function silentSources(tx: Tx, now: Date): Promise<{ id: number; lastBatchAt: Date }[]> {
  return tx.query(
    `select id, last_batch_at as "lastBatchAt" from source s where state = 'active' and last_batch_at < $1::timestamptz - silent_after
     and not exists (select from alarm a where a.source = s.id and a.kind = 'silent' and a.closed_at is null)`,
    [now],
  );
}

/** How many of the batches just before this one gave at least one event: what "suddenly nothing" is measured by. */
export async function recentlyFruitful(
  tx: Tx,
  source: number,
  report: string | null,
  before: number,
): Promise<boolean> {
  const { fruitful } = await tx.one<{ fruitful: boolean }>(
    `select coalesce(bool_and(accepted + duplicate > 0) and count(*) > 0, false) as fruitful from (
       select accepted, duplicate from batch where source = $1 and report is not distinct from $2 and id < $3 and state = 'done' order by id desc limit 3) recent`,
    [source, report, before],
  );
  return fruitful;
}
