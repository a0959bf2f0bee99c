import type { NewSource, Source, SourceChange } from '@tocsin/api';
import type { Tx } from '#kernel/db.ts';
import type { SourceFacts } from '../facts.ts';

/** A source as the pipeline needs it, with its state. */
export interface SourceRow extends SourceFacts {
  readonly state: 'active' | 'paused';
  readonly columns: Readonly<Record<string, readonly string[]>>;
}

/** The source of this handle that the acting org may see. */
export function findSource(tx: Tx, handle: string): Promise<SourceRow | undefined> {
  return tx.maybe(
    `select id, handle, org, feed, tlp, distribution, recipients, own_addresses::text[] as "ownAddresses", state, columns from source where handle = $1`,
    [handle],
  );
}

interface SourceListRow extends Omit<Source, 'lastBatchAt' | 'lastEventAt'> {
  readonly lastBatchAt: Date | null;
  readonly lastEventAt: Date | null;
}

const listing = `
  select s.id, s.handle, o.handle as org, s.name, s.feed, s.tlp, s.distribution,
    (select coalesce(array_agg(r.handle order by r.handle), '{}') from org r where r.id = any(s.recipients)) as recipients,
    s.reliability, s.show_name as "showName", s.show_addresses as "showAddresses", s.own_addresses::text[] as "ownAddresses",
    extract(epoch from s.silent_after)::float8 / 3600 as "silentAfterHours", s.state, s.last_batch_at as "lastBatchAt", s.last_event_at as "lastEventAt",
    (select coalesce(sum(b.accepted), 0)::int8 from batch b where b.source = s.id and b.received_at > $1::timestamptz - interval '1 day') as "acceptedLastDay",
    (select count(*) from quarantine q where q.source = s.id and q.state = 'held') as "quarantinedHeld",
    (select coalesce(json_agg(json_build_object('id', a.id, 'kind', a.kind, 'openedAt', a.opened_at, 'detail', a.detail) order by a.id), '[]')
     from alarm a where a.source = s.id and a.closed_at is null) as alarms
  from source s join org o on o.id = s.org`;

const sourceOf = (row: SourceListRow): Source => ({
  ...row,
  lastBatchAt: row.lastBatchAt?.toISOString() ?? null,
  lastEventAt: row.lastEventAt?.toISOString() ?? null,
});

export async function listSources(tx: Tx, now: Date): Promise<Source[]> {
  return (await tx.query<SourceListRow>(`${listing} order by s.handle`, [now])).map(sourceOf);
}

export async function describeSource(tx: Tx, handle: string, now: Date): Promise<Source | undefined> {
  const row = await tx.maybe<SourceListRow>(`${listing} where s.handle = $2`, [now, handle]);
  return row === undefined ? undefined : sourceOf(row);
}

/** Ids of orgs by handle; unknown handles are missing from the answer. */
export async function orgIds(tx: Tx, handles: readonly string[]): Promise<Map<string, number>> {
  const rows = await tx.query<{ handle: string; id: number }>('select handle, id from org where handle = any($1)', [
    handles,
  ]);
  return new Map(rows.map(({ handle, id }) => [handle, id]));
}

/** What a change sets, in the names of the columns. */
function columnsOf(
  change: SourceChange & { org?: number },
  recipients: readonly number[] | undefined,
): [string, unknown][] {
  const pairs: [string, unknown][] = [
    ['org', change.org],
    ['name', change.name],
    ['feed', change.feed],
    ['tlp', change.tlp],
    ['distribution', change.distribution],
    ['recipients', recipients],
    ['reliability', change.reliability],
    ['show_name', change.showName],
    ['show_addresses', change.showAddresses],
    ['own_addresses', change.ownAddresses],
    ['silent_after', change.silentAfterHours === undefined ? undefined : `${change.silentAfterHours} hours`],
    ['state', change.state],
  ];
  return pairs.filter(([, value]) => value !== undefined);
}

/** Adds a source; undefined when its handle is taken. */
export async function insertSource(
  tx: Tx,
  source: NewSource,
  org: number,
  recipients: readonly number[],
): Promise<number | undefined> {
  const { org: _, handle, ...declared } = source;
  const pairs: [string, unknown][] = [
    ['handle', handle],
    ...columnsOf({ name: handle, feed: 'tocsin', ...declared, org }, recipients),
  ];
  const row = await tx.maybe<{ id: number }>(
    `insert into source (${pairs.map(([name]) => name).join(', ')}) values (${pairs.map((_pair, index) => `$${index + 1}`).join(', ')})
     on conflict (handle) do nothing returning id`,
    pairs.map(([, value]) => value),
  );
  return row?.id;
}

export async function updateSource(
  tx: Tx,
  handle: string,
  change: SourceChange,
  recipients: readonly number[] | undefined,
): Promise<boolean> {
  const pairs = columnsOf(change, recipients);
  if (pairs.length === 0) return true;
  const rows = await tx.query(
    `update source set ${pairs.map(([name], index) => `${name} = $${index + 2}`).join(', ')} where handle = $1 returning id`,
    [handle, ...pairs.map(([, value]) => value)],
  );
  return rows.length > 0;
}

/** Remembers the header of a report, for drift. */
export async function rememberColumns(
  tx: Tx,
  source: number,
  report: string,
  columns: readonly string[],
): Promise<void> {
  await tx.query('update source set columns = columns || jsonb_build_object($2::text, $3::jsonb) where id = $1', [
    source,
    report,
    JSON.stringify(columns),
  ]);
}
