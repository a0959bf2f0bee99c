import { Type, type Static } from 'typebox';
import { Tlp } from './nation.ts';

/** An object in a graph: what stands on its node. */
export const GraphNode = Type.Object({
  id: Type.String(),
  type: Type.String(),
  name: Type.String(),
  tlp: Type.Union([Tlp, Type.Null()]),
  owner: Type.Boolean({ description: 'it is the caller’s own' }),
  hops: Type.Integer({ minimum: 0, description: 'edges away from the object asked for' }),
});
export type GraphNode = Static<typeof GraphNode>;

export const GraphEdge = Type.Object({
  from: Type.String(),
  to: Type.String(),
  kind: Type.Enum(['relationship', 'sighting', 'reference']),
  label: Type.String({ description: 'the relationship type, or the property that names the other' }),
  by: Type.Union([Type.String(), Type.Null()], { description: 'the relationship that says it' }),
});
export type GraphEdge = Static<typeof GraphEdge>;

/** What surrounds an object, as far as the caller has it. */
export const ObjectGraph = Type.Object({
  id: Type.String(),
  nodes: Type.Array(GraphNode),
  edges: Type.Array(GraphEdge),
  more: Type.Boolean({ description: 'there is more than was asked for' }),
});
export type ObjectGraph = Static<typeof ObjectGraph>;

export const GraphQuery = Type.Object({
  depth: Type.Optional(Type.Integer({ minimum: 1, maximum: 2 })),
  direction: Type.Optional(Type.Enum(['in', 'out', 'both'])),
  types: Type.Optional(Type.String({ maxLength: 1000, description: 'of neighbours, comma-separated' })),
  limit: Type.Optional(Type.Integer({ minimum: 2, maximum: 500, description: 'objects, the first included' })),
});
