import type { Db, Tx } from '#kernel/db.ts';
import type { Clock } from '#kernel/clock.ts';
import { AppError } from '#kernel/errors.ts';
import type { Caller } from '#kernel/http/caller.ts';
import { pageStatement, type EntryQuery } from '#intelligence/index.ts';
import { readEntries } from '#intelligence/store.ts';
import { decide } from '#sharing/index.ts';
import { readerOf, type Reader, type ReaderRow } from '../../reader.ts';
import { itemSql, itemText, type PageKind } from '../page-item.ts';

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
  /** The different facts of the entries: owner, rule and end of the release. */
  readonly facts: readonly string[] | null;
  /** Parts of some bodies are marked on their own: what goes beyond the reader's reach is cut out of them. */
  readonly granular: boolean | null;
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
  return db.asOrg(caller.org, async (tx) => {
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
    if (row.granular !== true && passes(page, row.facts ?? [], reader, now)) return page;
    return readOneByOne(tx, reader, { ...query, limit: row.count }, kind, row.epoch, now);
  });
}

async function runPage(tx: Tx, query: EntryQuery, kind: PageKind): Promise<PageRow> {
  const { name, text, values } = pageStatement(query);
  const { rows } = await tx.client.query<PageRow>({
    name: `taxii ${kind} ${name}`,
    text: `with page as (
        select p.*, row_number() over read as n, sum(octet_length(p.body)) over read as bytes from (${text}) p
        window read as (rows unbounded preceding)
      ), kept as (select p.*, ${itemSql[kind]} as item from page p where n < $3 and (n = 1 or bytes <= ${mostBytes}))
      select k.*, o.kind, o.nation, o.enrolment, n.enrolment as "nationEnrolment", (select epoch from change_head) as epoch,
        (select count(*) from page) > k.count as more
      from (
        select count(*) as count, string_agg(item, ',') as items, min("dateAdded") as first, max("dateAdded") as last,
          bool_or(granular and owner <> (select acting_org())) as granular,
          array_agg(distinct owner::text || ' ' || coalesce(extract(epoch from until)::text, '-') || ' ' || coalesce(rule, '')) as facts
        from kept
      ) k, org o left join nation n on n.code = o.nation where o.id = (select acting_org())`,
    values: [...values],
  });
  const [row] = rows;
  if (row === undefined) throw new AppError('forbidden');
  return row;
}

/** Whether decide() lets everything on a page through. */
function passes(page: Page, facts: readonly string[], { viewer, org }: Reader, now: Date): boolean {
  return facts.every((text) => {
    const [owner = '', until = '', rule = ''] = text.split(' ');
    const granted = rule === '' ? null : { org, rule };
    const releaseExpiry = until === '-' ? null : new Date(Number(until) * 1000);
    return decide({ facts: { owner: Number(owner), granted, releaseExpiry }, body: page }, viewer, now).allow;
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
