import type { Tx } from '#kernel/db.ts';

/** What is looked for, as `find_objects` takes it; absent asks nothing. */
export interface Criteria {
  readonly words: string | null;
  /** By what hits are ranked: a tsquery; null: all alike. */
  readonly ranked: string | null;
  readonly uuids: readonly string[] | null;
  readonly owned: boolean | null;
  readonly draft: boolean | null;
  readonly tags: readonly string[] | null;
  readonly verdicts: readonly string[] | null;
  readonly since: string | null;
  readonly until: string | null;
  readonly least: number | null;
}

export interface Hit {
  readonly version: number;
  readonly rank: number;
}

/** Versions of the acting org that fit, the newest first: at most `most`, behind the version `behind`. */
export function findObjects(tx: Tx, c: Criteria, behind: number | null, most: number, now: Date): Promise<Hit[]> {
  return tx.query<Hit>(
    `select version, rank from find_objects(row($1::text, $2::text, $3::uuid[], $4::boolean, $5::boolean, $6::text[], $7::text[], $8::timestamptz,
       $9::timestamptz, $10::real, $11::timestamptz)::object_criteria, $12::int8, $13::int)`,
    [c.words, c.ranked, c.uuids, c.owned, c.draft, c.tags, c.verdicts, c.since, c.until, c.least, now, behind, most],
  );
}

/** The scores of versions as they are at `now`, as far as they have one. */
export async function scoresOf(tx: Tx, versions: readonly number[], now: Date): Promise<Map<number, number>> {
  const rows = await tx.query<{ version: number; score: number }>(
    `select version, decayed(base, greatest(scored_from, g.at), lifetime, speed, $2) as score
     from object_search left join my_sightings() g on g.sighted = uuid where version = any($1) and base is not null`,
    [versions, now],
  );
  return new Map(rows.map(({ version, score }) => [version, score]));
}
