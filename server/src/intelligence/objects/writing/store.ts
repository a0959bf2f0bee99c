import type { Db, Tx } from '#kernel/db.ts';
import {
  appendObjectLines,
  audienceKey,
  holdReleases,
  internAudiences,
  internReleases,
  readBook,
} from '#sharing/store.ts';
import { moveColumns, moveVersions, type Move } from '../listing/store.ts';
import { describeObject } from '../describe.ts';
import { markingsFor } from '../markings/store.ts';
import { addNotices } from '../notices/store.ts';
import type { StoredObject } from '../outcome.ts';
import { choose, versionKey, type Choice, type Present, type Standing } from './choose.ts';
import { prepareObjects, type Prepared } from './prepare.ts';
import type { StoreRequest } from './request.ts';

/** Another transaction stored the same version meanwhile: what becomes of ours must be decided anew. */
class Raced extends Error {}

/**
 * Stores objects of one org and shares them as its terms say, in one transaction; gives an outcome for each, in their order.
 * The first body of an id and version stays. All slow work comes before the lock on the log.
 */
export async function storeObjects(db: Db, request: StoreRequest, now: Date): Promise<StoredObject[]> {
  for (;;) {
    try {
      return await storeOnce(db, request, now);
    } catch (error) {
      if (!(error instanceof Raced)) throw error;
    }
  }
}

async function storeOnce(db: Db, request: StoreRequest, now: Date): Promise<StoredObject[]> {
  const { objects, terms, draft = false } = request;
  const book = await readBook(db, now);
  const resolve = await markingsFor(db, terms.owner, objects);
  const { prepared, releases } = prepareObjects(objects, terms, book, resolve);
  const ids = draft ? undefined : await internReleases(db, releases.values(), book, now);
  return db.asSystem('objects', async (tx) => {
    if (ids !== undefined) await holdReleases(tx, ids.values());
    const choice = choose(prepared, await readStanding(tx, request, prepared));
    const rows = await insertFresh(tx, request, prepared, choice, ids, now);
    const outcomes = choice.outcomes.map((outcome, index) => {
      const row = outcome.row ?? rows.get(index)?.row;
      return row === undefined ? outcome : { ...outcome, row };
    });
    if (!draft) {
      const red = [...rows].filter(([index]) => releases.get(prepared[index]?.release ?? '')?.tlp === 'red');
      await addNotices(
        tx,
        red.map(([, { row }]) => row),
        terms.people ?? [],
        now,
      );
    }
    await request.within?.(tx, outcomes);
    await comeAgain(tx, prepared, choice, ids, now);
    if (!draft) {
      await list(tx, choice, rows, prepared, now, request.collection ?? 0);
    }
    return outcomes;
  });
}

/**
 * What would become of objects if an org stored them now; nothing is stored. `known`: whose id is there already counts as a
 * duplicate whatever its version, for what gets its times only when it is read.
 */
export async function foreseeObjects(
  db: Db,
  owner: number,
  objects: StoreRequest['objects'],
  known: boolean,
): Promise<readonly StoredObject[]> {
  const prepared = objects.map(({ value, body }) => ({ ...describeObject(value), value, body, release: '' }));
  const request = { objects, terms: { owner }, draft: true, by: '' };
  const standing = await db.asSystem('import', (tx) => readStanding(tx, request, prepared));
  const { outcomes } = choose(prepared, standing);
  if (!known) return outcomes;
  const seen = new Set(standing.objects.keys());
  return outcomes.map((outcome) => {
    const before = seen.has(outcome.id);
    seen.add(outcome.id);
    return before && outcome.outcome !== 'revoked' ? { ...outcome, outcome: 'duplicate' } : outcome;
  });
}

async function readStanding(
  tx: Tx,
  { terms, collection = 0 }: StoreRequest,
  prepared: readonly Prepared[],
): Promise<Standing> {
  const ids = prepared.map(({ id }) => id);
  const objects = await tx.query<{ id: string; revoked: string | null }>(
    'select stix_id as id, revoked_at as revoked from object where owner = $1 and stix_id = any($2)',
    [terms.owner, ids],
  );
  if (objects.length === 0) return { versions: new Map(), objects: new Map() };
  const versions = await tx.query<Present>(
    `select v.stix_id as id, v.instant, v.id as row, v.body, v.withdrawn
     from unnest($3::text[], $4::text[]) as w (id, instant)
     join object_version v on v.stix_id = w.id and v.owner = $1 and v.collection = $2 and v.instant = w.instant`,
    [terms.owner, collection, ids, prepared.map(({ instant }) => instant)],
  );
  return {
    versions: new Map(versions.map((version) => [versionKey(version), version])),
    objects: new Map(objects.map(({ id, revoked }) => [id, revoked])),
  };
}

interface Inserted {
  readonly row: number;
  readonly audience: number;
  readonly listed: boolean;
  /** The org had the object before: this is another version. */
  readonly later: boolean;
}

async function insertFresh(
  tx: Tx,
  { terms, draft = false, collection = 0, by }: StoreRequest,
  prepared: readonly Prepared[],
  { fresh }: Choice,
  releases: ReadonlyMap<string, number> | undefined,
  now: Date,
): Promise<Map<number, Inserted>> {
  if (fresh.length === 0) return new Map();
  const own = draft ? ((await internAudiences(tx, [audienceKey([terms.owner])])).get(String(terms.owner)) ?? 0) : 0;
  // One order for all writers: those that store the same objects wait for each other and do not deadlock.
  const sorted = fresh
    .flatMap((index) => {
      const object = prepared[index];
      return object === undefined ? [] : [{ index, object }];
    })
    .sort((a, b) => (versionKey(a.object) < versionKey(b.object) ? -1 : 1));
  const column = <T>(of: (object: Prepared) => T): T[] => sorted.map(({ object }) => of(object));
  const { rows } = await tx.client.query<Inserted & { n: number }>({
    name: 'insert objects',
    text: insertText,
    values: [
      terms.owner,
      collection,
      now,
      by,
      own,
      column(({ id }) => id),
      column(({ instant }) => instant),
      column(({ version }) => version),
      column(({ type }) => type),
      column(({ specVersion }) => specVersion),
      column(({ name }) => name),
      column(({ release }) => releases?.get(release) ?? null),
      column(({ granular }) => granular),
      column(({ body }) => body),
      column(({ revoked }) => revoked),
    ],
  });
  if (rows.length !== sorted.length) throw new Raced();
  const inserted = new Map<number, Inserted>();
  for (const { n, ...row } of rows) {
    const index = sorted[n - 1]?.index;
    if (index !== undefined) inserted.set(index, row);
  }
  await insertReferences(
    tx,
    sorted.map(({ index, object }) => ({ row: inserted.get(index)?.row ?? 0, object })),
  );
  return inserted;
}

const insertText = `
  with given as (
    select * from unnest($6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::int[], $13::boolean[], $14::text[], $15::boolean[])
      with ordinality as g (stix_id, instant, version, type, spec_version, name, release, granular, body, revoked, n)
  ), locked as materialized (
    select id, audience, listed from release where id = any($12::int[])
  ), objects as (
    insert into object (stix_id, owner, type, revoked_at, created_at)
    select stix_id, $1, min(type), min(instant) filter (where revoked), $3 from given group by stix_id order by stix_id
    on conflict (stix_id, owner) do update set revoked_at = excluded.revoked_at
      where excluded.revoked_at < coalesce(object.revoked_at, '~')
    returning stix_id, xmax = 0 as first
  ), versions as (
    insert into object_version (stix_id, owner, collection, instant, version, type, spec_version, name, release, audience, granular, body, created_at, created_by)
    select g.stix_id, $1, $2, g.instant, g.version, g.type, g.spec_version, g.name, g.release, coalesce(l.audience, $5), g.granular, g.body, $3, $4
    from given g left join locked l on l.id = g.release order by g.n
    on conflict do nothing
    returning id, stix_id, instant, audience, release
  )
  select g.n, v.id as row, v.audience, coalesce(l.listed, false) as listed, o.first is not true as later
  from versions v join given g on g.stix_id = v.stix_id and g.instant = v.instant
  left join locked l on l.id = v.release left join objects o on o.stix_id = v.stix_id`;

async function insertReferences(
  tx: Tx,
  rows: readonly { readonly row: number; readonly object: Prepared }[],
): Promise<void> {
  const references = rows.flatMap(({ row, object }) => object.references.map((reference) => ({ row, ...reference })));
  if (references.length === 0) return;
  await tx.query(
    'insert into object_reference (version, name, target) select * from unnest($1::int8[], $2::text[], $3::uuid[])',
    [references.map(({ row }) => row), references.map(({ name }) => name), references.map(({ target }) => target)],
  );
}

/** Versions that were withdrawn and are stored again: shared anew, with a new place in the lists. */
async function comeAgain(
  tx: Tx,
  prepared: readonly Prepared[],
  { again }: Choice,
  releases: ReadonlyMap<string, number> | undefined,
  now: Date,
): Promise<void> {
  if (again.length === 0) return;
  const moves = await tx.query<Move>(
    `with changed as (
       update object_version v set withdrawn = false, release = a.release
       from unnest($1::int8[], $2::int[]) as a (id, release) where v.id = a.id returning v.*
     )
     select ${moveColumns}, coalesce(r.audience, v.audience) as audience, coalesce(r.listed, false) as listed
     from changed v left join release r on r.id = v.release order by v.id`,
    [again.map(({ row }) => row), again.map(({ index }) => releases?.get(prepared[index]?.release ?? '') ?? null)],
  );
  await moveVersions(tx, moves, 'released', now);
}

async function list(
  tx: Tx,
  { fresh }: Choice,
  rows: ReadonlyMap<number, Inserted>,
  prepared: readonly Prepared[],
  now: Date,
  collection: number,
): Promise<void> {
  const lines = fresh.flatMap((index) => {
    const [row, object] = [rows.get(index), prepared[index]];
    if (row === undefined || object === undefined || !row.listed || row.audience === 0) return [];
    const { id: stixId, version: stixVersion, type } = object;
    const kind = row.later ? ('updated' as const) : ('published' as const);
    return [
      { version: row.row, stixId, stixVersion, type, collection, audience: row.audience, kind, reason: 'released' },
    ];
  });
  await appendObjectLines(tx, lines, now);
}
