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
  if (cache === undefined || cache.size > mostKnown) known.set(db, (cache = new Map<string, number>()));
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

/**
 * Holds the audiences of releases still until the transaction ends. Before any version is touched, always: who moves an
 * audience locks the release first and then its versions, and the other way round the two would wait for each other.
 */
export async function holdReleases(tx: Tx, ids: Iterable<number>): Promise<void> {
  await tx.query('select from release where id = any($1) order by id for share', [[...new Set(ids)]]);
}

/**
 * Decides anew on at most `most` releases that the clock or the registry may have moved, and marks those that did: their
 * versions are to follow. It waits for writers that list objects under them; those that come later see the new audience.
 * Gives how many it looked at.
 */
export async function reviewReleases(db: Db, book: SharingBook, now: Date, most = 100): Promise<number> {
  return db.asSystem('releases', async (tx) => {
    const rows = await tx.query<ReleaseRow>(
      `select ${factColumns}, audience, listed, due_at as "dueAt" from release where registry < $1 or due_at <= $2
       order by id limit $3 for no key update skip locked`,
      [book.version, now, most],
    );
    for (const { id, audience: before, listed: listedBefore, dueAt: due, ...facts } of rows) {
      const { members, listed, dueAt } = releaseAudience(facts, book, now);
      const key = audienceKey(members.map(({ org }) => org));
      const audience = (await internAudiences(tx, [key])).get(key) ?? 0;
      const moved = audience !== before || listed !== listedBefore;
      const why = !listed ? 'expired' : due !== null && due <= now ? 'embargo' : 'registry';
      await putReasons(tx, id, members, facts.expiresAt);
      await tx.query(
        `update release set audience = $2, listed = $3, due_at = $4, registry = $5, behind = case when $6 then $7 else behind end
         where id = $1`,
        [id, audience, listed, dueAt, book.version, moved, why],
      );
    }
    return rows.length;
  });
}

type ReleaseRow = ReleaseFacts & {
  readonly id: number;
  readonly audience: number;
  readonly listed: boolean;
  readonly dueAt: Date | null;
};

/** Releases whose versions are still to follow, and why they moved. */
export function releasesBehind(tx: Tx): Promise<{ id: number; reason: string }[]> {
  return tx.query('select id, behind as reason from release where behind is not null order by id');
}

/** Notes that all versions of a release have followed. Call it in the transaction that found none left. */
export async function caughtUp(tx: Tx, release: number): Promise<void> {
  await tx.query('update release set behind = null where id = $1', [release]);
}
