import type { Db, Tx } from '#kernel/db.ts';
import { releaseAudience, releaseKey, type AudienceMember, type ReleaseFacts } from '../audience-of-object.ts';
import { audienceKey, internAudiences } from '../audiences/store.ts';
import type { SharingBook } from '../book/store.ts';

/** Releases are immutable but for their audience: ids that were once seen hold. */
const known = new WeakMap<Db, Map<string, number>>();
/** More than any programme releases alike; then the cache begins anew. */
const mostKnown = 20_000;

/** Ids of releases by their key, made where they are missing. */
export async function internReleases(
  db: Db,
  facts: Iterable<ReleaseFacts>,
  book: SharingBook,
  now: Date,
): Promise<Map<string, number>> {
  let cache = known.get(db);
  if (cache === undefined || cache.size > mostKnown) known.set(db, (cache = new Map()));
  const wanted = new Map([...facts].map((each) => [releaseKey(each), each]));
  const missing = [...wanted].filter(([key]) => !cache.has(key)).sort(([a], [b]) => (a < b ? -1 : 1));
  if (missing.length > 0) {
    const made = await db.asSystem('releases', (tx) => internMissing(tx, missing, book, now));
    for (const [key, id] of made) cache.set(key, id);
  }
  return new Map([...wanted.keys()].map((key) => [key, cache.get(key) ?? 0]));
}

async function internMissing(
  tx: Tx,
  missing: readonly (readonly [string, ReleaseFacts])[],
  book: SharingBook,
  now: Date,
): Promise<Map<string, number>> {
  const ids = new Map<string, number>();
  for (const [key, facts] of missing) {
    const before = await tx.maybe<{ id: number }>('select id from release where key = $1', [key]);
    const id = before?.id ?? (await insertRelease(tx, key, facts, book, now));
    ids.set(key, id);
  }
  return ids;
}

async function insertRelease(tx: Tx, key: string, facts: ReleaseFacts, book: SharingBook, now: Date): Promise<number> {
  const { members, listed, dueAt } = releaseAudience(facts, book, now);
  const audience = audienceKey(members.map(({ org }) => org));
  const audiences = await internAudiences(tx, [audience]);
  const { owner, tlp, distribution, orgs, users, groups, exclusions, embargoUntil, embargoRecipients } = facts;
  const made = await tx.maybe<{ id: number }>(
    `insert into release (key, owner, tlp, distribution, orgs, users, groups, exclusions, embargo_until, embargo_recipients, expires_at, concerns, wanted,
       audience, listed, due_at, registry)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) on conflict (key) do nothing returning id`,
    [
      key,
      owner,
      tlp,
      distribution,
      orgs,
      users,
      groups,
      exclusions,
      embargoUntil,
      embargoRecipients,
      facts.expiresAt,
      facts.concerns,
      facts.wanted,
      audiences.get(audience) ?? 0,
      listed,
      dueAt,
      book.version,
    ],
  );
  // Another transaction has made it since it was looked for.
  if (made === undefined) return (await tx.one<{ id: number }>('select id from release where key = $1', [key])).id;
  await putReasons(tx, made.id, members, facts.expiresAt);
  return made.id;
}

async function putReasons(
  tx: Tx,
  release: number,
  members: readonly AudienceMember[],
  until: Date | null,
): Promise<void> {
  await tx.query('delete from release_reason where release = $1 and org <> all($2::int[])', [
    release,
    members.map(({ org }) => org),
  ]);
  await tx.query(
    `insert into release_reason (release, org, rule, reach, until)
     select $1, org, rule, reach, $5::timestamptz from unnest($2::int[], $3::text[], $4::text[]) as m (org, rule, reach)
     on conflict (release, org) do update set rule = excluded.rule, reach = excluded.reach
     where (release_reason.rule, release_reason.reach) <> (excluded.rule, excluded.reach)`,
    [release, members.map(({ org }) => org), members.map(({ rule }) => rule), members.map(({ reach }) => reach), until],
  );
}

const factColumns = `id, owner, tlp, distribution, orgs, users, groups, exclusions, embargo_until as "embargoUntil",
  embargo_recipients as "embargoRecipients", expires_at as "expiresAt", concerns, wanted`;

/** Facts of releases, by id. Run it as the programme, or as their owner. */
export async function readReleases(tx: Tx, ids: readonly number[]): Promise<Map<number, ReleaseFacts>> {
  const rows = await tx.query<ReleaseFacts & { id: number }>(`select ${factColumns} from release where id = any($1)`, [
    ids,
  ]);
  return new Map(rows.map(({ id, ...facts }) => [id, facts]));
}

/** A release whose audience has moved: its versions are still to follow, in chunks. */
export interface MovedRelease {
  readonly id: number;
  readonly audience: number;
  readonly listed: boolean;
  readonly facts: ReleaseFacts;
}

/**
 * Decides anew on at most `most` releases that the clock or the registry may have moved. It waits for writers that list
 * objects under them; those that come later see the new audience. Gives those that moved, and how many were looked at.
 */
export async function reviewReleases(
  db: Db,
  book: SharingBook,
  now: Date,
  most = 500,
): Promise<{ readonly looked: number; readonly moved: readonly MovedRelease[] }> {
  return db.asSystem('releases', async (tx) => {
    const rows = await tx.query<ReleaseFacts & { id: number; audience: number; listed: boolean }>(
      `select ${factColumns}, audience, listed from release where registry < $1 or due_at <= $2 order by id limit $3 for no key update skip locked`,
      [book.version, now, most],
    );
    const moved: MovedRelease[] = [];
    for (const { id, audience: before, listed: listedBefore, ...facts } of rows) {
      const { members, listed, dueAt } = releaseAudience(facts, book, now);
      const key = audienceKey(members.map(({ org }) => org));
      const audience = (await internAudiences(tx, [key])).get(key) ?? 0;
      await putReasons(tx, id, members, facts.expiresAt);
      await tx.query('update release set audience = $2, listed = $3, due_at = $4, registry = $5 where id = $1', [
        id,
        audience,
        listed,
        dueAt,
        book.version,
      ]);
      if (audience !== before || listed !== listedBefore) moved.push({ id, audience, listed, facts });
    }
    return { looked: rows.length, moved };
  });
}
