import type { Tx } from '#kernel/db.ts';
import type { Cleared, Viewer } from '#sharing/index.ts';
import { microseconds, reasonJoin, versionColumns } from '../../objects/reading/statement.ts';
import { clear, type Row } from '../../objects/reading/store.ts';
import type { FoundEntry } from '../found.ts';

type FoundRow = Omit<FoundEntry, 'dateAdded'> & { readonly dateAdded: string };

/** Versions in the order given, read as the acting org under its policies; each body passes decide() for `viewer` at `now`. */
export async function readFound(
  tx: Tx,
  viewer: Viewer,
  versions: readonly number[],
  now: Date,
): Promise<Cleared<FoundEntry>[]> {
  if (versions.length === 0) return [];
  const rows = await tx.query<Row<FoundRow>>(
    `select ${versionColumns}, e."dateAdded", v.release is null as draft, s.at,
       v.release is null and exists (select from scheduled_release w where w.version = v.id) as waits,
       decayed(s.base, greatest(s.scored_from, last_sighted(s.uuid)), s.lifetime, s.speed, $2) as score
     from unnest($1::int8[]) with ordinality as f (version, n)
     join object_version v on v.id = f.version join object_search s on s.version = v.id ${reasonJoin}
     left join lateral (
       select ${microseconds('c.date_added')} as "dateAdded" from collection_entry c
       where c.version = v.id and c.live and c.audience = any((select my_audiences())::int[]) order by c.seq limit 1
     ) e on true
     order by f.n`,
    [versions, now],
  );
  return rows.flatMap((row) => {
    // No release has a rule for a draft: it is its org's.
    const own = row.draft && row.owner === viewer.org?.id;
    return clear<FoundRow>(own ? { ...row, rule: 'owner' } : row, viewer, now);
  });
}
