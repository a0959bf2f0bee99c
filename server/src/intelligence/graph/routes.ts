import { routes, type GraphNode } from '@tocsin/api';
import { isObject, nameOf, tlpOf } from '@tocsin/stix';
import type { FastifyInstance } from 'fastify';
import { mount } from '#kernel/http/routes.ts';
import { notFound, type IntelligenceDeps } from '../objects/routes.ts';
import { readDraft } from '../objects/drafts/store.ts';
import { readHeld, readViewer } from '../reader/store.ts';
import { readGraph, type GraphQuery, type Node } from './store.ts';

/** Mounts the graph of what surrounds an object. */
export function graphRoutes(app: FastifyInstance, { db, clock }: IntelligenceDeps): void {
  mount(app, routes.objectNeighbours, async ({ caller, params: { id }, query }) => {
    const now = clock.now();
    const viewer = await readViewer(db, caller, now);
    const { depth = 1, direction = 'both', types, limit = 150 } = query;
    const asked: GraphQuery = { id, depth, direction, limit, ...(types !== undefined && { types: types.split(',') }) };
    return db.asOrg(caller.org, async (tx) => {
      const held = (await readHeld(tx, viewer, [id], now)).get(id);
      // A draft is its org's own and stands in no list; what it points to may be in the org's.
      const draft = held === undefined ? await readDraft(tx, id) : undefined;
      const value = held?.value ?? draft?.object;
      if (!isObject(value)) throw notFound(id);
      const centre = { value, own: held === undefined || held.entry.owner === caller.org };
      const { nodes, edges, more } = await readGraph(tx, viewer, centre, asked, now);
      return { id, nodes: nodes.map(nodeOf), edges: [...edges], more };
    });
  });
}

function nodeOf({ id, value, own, hops }: Node): GraphNode {
  const type = id.slice(0, id.indexOf('--'));
  return { id, type, name: nameOf(value), tlp: tlpOf(value) ?? null, owner: own, hops };
}
