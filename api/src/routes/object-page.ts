import { Type } from 'typebox';
import { GraphQuery, ObjectGraph } from '../graph.ts';
import { StixId } from '../object.ts';
import { table } from '../route.ts';

const read = { tag: 'intelligence', auth: 'org', scope: 'objects:read' } as const;
const ById = Type.Object({ id: StixId });

/** What lies around one object. */
export const objectPageRoutes = table({
  objectNeighbours: {
    ...read,
    method: 'GET',
    path: '/api/objects/:id/neighbours',
    summary: 'What an object is related to, refers to and is referred to by, as far as the caller has both ends',
    params: ById,
    query: GraphQuery,
    response: ObjectGraph,
  },
});
