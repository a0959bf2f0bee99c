import type { Tx } from '#kernel/db.ts';
import { appendObjectLines, audienceKey, internAudiences, membersOf, relist, type ObjectLine } from '#sharing/store.ts';

/** A version and who may have it now. Lock its row (`for update`, in the order of ids) before: the log is locked after rows. */
export interface Move {
  readonly row: number;
  readonly stixId: string;
  readonly stixVersion: string;
  readonly type: string;
  readonly collection: number;
  /** Who may read its body. */
  readonly audience: number;
  /** False: it stands in nobody's list. */
  readonly listed: boolean;
  /** Its org shared another version of the object before. */
  readonly later: boolean;
}

/** Columns of a version `v` for a move; `audience` and `listed` are the caller's to say. */
export const moveColumns = `v.id as row, v.stix_id as "stixId", v.version as "stixVersion", v.type, v.collection,
  exists (select from object_version w where w.stix_id = v.stix_id and w.owner = v.owner and w.collection = v.collection
    and w.id < v.id and w.release is not null) as later`;

/**
 * Makes bodies and lists of versions follow their audiences: who may have one now gets it as a change, who no longer may
 * gets a tombstone, and nobody else is told anything. At most some 5,000 at once, because the log is locked meanwhile.
 */
export async function moveVersions(tx: Tx, moves: readonly Move[], reason: string, now: Date): Promise<void> {
  const entries = await tx.query<{ version: number; seq: number; audience: number }>(
    'select version, seq, audience from collection_entry where live and version = any($1)',
    [moves.map(({ row }) => row)],
  );
  const members = await membersOf(tx, new Set([...entries, ...moves].map(({ audience }) => audience)));
  const of = Map.groupBy(entries, ({ version }) => version);
  const plans = moves.map((move) => {
    const live = (of.get(move.row) ?? []).map(({ seq, audience }) => ({ seq, members: members.get(audience) ?? [] }));
    return { move, ...relist(live, move.listed ? (members.get(move.audience) ?? []) : []) };
  });
  const ids = await internAudiences(
    tx,
    plans.flatMap(({ gained, lost, kept }) => [gained, lost, ...kept.map((entry) => entry.members)].map(audienceKey)),
  );
  const idOf = (orgs: readonly number[]): number => ids.get(audienceKey(orgs)) ?? 0;
  await keep(
    tx,
    plans.flatMap(({ kept }) => kept.map(({ seq, members: rest }) => ({ seq, audience: idOf(rest) }))),
    plans.filter(({ kept }) => kept.length > 0).map(({ move }) => move.row),
  );
  await tx.query(
    `update object_version v set audience = m.audience from unnest($1::int8[], $2::int[]) as m (id, audience)
     where v.id = m.id and v.audience <> m.audience`,
    [moves.map(({ row }) => row), moves.map(({ audience }) => audience)],
  );
  const lines = plans.flatMap(({ move, gained, lost }) => {
    const { row: version, stixId, stixVersion, type, collection } = move;
    const line = { version, stixId, stixVersion, type, collection, reason };
    const all: ObjectLine[] = [];
    if (lost.length > 0) all.push({ ...line, kind: 'withdrawn', audience: idOf(lost) });
    if (gained.length > 0) all.push({ ...line, kind: move.later ? 'updated' : 'published', audience: idOf(gained) });
    return all;
  });
  await appendObjectLines(tx, lines, now);
}

/** Entries stay where they are for those who keep them. */
async function keep(
  tx: Tx,
  kept: readonly { readonly seq: number; readonly audience: number }[],
  versions: readonly number[],
): Promise<void> {
  if (kept.length === 0) return;
  await tx.query(
    `update collection_entry e set audience = case when k.audience = 0 then e.audience else k.audience end, live = k.audience <> 0
     from unnest($1::int8[], $2::int[]) as k (seq, audience) where e.version = any($3) and e.seq = k.seq`,
    [kept.map(({ seq }) => seq), kept.map(({ audience }) => audience), versions],
  );
}
