import { instantOf, isObject, parseJson } from '@tocsin/stix';
import type { Db, Tx } from '#kernel/db.ts';
import type { ReleaseTerms } from '#sharing/index.ts';
import { audienceKey, holdReleases, internAudiences, internReleases, readBook } from '#sharing/store.ts';

import { moveColumns, moveVersions, type Move } from '../objects/listing/store.ts';
import { markingsFor } from '../objects/markings/store.ts';
import { addNotices, withdrawNotices } from '../objects/notices/store.ts';
import { prepareObjects } from '../objects/writing/prepare.ts';
import type { WithdrawRequest } from '../objects/writing/request.ts';

/** Drafts, or released objects whose terms change, of one org. */
export interface ReleaseRequest {
  readonly terms: ReleaseTerms;
  readonly collection?: number;
  /** STIX ids: every version of them that is not withdrawn. */
  readonly ids: readonly string[];
  /** Seconds in which the release can be undone before anybody sees it; 0: at once. */
  readonly undoS: number;
  readonly by: string;
  readonly within?: (tx: Tx, released: readonly Released[]) => Promise<void>;
}

export interface Released {
  readonly row: number;
  readonly id: string;
  readonly version: string;
  /** When it reaches its audience. */
  readonly at: Date;
}

/** Rows that one transaction moves at most, so that nobody waits long for the lock on the log. */
export const mostMoved = 5000;

interface OwnVersion {
  readonly row: number;
  readonly id: string;
  readonly version: string;
  readonly release: number | null;
  readonly body: string;
}

/**
 * Releases objects under terms, or puts released ones under other terms: those who gain them get them as changes, those who
 * lose them get tombstones. With time to undo, drafts wait as drafts, and nothing of them is in the log until it has passed;
 * what is released already follows its new terms at once.
 */
export async function releaseObjects(db: Db, request: ReleaseRequest, now: Date): Promise<Released[]> {
  const { terms, ids, collection = 0, undoS, by } = request;
  const book = await readBook(db, now);
  const found = await db.asSystem('release', (tx) => ownVersions(tx, terms.owner, collection, ids));
  const objects = found.flatMap(({ body, ...version }) => {
    const parsed = parseJson(body);
    return parsed.ok && isObject(parsed.value) ? [{ ...version, body, value: parsed.value }] : [];
  });
  const resolve = await markingsFor(db, terms.owner, objects);
  const { prepared, releases } = prepareObjects(objects, terms, book, resolve);
  const released = await internReleases(db, releases.values(), book, now);
  const at = new Date(now.getTime() + undoS * 1000);
  return db.asSystem('release', async (tx) => {
    const plan = objects.map((object, index) => {
      const key = prepared[index]?.release ?? '';
      const waits = undoS > 0 && object.release === null;
      return { ...object, to: released.get(key) ?? 0, red: releases.get(key)?.tlp === 'red', waits };
    });
    const scheduled = plan.filter(({ waits }) => waits);
    await schedule(tx, scheduled, at, terms.owner, by);
    const moving = plan.filter(({ waits }) => !waits);
    await tx.query('delete from scheduled_release where version = any($1)', [moving.map(({ row }) => row)]);
    await tellPeople(tx, moving, terms, now);
    const answer = plan.map(({ row, id, version, waits }) => ({ row, id, version, at: waits ? at : now }));
    await request.within?.(tx, answer);
    await putUnder(tx, moving, now, 'terms');
    return answer;
  });
}

/** Who is named reads RED in person: they are told once it is released. */
async function tellPeople(
  tx: Tx,
  moving: readonly { readonly row: number; readonly red: boolean }[],
  { people = [] }: ReleaseTerms,
  now: Date,
): Promise<void> {
  const red = moving.filter((each) => each.red).map(({ row }) => row);
  await withdrawNotices(
    tx,
    moving.map(({ row }) => row),
    now,
    red.length > 0 ? people : [],
  );
  await addNotices(tx, red, people, now);
}

/** Versions of objects of an org that are not withdrawn, drafts among them. */
export function ownVersions(tx: Tx, owner: number, collection: number, ids: readonly string[]): Promise<OwnVersion[]> {
  return tx.query<OwnVersion>(
    `select id as row, stix_id as id, version, release, body from object_version
     where stix_id = any($1) and owner = $2 and collection = $3 and not withdrawn order by id limit $4`,
    [ids, owner, collection, mostMoved],
  );
}

async function schedule(
  tx: Tx,
  waiting: readonly { readonly row: number; readonly to: number }[],
  at: Date,
  org: number,
  by: string,
): Promise<void> {
  await tx.query(
    `insert into scheduled_release (version, release, at, by_org, by_name)
     select *, $3, $4, $5 from unnest($1::int8[], $2::int[])
     on conflict (version) do update set release = excluded.release, at = excluded.at, by_name = excluded.by_name`,
    [waiting.map(({ row }) => row), waiting.map(({ to }) => to), at, org, by],
  );
}

/** Puts versions under releases and lets their lists follow. */
export async function putUnder(
  tx: Tx,
  versions: readonly { readonly row: number; readonly to: number }[],
  now: Date,
  reason: string,
): Promise<void> {
  if (versions.length === 0) return;
  await holdReleases(
    tx,
    versions.map(({ to }) => to),
  );
  // In one order: two releases of the same objects wait for each other and do not deadlock.
  await tx.query('select from object_version where id = any($1) order by id for update', [
    versions.map(({ row }) => row),
  ]);
  const moves = await tx.query<Move>(
    `with locked as materialized (
       select id, audience, listed from release where id = any($2::int[])
     ), changed as (
       update object_version v set release = u.release from unnest($1::int8[], $2::int[]) as u (id, release)
       where v.id = u.id and not v.withdrawn returning v.*
     )
     select ${moveColumns}, l.audience, l.listed from changed v join locked l on l.id = v.release order by v.id`,
    [versions.map(({ row }) => row), versions.map(({ to }) => to)],
  );
  await moveVersions(tx, moves, reason, now);
}

/** Takes scheduled releases of an org back while they wait; gives the rows that stay drafts. */
export async function undoRelease(tx: Tx, owner: number, rows: readonly number[]): Promise<number[]> {
  const gone = await tx.query<{ version: number }>(
    'delete from scheduled_release where by_org = $1 and version = any($2) returning version',
    [owner, rows],
  );
  return gone.map(({ version }) => version);
}

/**
 * Takes versions back from everybody but their owner: those who had them get tombstones. A draft, or a release that waits, is
 * put away without a trace in the log. Gives how many versions it were.
 */
export async function withdrawObjects(db: Db, request: WithdrawRequest, now: Date): Promise<number> {
  const { owner, collection = 0, id, version, reason } = request;
  return db.asSystem('withdraw', async (tx) => {
    const own = (await internAudiences(tx, [audienceKey([owner])])).get(String(owner)) ?? 0;
    const moves = await tx.query<Move>(
      `update object_version v set withdrawn = true
       where v.stix_id = $1 and v.owner = $2 and v.collection = $3 and not v.withdrawn and ($4::text is null or v.instant = $4)
       returning ${moveColumns}, $5::int as audience, false as listed`,
      [id, owner, collection, version === undefined ? null : (instantOf(version) ?? ''), own],
    );
    const rows = moves.map(({ row }) => row);
    await tx.query('delete from scheduled_release where version = any($1)', [rows]);
    await withdrawNotices(tx, rows, now);
    await request.within?.(tx);
    await moveVersions(tx, moves, reason, now);
    return moves.length;
  });
}

/** The last version of an object that the acting org may read, its own first, and under what it is shared. */
export function findSharing(
  tx: Tx,
  id: string,
): Promise<{ owner: number; release: number | null; withdrawn: boolean } | undefined> {
  return tx.maybe(
    `select owner, release, withdrawn from object_version where stix_id = $1
     order by owner = (select acting_org()) desc, withdrawn, instant desc limit 1`,
    [id],
  );
}
