import { createHash } from 'node:crypto';
import type { Db, ReadStatement, Tx } from '#kernel/db.ts';
import type { Clock } from '#kernel/clock.ts';
import type { Caller } from '#kernel/http/caller.ts';
import { pageSource, type EntryQuery } from '#intelligence/index.ts';
import { readEntries } from '#intelligence/store.ts';
import { decide, type Viewer } from '#sharing/index.ts';
import { readerOf, type Reader } from '../../reader.ts';
import { readReader } from '../../reader/store.ts';
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
  /** For the trail; absent where nothing of others is on the page. */
  readonly shown?: ShownPage;
}

/** What of the log a page shows, and whose. */
export interface ShownPage {
  /** Changes, first and last. */
  readonly first: number;
  readonly last: number;
  /** SHA-256 of the ids, each with a line feed: the ids themselves never leave the database. */
  readonly digest: string;
  /** Objects by the org that owns them. */
  readonly owners: ReadonlyMap<number, number>;
}

/** A page ends early at so many bytes of objects: the next one goes on. */
const mostBytes = 16_000_000;

interface PageRow {
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
  readonly firstSeq: number | null;
  readonly lastSeq: number | null;
  readonly digest: string | null;
}

/** What decide() asks of a release: whose it is, and by what the reader's org may have it until when. */
interface Release {
  readonly owner: number;
  /** Objects of the page. */
  readonly count: number;
  readonly rule: string | null;
  readonly until: string | null;
}

/**
 * A page of a collection for the caller's org, in one query. Row-level security holds in it, and decide() judges each
 * release that it touches; should one of them not pass, the page is read again entry by entry.
 */
export async function readPage(
  { db, clock }: { readonly db: Db; readonly clock: Clock },
  caller: Caller,
  query: EntryQuery,
  kind: PageKind,
): Promise<Page> {
  const now = clock.now();
  const row = await runPage(db, caller.org, query, kind);
  const { items, count, more, epoch } = row;
  const page = { items: items ?? '', count, more, epoch, ...bounds(row.first, row.last) };
  if (count === 0) {
    // An empty page may be that of an org that is not enrolled: refused, so that its place does not run ahead.
    await db.asOrg(caller.org, (tx) => readReader(tx, caller, 'feed'));
    return page;
  }
  const { viewer } = enrolledReader(caller);
  if (row.granular !== true && passes(page, row.releases, viewer, now)) return { ...page, ...shownOf(row) };
  return db.asOrg(caller.org, (tx) => readOneByOne(tx, viewer, { ...query, limit: count }, kind, row, now));
}

function shownOf({ releases, firstSeq, lastSeq, digest }: PageRow): Pick<Page, 'shown'> {
  if (firstSeq === null || lastSeq === null || digest === null) return {};
  const owners = new Map<number, number>();
  for (const { owner, count } of releases) owners.set(owner, (owners.get(owner) ?? 0) + count);
  return { shown: { first: firstSeq, last: lastSeq, digest, owners } };
}

/** A reader whose page has entries is enrolled: in the same statement, my_audiences() gave it lists to look at. */
function enrolledReader(caller: Caller): Reader {
  const { orgKind: kind, nation } = caller;
  return readerOf(caller, { kind, nation, enrolment: 'enrolled', nationEnrolment: null }, 'feed');
}

async function runPage(db: Db, org: number, query: EntryQuery, kind: PageKind): Promise<PageRow> {
  const { name, text, values } = pageSource(query);
  const [row] = await db.readAsOrg<PageRow>(org, {
    name: `taxii:${kind}:${name}`,
    text: pageText(text, kind),
    values: values as ReadStatement['values'],
  });
  if (row === undefined) throw new Error('a page is one row, even an empty one');
  return row;
}

/**
 * One row with the whole page. The facts of releases are looked up once each, and not per object: they are few. A page that
 * would be too long is cut where its bytes end; whether it is, one sum says.
 */
const pageText = (source: string, kind: PageKind): string => `
  with source as materialized (${source}),
  page as materialized (
    select e.date_added, e.seq, ${itemSql[kind]} as item, v.stix_id, octet_length(v.body) as size, v.owner, v.release, v.granular
    from (select * from source order by date_added limit $3 - 1) e join object_version v on v.id = e.version order by e.date_added
  ),
  cut as (
    select case when (select sum(size) from page) > ${mostBytes} then (
      select max(date_added) from (select date_added, sum(size) over (order by date_added) as bytes, row_number() over (order by date_added) as n from page) p
      where n = 1 or bytes <= ${mostBytes}
    ) end as at
  ),
  kept as (
    select count(*)::int as count, string_agg(item, ',') as items, min(date_added) as first, max(date_added) as last,
      min(seq) as "firstSeq", max(seq) as "lastSeq", string_agg(stix_id, E'\\n') as ids,
      bool_or(granular and owner <> (select acting_org())) as granular
    from (select p.* from page p, cut where cut.at is null or p.date_added <= cut.at) p
  )
  select k.count, k."firstSeq", k."lastSeq", encode(sha256(convert_to(k.ids || E'\\n', 'UTF8')), 'hex') as digest, k.items, k.granular, ${stamp('k.first')} as first, ${stamp('k.last')} as last,
    (select count(*) from source) > k.count as more, (select epoch from change_head) as epoch,
    (select coalesce(json_agg(json_build_object('owner', r.owner, 'count', r.count, 'rule', g.rule, 'until', g.until)), '[]')
     from (select owner, release, count(*) as count from page group by owner, release) r
     left join release_reason g on g.release = r.release and g.org = (select acting_org())) as releases
  from kept k`;

/** Whether decide() lets everything on a page through. */
function passes(page: Page, releases: readonly Release[], viewer: Viewer, now: Date): boolean {
  return releases.every(({ owner, rule, until }) => {
    const granted = rule === null || viewer.org === null ? null : { org: viewer.org.id, rule };
    const releaseExpiry = until === null ? null : new Date(until);
    return decide({ facts: { owner, granted, releaseExpiry }, body: page }, viewer, now).allow;
  });
}

async function readOneByOne(
  tx: Tx,
  viewer: Viewer,
  query: EntryQuery,
  kind: PageKind,
  { epoch, firstSeq, lastSeq }: PageRow,
  now: Date,
): Promise<Page> {
  const range = { first: firstSeq ?? 0, last: lastSeq ?? 0 };
  const { entries, more, last } = await readEntries(tx, viewer, query, now);
  const items = entries.map((entry) => itemText(entry, kind)).join(',');
  const owners = new Map<number, number>();
  for (const { owner } of entries) owners.set(owner, (owners.get(owner) ?? 0) + 1);
  const hash = createHash('sha256');
  for (const { id } of entries) hash.update(`${id}\n`);
  const shown = { ...range, digest: hash.digest('hex'), owners };
  return { items, count: entries.length, more, epoch, ...bounds(entries[0]?.dateAdded ?? last, last), shown };
}

function bounds(first: string | null | undefined, last: string | null | undefined): Pick<Page, 'first' | 'last'> {
  return first == null || last == null ? {} : { first, last };
}
