import type { ObjectPage } from '@tocsin/api';
import type { Tx } from '#kernel/db.ts';

/** Drafts of the acting org in the programme's intelligence, the newest first; `after` is what `next` gave. */
export async function readDrafts(tx: Tx, after: string | undefined, limit: number): Promise<ObjectPage> {
  const before = after === undefined ? Number.MAX_SAFE_INTEGER : Number(after);
  const rows = await tx.query<{
    row: number;
    id: string;
    type: string;
    name: string | null;
    version: string;
    waits: boolean;
  }>(
    `select v.id as row, v.stix_id as id, v.type, v.name, v.version,
       exists (select from scheduled_release s where s.version = v.id) as waits
     from object_version v where v.owner = (select acting_org()) and v.release is null and not v.withdrawn and v.collection = 0 and v.id < $1
     order by v.id desc limit $2`,
    [Number.isSafeInteger(before) ? before : 0, limit + 1],
  );
  const kept = rows.slice(0, limit);
  const last = kept.at(-1)?.row;
  return {
    objects: kept.map(({ waits, ...draft }) => ({
      ...draft,
      state: waits ? 'scheduled' : 'draft',
      owner: true,
      dateAdded: null,
      rule: 'owner',
    })),
    next: rows.length > limit && last !== undefined ? String(last) : null,
  };
}
