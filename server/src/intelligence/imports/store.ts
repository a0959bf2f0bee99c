import type { Import, ImportItem } from '@tocsin/api';
import type { Tx } from '#kernel/db.ts';
import type { ReadItem } from './read-item.ts';

export interface NewImport {
  readonly org: number;
  readonly by: string;
  readonly name: string;
  readonly format: Import['format'];
  readonly source?: string | undefined;
  readonly reliability?: string | undefined;
  readonly credibility?: number | undefined;
  readonly mapping?: object | undefined;
}

/** An item with what would become of it. */
export interface ForeseenItem extends ReadItem {
  readonly outcome: 'new' | 'duplicate' | 'conflict' | 'revoked' | 'invalid';
  readonly version: string | null;
  readonly type: string | null;
  readonly name: string | null;
  readonly tlp: string | null;
  readonly warninglists: readonly string[];
}

const rowsAtOnce = 2000;

/** Keeps an import that was looked at, with its items; gives its id. */
export async function insertImport(
  tx: Tx,
  made: NewImport,
  items: readonly ForeseenItem[],
  now: Date,
): Promise<number> {
  const { id } = await tx.one<{ id: number }>(
    `insert into import (org, name, format, source, reliability, credibility, mapping, created_at, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id`,
    [
      made.org, made.name, made.format, made.source ?? null, made.reliability ?? null, made.credibility ?? null,
      made.mapping === undefined ? null : JSON.stringify(made.mapping), now, made.by,
    ], // prettier-ignore
  );
  for (let from = 0; from < items.length; from += rowsAtOnce) {
    const some = items.slice(from, from + rowsAtOnce);
    const column = <T>(of: (item: ForeseenItem) => T): T[] => some.map(of);
    await tx.query(
      `insert into import_item (import, org, position, outcome, stix_id, version, type, name, tlp, problems, warninglists, body, raw)
       select $1, $2, n + $3, outcome, stix_id, version, type, name, tlp, problems::jsonb,
         array(select jsonb_array_elements_text(lists::jsonb)), body, raw
       from unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[])
         with ordinality as u (outcome, stix_id, version, type, name, tlp, problems, lists, body, raw, n)`,
      [
        id, made.org, from,
        column(({ outcome }) => outcome), column((item) => item.id?.slice(0, 300) ?? null), column(({ version }) => version),
        column(({ type }) => type), column(({ name }) => name), column(({ tlp }) => tlp), column(({ problems }) => safeJson(problems)),
        column(({ warninglists }) => safeJson(warninglists)), column(({ object, outcome }) => (outcome === 'new' ? (object?.body ?? null) : null)),
        column(({ raw, outcome, object }) => rawOf(outcome, raw, object?.body)),
      ], // prettier-ignore
    );
  }
  return id;
}

/** Nothing that was refused is lost: its text is kept, with U+0000, which the database has no place for, shown as U+2400. */
function rawOf(outcome: ForeseenItem['outcome'], raw: string, body: string | undefined): string | null {
  const text =
    outcome === 'invalid' ? raw : outcome === 'conflict' || outcome === 'revoked' ? (body ?? raw) : undefined;
  return text === undefined ? null : text.replaceAll('\0', '␀');
}

const safeJson = (value: unknown): string => JSON.stringify(value).replaceAll('\\u0000', '␀');

interface ImportRow extends Omit<Import, 'counts' | 'markings' | 'createdAt' | 'decidedAt'> {
  readonly createdAt: Date;
  readonly decidedAt: Date | null;
  readonly counts: Import['counts'] | null;
  readonly markings: Import['markings'] | null;
}

const importColumns = `i.id, i.name, i.format, i.state, i.source, i.reliability, i.credibility, i.mapping,
  i.created_at as "createdAt", i.created_by as "createdBy", i.decided_at as "decidedAt", i.decided_by as "decidedBy",
  (select jsonb_object_agg(outcome, n) from (select outcome, count(*) as n from import_item where import = i.id group by 1) c) as counts,
  (select jsonb_object_agg(tlp, n) from (select coalesce(tlp, 'none') as tlp, count(*) as n from import_item where import = i.id and outcome <> 'invalid' group by 1) c) as markings,
  (select count(*)::int from import_item where import = i.id and warninglists <> '{}') as warninglisted`;

const importOf = ({ createdAt, decidedAt, counts, markings, ...row }: ImportRow): Import => ({
  ...row,
  counts: counts ?? {},
  markings: markings ?? {},
  createdAt: createdAt.toISOString(),
  decidedAt: decidedAt?.toISOString() ?? null,
});

/** One import of the acting org. */
export async function readImportRow(tx: Tx, id: number): Promise<Import | undefined> {
  const row = await tx.maybe<ImportRow>(`select ${importColumns} from import i where i.id = $1`, [id]);
  return row && importOf(row);
}

/** Imports of the acting org, the newest first, before the one with this id. */
export async function listImports(tx: Tx, before: number | undefined, limit: number): Promise<Import[]> {
  const rows = await tx.query<ImportRow>(
    `select ${importColumns} from import i where $1::bigint is null or i.id < $1 order by i.id desc limit $2`,
    [before ?? null, limit],
  );
  return rows.map(importOf);
}

/** Items of an import after a position, of one outcome or all. */
export function listItems(
  tx: Tx,
  id: number,
  outcome: string | undefined,
  after: number,
  limit: number,
): Promise<ImportItem[]> {
  return tx.query<ImportItem>(
    `select position, outcome, stix_id as id, version, type, name, tlp, problems, warninglists, raw, corrected_by as "correctedBy"
     from import_item where import = $1 and position > $2 and ($3::text is null or outcome = $3) order by position limit $4`,
    [id, after, outcome ?? null, limit],
  );
}

/** Puts an import of an org into another state, where it is in one of these; false where it is not. */
export async function moveImport(
  tx: Tx,
  { id, org }: { readonly id: number; readonly org: number },
  from: readonly string[],
  to: string,
  by: string,
  now: Date,
): Promise<boolean> {
  const moved = await tx.query(
    'update import set state = $3, decided_at = $4, decided_by = $5 where id = $1 and state = any($2) and org = $6 returning id',
    [id, from, to, now, by, org],
  );
  return moved.length > 0;
}

/** Marks what is not to be stored. */
export async function leaveOut(tx: Tx, id: number, positions: readonly number[]): Promise<void> {
  await tx.query(
    `update import_item set outcome = 'skipped' where import = $1 and position = any($2) and outcome = 'new'`,
    [id, positions],
  );
}

/** The next objects of an import that wait to be stored. */
export function nextNew(tx: Tx, id: number, limit: number): Promise<{ position: number; body: string }[]> {
  return tx.query(
    `select position, body from import_item where import = $1 and outcome = 'new' order by position limit $2`,
    [id, limit],
  );
}

export interface StoredItem {
  readonly position: number;
  readonly outcome: string;
  readonly row: number | null;
}

/** Writes what became of items, and where the versions that were stored came from. As the programme, with the storing. */
export async function settleItems(tx: Tx, id: number, org: number, items: readonly StoredItem[]): Promise<void> {
  const columns = [
    items.map(({ position }) => position),
    items.map(({ outcome }) => outcome),
    items.map(({ row }) => row),
  ];
  await tx.query(
    `update import_item i set outcome = u.outcome, stored_row = u.row, body = null, raw = case when u.outcome in ('conflict', 'revoked') then i.body end
     from unnest($3::int[], $4::text[], $5::int8[]) as u (position, outcome, row)
     where i.import = $1 and i.org = $2 and i.position = u.position and i.outcome = 'new'`,
    [id, org, ...columns],
  );
  await tx.query(
    `insert into object_provenance (version, org, import, source, reliability, credibility)
     select i.stored_row, i.org, i.import, m.source, m.reliability, m.credibility from import_item i join import m on m.id = i.import
     where i.import = $1 and i.org = $2 and i.position = any($3) and i.outcome = 'stored' and i.stored_row is not null
     on conflict (version) do update set import = excluded.import, source = excluded.source, reliability = excluded.reliability,
       credibility = excluded.credibility`,
    [id, org, columns[0]],
  );
}

/** Takes back what an import stored and nobody has released or scheduled; gives how many. As the programme. */
export async function undoStored(tx: Tx, id: number, org: number): Promise<number> {
  const undone = await tx.query<{ id: number }>(
    `update object_version v set withdrawn = true from import_item i
     where i.import = $1 and i.org = $2 and i.outcome = 'stored' and v.id = i.stored_row and v.owner = $2
       and v.release is null and not v.withdrawn and not exists (select from scheduled_release s where s.version = v.id)
     returning v.id`,
    [id, org],
  );
  const rows = undone.map((row) => row.id);
  await tx.query(`update import_item set outcome = 'undone' where import = $1 and org = $2 and stored_row = any($3)`, [
    id,
    org,
    rows,
  ]);
  return undone.length;
}

/** Ties what was refused to the import that has it corrected. */
export async function markCorrected(tx: Tx, id: number, position: number, by: number): Promise<void> {
  await tx.query(
    `update import_item set outcome = 'corrected', corrected_by = $3 where import = $1 and position = $2`,
    [id, position, by],
  );
}

/** Where the versions of an object of the acting org came from, the newest first. */
export function readProvenance(tx: Tx, id: string) {
  return tx.query<{
    version: string;
    import: number;
    source: string | null;
    reliability: Import['reliability'];
    credibility: number | null;
  }>(
    `select v.version, p.import, p.source, p.reliability, p.credibility from object_version v join object_provenance p on p.version = v.id
     where v.stix_id = $1 and v.owner = (select acting_org()) order by v.id desc limit 1000`,
    [id],
  );
}
