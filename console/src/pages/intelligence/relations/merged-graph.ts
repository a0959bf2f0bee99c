import type { GraphEdge, GraphNode, ObjectGraph } from '@tocsin/api';

export interface MergedGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly more: boolean;
}

const keyOf = ({ from, to, label, by }: GraphEdge): string => `${from} ${to} ${label} ${by ?? ''}`;

/** The graph of an object and those of the objects that were opened in it, as one: each node and each edge once. */
export function mergeGraphs(graphs: readonly ObjectGraph[]): MergedGraph {
  const nodes = new Map<string, GraphNode>();
  const edges = new Map<string, GraphEdge>();
  for (const graph of graphs) {
    for (const node of graph.nodes) if (!nodes.has(node.id)) nodes.set(node.id, node);
    for (const edge of graph.edges) edges.set(keyOf(edge), edge);
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()], more: graphs.some(({ more }) => more) };
}

/** The node to go to from one: the next or the one before, in the order of the table, around its ends. */
export function stepFrom(nodes: readonly { readonly id: string }[], current: string, by: 1 | -1): string {
  const place = nodes.findIndex(({ id }) => id === current);
  const next = place < 0 ? 0 : (place + by + nodes.length) % nodes.length;
  return nodes[next]?.id ?? current;
}
