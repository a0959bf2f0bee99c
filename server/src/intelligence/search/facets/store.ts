import type { Tx } from '#kernel/db.ts';

/** Facets that are counted: those of the index, and the acting org's own tags. */
export const facetNames = [
  'type',
  'tlp',
  'state',
  'owner',
  'label',
  'tag',
  'nation',
  'technique',
  'actor',
  'creator',
] as const;
export type CountedFacet = (typeof facetNames)[number];

export interface FacetCount {
  readonly facet: CountedFacet;
  readonly value: string;
  readonly count: number;
}

const sources: Readonly<Record<CountedFacet, string>> = {
  type: 'select type as value from hits',
  tlp: `select coalesce(tlp, 'none') from hits`,
  state: `select case when draft then 'draft' else 'released' end from hits`,
  owner: `select case when own then 'ours' else 'others' end from hits`,
  label: 'select unnest(labels) from hits',
  tag: `select unnest(o.tags) from hits join overlay o on o.stix_id = hits.type || '--' || hits.uuid`,
  nation: 'select unnest(nations) from hits',
  technique: 'select unnest(techniques) from hits',
  actor: 'select unnest(actors) from hits',
  creator: 'select creator::text from hits where creator is not null',
};
const mostValues = 30;

/**
 * How often the values of facets stand in versions that were found: read as the acting org, under its policies, so that
 * a version that it lost meanwhile counts no more. The most frequent first.
 */
export async function countFacets(
  tx: Tx,
  versions: readonly number[],
  facets: readonly CountedFacet[],
): Promise<FacetCount[]> {
  if (versions.length === 0 || facets.length === 0) return [];
  const counts = facets.map(
    (facet) =>
      `(select '${facet}' as facet, value, count(*)::int8 as count from (${sources[facet]}) f (value) group by value order by count desc, value limit ${mostValues})`,
  );
  return tx.query<FacetCount>(
    `with hits as materialized (
       select type, uuid, tlp, draft, owner = (select acting_org()) as own, labels, nations, techniques, actors, creator
       from object_search where version = any($1)
     ) ${counts.join(' union all ')}`,
    [versions],
  );
}

/** Names of identities, and whatever else the acting org may read, by UUID. */
export async function namesOf(tx: Tx, uuids: readonly string[]): Promise<Map<string, string>> {
  if (uuids.length === 0) return new Map();
  const rows = await tx.query<{ uuid: string; name: string }>(
    `select s.uuid, v.name from object_search s join object_version v on v.id = s.version
     where s.uuid = any($1::uuid[]) and s.live and not v.granular and v.name is not null order by s.instant`,
    [uuids],
  );
  return new Map(rows.map(({ uuid, name }) => [uuid, name]));
}
