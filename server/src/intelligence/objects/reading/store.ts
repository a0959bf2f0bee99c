import type { Tx } from '#kernel/db.ts';
import { decide, type Cleared, type Tlp, type Viewer } from '#sharing/index.ts';
import { withinReach } from '../within-reach.ts';
import type { Entry, EntryQuery, Page, Published, Tombstone } from '../entry.ts';
import { microseconds, pageStatement, reasonJoin, type Statement } from './statement.ts';

/** An entry with the stored reason of the acting org. */
export type Row<T> = Omit<T, 'rule'> & {
  readonly rule: string | null;
  readonly reach: Tlp | null;
  readonly until: Date | null;
  readonly granular: boolean;
};

/**
 * A page of the list of the acting org, in the order of `dateAdded`. Run it as that org: row-level security holds, and
 * each body passes decide() for `viewer` at `now`. `last` is where to go on, whatever was held back.
 */
export async function readEntries(tx: Tx, viewer: Viewer, query: EntryQuery, now: Date): Promise<Page<Cleared<Entry>>> {
  const rows = await run<Row<Entry>>(tx, pageStatement(query));
  const kept = rows.slice(0, query.limit);
  const last = kept.at(-1)?.dateAdded;
  return {
    entries: kept.flatMap((row) => clear(row, viewer, now)),
    more: rows.length > query.limit,
    ...(last !== undefined && { last }),
  };
}

/** What was taken back from the acting org, in the order of `dateAdded`; also for 30 days after it was suspended. */
export async function readTombstones(
  tx: Tx,
  { collection = 0, after, limit }: Pick<EntryQuery, 'collection' | 'after' | 'limit'>,
): Promise<Page<Tombstone>> {
  const rows = await tx.query<Tombstone>(
    `select f.* from unnest((select my_tombstone_audiences())::int[]) as mine (audience)
     cross join lateral (
       select c.kind, c.seq, c.stix_id as id, c.stix_version as version, c.reason, ${microseconds('c.date_added')} as "dateAdded"
       from change c where c.kind = 'withdrawn' and c.audience = mine.audience and c.collection = $1 and c.date_added > $2::timestamptz
       order by c.date_added limit $3
     ) f order by f.seq limit $3`,
    [collection, after ?? '-infinity', limit + 1],
  );
  const entries = rows.slice(0, limit);
  const last = entries.at(-1)?.dateAdded;
  return { entries, more: rows.length > limit, ...(last !== undefined && { last }) };
}

const changesText = `
  select c.seq, c.kind, c.reason, c.stix_id as id, c.stix_version as version, ${microseconds('c.date_added')} as "dateAdded",
    v.id as row, v.type, v.spec_version as "specVersion", v.owner, v.body, v.granular, g.rule, g.reach, g.until
  from (
    select f.* from unnest((select my_tombstone_audiences())::int[]) as mine (audience)
    cross join lateral (
      select seq, kind, reason, version, stix_id, stix_version, date_added from change
      where subject = 'object' and collection = 0 and audience = mine.audience and seq > $1 order by seq limit $2
    ) f order by f.seq limit $2
  ) c
  left join object_version v on v.id = c.version and c.kind <> 'withdrawn' and not v.withdrawn ${reasonJoin}
  order by c.seq`;

/**
 * Changes of the programme's objects (not of further collections, which are read by TAXII) after change `seq`, in the order of
 * the log: what stream and webhooks follow. What the acting org may
 * no longer have is left out; its tombstone follows in its place. `seq` is that of the last change looked at.
 */
export async function readObjectChanges(
  tx: Tx,
  viewer: Viewer,
  { after, limit }: { readonly after: number; readonly limit: number },
  now: Date,
): Promise<{
  readonly changes: readonly (Cleared<Published> | Tombstone)[];
  readonly seq: number;
  readonly more: boolean;
}> {
  type ChangeRow = Tombstone | (Omit<Row<Published>, 'body'> & { readonly body: string | null });
  const rows = await run<ChangeRow>(tx, { name: 'object changes', text: changesText, values: [after, limit + 1] });
  const kept = rows.slice(0, limit);
  const changes = kept.flatMap((row): (Cleared<Published> | Tombstone)[] => {
    if (row.kind === 'withdrawn') {
      // Says that something was taken back from the org, and nothing that it holds.
      const { kind, seq, id, version, reason, dateAdded } = row;
      return [{ kind, seq, id, version, reason, dateAdded }];
    }
    return row.body === null ? [] : clear<Published>({ ...row, body: row.body }, viewer, now);
  });
  return { changes, seq: kept.at(-1)?.seq ?? after, more: rows.length > limit };
}

/** The row, where the viewer may still have it, without marked parts that go further than the viewer's reach. */
export function clear<T extends Entry>(row: Row<T>, viewer: Viewer, now: Date): Cleared<T>[] {
  const { rule, reach, until, granular, ...entry } = row;
  const granted = rule === null || viewer.org === null ? null : { org: viewer.org.id, rule };
  const body = granular && entry.owner !== viewer.org?.id ? withinReach(entry.body, reach) : entry.body;
  if (body === undefined) return [];
  const facts = { owner: entry.owner, granted, releaseExpiry: until };
  const decision = decide({ facts, body: { ...entry, body, rule: rule ?? '' } as unknown as T }, viewer, now);
  return decision.allow ? [decision.cleared] : [];
}

async function run<R extends object>(tx: Tx, { name, text, values }: Statement): Promise<R[]> {
  // Planning such a query takes longer than running it: named, a connection plans it once.
  return (await tx.client.query<R>({ name, text, values: [...values] })).rows;
}
