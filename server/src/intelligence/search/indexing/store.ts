import { isList, isObject, parseJson, redact, tlpMarkings, type JsonObject } from '@tocsin/stix';
import type { Db, Tx } from '#kernel/db.ts';
import { searchFacts, type CountryOf, type SearchFacts } from '../facts.ts';

/** Versions that one transaction indexes at most. */
const atOnce = 2000;
/** Key of the advisory lock of the one indexer that works at a time; arbitrary. */
const indexerLock = 0x7365_6172;

interface Due {
  readonly id: number;
  readonly granular: boolean;
  readonly body: string;
}

/**
 * Indexes some of the versions that wait; gives how many. Zero: none wait, or another process is at it. The rows of the versions are
 * held meanwhile, so that no audience moves between reading and writing it.
 */
export async function indexSome(db: Db, countryOf: CountryOf): Promise<number> {
  return db.asSystem('index objects', async (tx) => {
    const { mine } = await tx.one<{ mine: boolean }>('select pg_try_advisory_xact_lock($1) as mine', [indexerLock]);
    if (!mine) return 0;
    const due = await tx.query<{ version: number }>(
      `delete from object_search_due where ctid = any(array(select ctid from object_search_due limit $1)) returning version`,
      [atOnce],
    );
    if (due.length === 0) return 0;
    const rows = await tx.query<Due>(
      `select id, granular, body from object_version where id = any($1) and collection = 0 order by id for share`,
      [due.map(({ version }) => version)],
    );
    await write(tx, rows, countryOf);
    return due.length;
  });
}

/** What everybody who may have a version may read of it: of marked parts, those that are marked as the whole is, or CLEAR. */
function readable({ body, granular }: Due): JsonObject | undefined {
  const parsed = parseJson(body);
  if (!parsed.ok || !isObject(parsed.value)) return undefined;
  if (!granular) return parsed.value;
  const whole = parsed.value['object_marking_refs'];
  const ofAll = new Set(isList(whole) ? whole : []);
  return redact(parsed.value, (marking) => ofAll.has(marking) || tlpMarkings.get(marking)?.level === 'clear').object;
}

async function write(tx: Tx, rows: readonly Due[], countryOf: CountryOf): Promise<void> {
  const found = rows.flatMap((row) => {
    const object = readable(row);
    return object === undefined ? [] : [{ id: row.id, facts: searchFacts(object, countryOf) }];
  });
  const column = <T>(of: (facts: SearchFacts) => T): T[] => found.map(({ facts }) => of(facts));
  const several = await tx.query<{ version: number }>(insertText, [
    found.map(({ id }) => id),
    column(({ words }) => words),
    column(({ tlp }) => tlp),
    column(({ creator }) => creator),
    // Lists of different lengths make no array of arrays in PostgreSQL: as JSON.
    JSON.stringify(column(({ labels, nations, techniques, actors }) => ({ labels, nations, techniques, actors }))),
    column(({ at }) => at),
    column(({ score }) => score?.base ?? null),
    column(({ score }) => score?.since ?? null),
    column(({ score }) => score?.lifetime ?? null),
    column(({ score }) => score?.speed ?? null),
  ]);
  await tx.query('update object_search set several = true where version = any($1) and not several', [
    several.map(({ version }) => version),
  ]);
  const values = found.flatMap(({ id, facts }) => facts.values.map((value) => ({ id, ...value })));
  await tx.query(
    `insert into object_value (digest, version, exact) select * from unnest($1::uuid[], $2::int8[], $3::boolean[])`,
    [values.map(({ digest }) => digest), values.map(({ id }) => id), values.map(({ exact }) => exact)],
  );
}

const insertText = `
  with given as (
    select * from unnest($1::int8[], $2::text[], $3::text[], $4::uuid[], $6::timestamptz[], $7::real[], $8::timestamptz[], $9::real[], $10::real[])
      with ordinality as g (version, words, tlp, creator, at, base, scored_from, lifetime, speed, n)
  ), lists as (
    select l.* from rows from (json_to_recordset($5::json) as (labels text[], nations text[], techniques text[], actors text[])) with ordinality
      as l (labels, nations, techniques, actors, n)
  ), inserted as (
    insert into object_search (version, uuid, type, owner, audience, live, draft, instant, at, words, tlp, creator,
      labels, nations, techniques, actors, base, scored_from, lifetime, speed)
    select v.id, split_part(v.stix_id, '--', 2)::uuid, v.type, v.owner, v.audience, not v.withdrawn and coalesce(r.listed, true),
      v.release is null, v.instant, coalesce(g.at, v.created_at), g.words::tsvector, g.tlp, g.creator, l.labels, l.nations, l.techniques,
      l.actors, g.base, g.scored_from, g.lifetime, g.speed
    from given g join lists l using (n) join object_version v on v.id = g.version left join release r on r.id = v.release
    on conflict (version) do nothing returning version, uuid
  ), others as (
    select s.version from inserted i join object_search s on s.uuid = i.uuid and s.version <> i.version
    union select i.version from inserted i join object_search s on s.uuid = i.uuid and s.version <> i.version
    union select i.version from inserted i join inserted j on j.uuid = i.uuid and j.version <> i.version
  )
  select version from others`;
