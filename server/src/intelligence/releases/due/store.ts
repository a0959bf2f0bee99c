import { isObject, parseJson } from '@tocsin/stix';
import type { Db } from '#kernel/db.ts';
import { releaseKey, type ReleaseTerms } from '#sharing/index.ts';
import { caughtUp, internReleases, readReleases, type SharingBook } from '#sharing/store.ts';
import { moveColumns, moveVersions, type Move } from '../../objects/listing/store.ts';
import { concernsFor } from '../../objects/writing/prepare.ts';
import { mostMoved, putUnder } from '../store.ts';

/** Releases what has waited long enough to be undone; gives how many versions. */
export function releaseScheduled(db: Db, now: Date): Promise<number> {
  return db.asSystem('scheduled releases', async (tx) => {
    const due = await tx.query<{ row: number; to: number }>(
      `delete from scheduled_release where version in (
         select version from scheduled_release where at <= $1 order by version limit $2 for update skip locked
       ) returning version as row, release as "to"`,
      [now, mostMoved],
    );
    await putUnder(
      tx,
      due.sort((a, b) => a.row - b.row),
      now,
      'released',
    );
    return due.length;
  });
}

/**
 * Lets a chunk of the versions of a release follow its audience; gives how many. Call it until it gives 0: others write
 * between two chunks.
 */
export function followRelease(db: Db, release: number, reason: string, now: Date): Promise<number> {
  return db.asSystem('audiences', async (tx) => {
    // Exclusive: what is listed under the release meanwhile has waited, and was listed as it is now.
    await tx.query('select from release where id = $1 for no key update', [release]);
    const moves = await tx.query<Move>(
      `select ${moveColumns}, r.audience, r.listed from object_version v join release r on r.id = v.release
       where v.release = $1 and not v.withdrawn
         and (v.audience <> r.audience or not r.listed and exists (select from collection_entry e where e.version = v.id and e.live))
       order by v.id limit $2 for update of v`,
      [release, mostMoved],
    );
    if (moves.length === 0) await caughtUp(tx, release);
    else await moveVersions(tx, moves, reason, now);
    return moves.length;
  });
}

/**
 * Matches a chunk of AMBER objects that go to whom they concern against the constituencies anew, from row `after`. Gives the
 * last row that was looked at; undefined at the end.
 */
export async function rematchObjects(db: Db, book: SharingBook, after: number, now: Date): Promise<number | undefined> {
  const rows = await db.asSystem('constituencies', (tx) =>
    tx.query<{ row: number; body: string; release: number }>(
      `select v.id as row, v.body, v.release from object_version v join release r on r.id = v.release
       where v.id > $1 and not v.withdrawn and r.tlp = 'amber' and r.distribution = 'concerned' order by v.id limit $2`,
      [after, mostMoved],
    ),
  );
  const last = rows.at(-1)?.row;
  if (last === undefined) return undefined;
  const facts = await db.asSystem('constituencies', (tx) =>
    readReleases(tx, [...new Set(rows.map(({ release }) => release))]),
  );
  const wanted = rows.flatMap(({ row, body, release }) => {
    const before = facts.get(release);
    const parsed = parseJson(body);
    if (before === undefined || !parsed.ok || !isObject(parsed.value)) return [];
    const terms: ReleaseTerms = { owner: before.owner, distribution: 'concerned', concerns: before.wanted };
    const concerns = [...new Set(concernsFor(parsed.value, terms, book))].sort();
    return concerns.join() === before.concerns.join() ? [] : [{ row, facts: { ...before, concerns } }];
  });
  const keys = await internReleases(
    db,
    wanted.map((each) => each.facts),
    book,
    now,
  );
  await db.asSystem('constituencies', (tx) =>
    putUnder(
      tx,
      wanted.map(({ row, facts: after }) => ({ row, to: keys.get(releaseKey(after)) ?? 0 })),
      now,
      'registry',
    ),
  );
  return last;
}
