import type { JsonObject } from '@tocsin/stix';
import type { Tx } from '#kernel/db.ts';
import type { Viewer } from '#sharing/index.ts';
import { readHeld } from '../reader/store.ts';
import { edgeKey, edgesOf, pointersOf, type Edge } from './edges.ts';

export interface GraphQuery {
  /** The object that the graph is about. */
  readonly id: string;
  readonly depth: number;
  /** `out`: what it points to; `in`: what points to it. */
  readonly direction: 'in' | 'out' | 'both';
  /** Types of objects to show; all unless told. */
  readonly types?: readonly string[];
  /** Objects at most, the first included. */
  readonly limit: number;
}

export interface Node {
  readonly id: string;
  readonly value: JsonObject;
  /** It is the acting org's own. */
  readonly own: boolean;
  /** Edges away from what the graph is about. */
  readonly hops: number;
}

export interface Graph {
  /** By distance from the object, which comes first. */
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
  /** There is more than was asked for. */
  readonly more: boolean;
}

/** Objects that refer to one, looked at for a level of the graph: of the first all that a screen could show, then a few each. */
const referring = [2000, 40] as const;

/**
 * The surroundings of an object among what the acting org has. An edge shows only where both of its ends, and the relationship
 * that says it, are the reader's; and it is read from bodies that decide() cleared, so that what is taken out of one for the
 * reader makes no edge.
 */
export async function readGraph(
  tx: Tx,
  viewer: Viewer,
  centre: Omit<Node, 'id' | 'hops'>,
  query: GraphQuery,
  now: Date,
): Promise<Graph> {
  const { id, depth, direction, types, limit } = query;
  const nodes = new Map<string, Node>([[id, { id, ...centre, hops: 0 }]]);
  const edges = new Map<string, Edge>();
  const wanted = (other: string): boolean => types?.includes(other.slice(0, other.indexOf('--'))) ?? true;
  let more = false;
  let frontier = [id];
  for (let hops = 1; hops <= depth && frontier.length > 0; hops++) {
    const reached = new Set(frontier);
    const most = referring[hops - 1] ?? 40;
    const asked = await referringIds(tx, frontier, direction === 'out' ? ['relationship'] : types, most);
    more ||= asked.more;
    const around = await readHeld(tx, viewer, asked.ids, now);
    const found = [...frontier.flatMap((each) => nodes.get(each) ?? []), ...around.values()]
      .flatMap(({ value }) => (value['id'] === id ? pointersOf(value) : edgesOf(value)))
      .filter(({ from, to }) => (direction !== 'in' && reached.has(from)) || (direction !== 'out' && reached.has(to)))
      .map((edge) => ({ edge, far: reached.has(edge.from) ? edge.to : edge.from }))
      .filter(({ far }) => nodes.has(far) || wanted(far));
    const unknown = [...new Set(found.map(({ far }) => far))].filter((far) => !nodes.has(far));
    const missing = await readHeld(
      tx,
      viewer,
      unknown.filter((far) => !around.has(far)),
      now,
    );
    frontier = [];
    for (const far of unknown) {
      const held = around.get(far) ?? missing.get(far);
      if (held === undefined) continue;
      if (nodes.size >= limit) {
        more = true;
        break;
      }
      nodes.set(far, { id: far, value: held.value, own: held.entry.owner === viewer.org?.id, hops });
      frontier.push(far);
    }
    for (const { edge } of found) if (nodes.has(edge.from) && nodes.has(edge.to)) edges.set(edgeKey(edge), edge);
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()], more };
}

/** Ids of objects that some version of refers to these and that the acting org may read; relationships always. */
async function referringIds(
  tx: Tx,
  ids: readonly string[],
  types: readonly string[] | undefined,
  most: number,
): Promise<{ readonly ids: string[]; readonly more: boolean }> {
  const rows = await tx.query<{ id: string; full: boolean }>(
    `select distinct on (v.stix_id) v.stix_id as id, bool_or(f.n >= $3) over () as full
     from unnest($1::uuid[]) as t (target)
     cross join lateral (
       select r.version, count(*) over () as n from referring_versions(t.target, $3) as r (version)
     ) f
     join object_version v on v.id = f.version
     where v.collection = 0 and v.release is not null and not v.withdrawn
       and ($2::text[] is null or v.type = 'relationship' or v.type = any($2))`,
    [ids.map((id) => id.slice(id.indexOf('--') + 2)), types ?? null, most],
  );
  return { ids: rows.map(({ id }) => id), more: rows[0]?.full ?? false };
}
