import type { Db, Tx } from '#kernel/db.ts';
import type { Clock } from '#kernel/clock.ts';
import { AppError } from '#kernel/errors.ts';
import type { Caller } from '#kernel/http/caller.ts';
import { pageSource, type EntryQuery } from '#intelligence/index.ts';
import { readEntries } from '#intelligence/store.ts';
import { decide } from '#sharing/index.ts';
import { readerOf, type Reader, type ReaderRow } from '../../reader.ts';
import { itemSql, itemText, stamp, type PageKind } from '../page-item.ts';

/** A page as it leaves. */
export interface Page {
  /** Items as JSON text, comma between them; empty when there are none. */
  readonly items: string;
  readonly count: number;
  /** `date_added` of the first and last item, six digits; absent on an empty page. */
  readonly first?: string;
  readonly last?: string;
  readonly more: boolean;
  /** Of the log, at the time of reading. */
  readonly epoch: number;
}

/** A page ends early at so many bytes of objects: the next one goes on. */
const mostBytes = 16_000_000;

interface PageRow extends ReaderRow {
  readonly epoch: number;
  readonly count: number;
  readonly more: boolean;
  readonly first: string | null;
  readonly last: string | null;
  readonly items: string | null;
  /** Parts of some bodies are marked on their own: what goes beyond the reader's reach is cut out of them. */
  readonly granular: boolean | null;
  /** The facts of every release on the page. */
  readonly releases: readonly Release[];
}

/** What decide() asks of a release: whose it is, and by what the reader's org may have it until when. */
interface Release {
  readonly owner: number;
  readonly rule: string | null;
  readonly until: string | null;
}

/**
 * A page of a collection for the caller's org, in one query. Row-level security holds in it, and decide() judges each
 * different release that it touches; should one of them not pass, the page is read again entry by entry.
 */
export function readPage(
  { db, clock }: { readonly db: Db; readonly clock: Clock },
  caller: Caller,
  query: EntryQuery,
  kind: PageKind,
): Promise<Page> {
  const work = async (tx: Tx): Promise<Page> => {
    const now = clock.now();
    const row = await runPage(tx, query, kind);
    const reader = readerOf(caller, row, 'feed');
    if (reader.viewer.org?.enrolment !== 'enrolled')
      throw new AppError('forbidden', {
        detail: `The organisation is ${reader.viewer.org?.enrolment ?? 'unknown'}, not enrolled.`,
      });
    const page = {
      items: row.items ?? '',
      count: row.count,
      more: row.more,
      epoch: row.epoch,
      ...bounds(row.first, row.last),
    };
    if (row.granular !== true && passes(page, row.releases, reader, now)) return page;
    return readOneByOne(tx, reader, { ...query, limit: row.count }, kind, row.epoch, now);
  };
  return db.asOrg(caller.org, work, 'planned');
}

async function runPage(tx: Tx, query: EntryQuery, kind: PageKind): Promise<PageRow> {
  const { name, text, values } = pageSource(query);
  const { rows } = await tx.client.query<PageRow>({
    name: `taxii:${kind}:${name}`,
    text: pageText(text, kind),
    values: [...values],
  });
  const [row] = rows;
  if (row === undefined) throw new AppError('forbidden');
  return row;
}

/** One row with the whole page. The facts of an org's releases are few: they are looked up once each, and not per object. */
const pageText = (source: string, kind: PageKind): string => `
  with source as materialized (${source}),
  page as (
    select e.date_added, ${itemSql[kind]} as item, v.owner, v.release, v.granular,
      sum(octet_length(v.body)) over (order by e.date_added rows unbounded preceding) - octet_length(v.body) as before
    from (select * from source order by date_added limit $3 - 1) e join object_version v on v.id = e.version
  ),
  kept as (
    select count(*)::int as count, string_agg(item, ',') as items, min(date_added) as first, max(date_added) as last,
      bool_or(granular and owner <> (select acting_org())) as granular,
      array_agg(distinct owner::bigint << 32 | coalesce(release, 0)) as releases
    from page where before < ${mostBytes}
  )
  select k.count, k.items, k.granular, ${stamp('k.first')} as first, ${stamp('k.last')} as last,
    (select count(*) from source) > k.count as more, (select epoch from change_head) as epoch,
    (select coalesce(json_agg(json_build_object('owner', r.id >> 32, 'rule', g.rule, 'until', g.until)), '[]')
     from unnest(k.releases) as r (id)
     left join release_reason g on g.release = (r.id & 4294967295) and g.org = (select acting_org())) as releases,
    o.kind, o.nation, o.enrolment, n.enrolment as "nationEnrolment"
  from kept k, org o left join nation n on n.code = o.nation where o.id = (select acting_org())`;

/** Whether decide() lets everything on a page through. */
function passes(page: Page, releases: readonly Release[], { viewer, org }: Reader, now: Date): boolean {
  return releases.every(({ owner, rule, until }) => {
    const granted = rule === null ? null : { org, rule };
    const releaseExpiry = until === null ? null : new Date(until);
    return decide({ facts: { owner, granted, releaseExpiry }, body: page }, viewer, now).allow;
  });
}

async function readOneByOne(
  tx: Tx,
  { viewer }: Reader,
  query: EntryQuery,
  kind: PageKind,
  epoch: number,
  now: Date,
): Promise<Page> {
  const { entries, more, last } = await readEntries(tx, viewer, query, now);
  const items = entries.map((entry) => itemText(entry, kind)).join(',');
  return { items, count: entries.length, more, epoch, ...bounds(entries[0]?.dateAdded ?? last, last) };
}

function bounds(first: string | null | undefined, last: string | null | undefined): Pick<Page, 'first' | 'last'> {
  return first == null || last == null ? {} : { first, last };
}
