import { Type } from 'typebox';
import { CollectionOut, CollectionRights, NewCollection } from '../collection.ts';
import { table } from '../route.ts';

const operator = { tag: 'taxii', auth: 'operator', scope: 'admin' } as const;

/** What TAXII itself does not offer. The protocol is served below /taxii2/: docs/operations/taxii.md. */
export const taxiiRoutes = table({
  collections: {
    ...operator,
    method: 'GET',
    path: '/api/collections',
    summary: 'TAXII collections beyond those that every org has, and who has which right in them',
    response: Type.Array(CollectionOut),
    audit: 'none',
  },
  createCollection: {
    ...operator,
    method: 'POST',
    path: '/api/collections',
    summary: 'Make a TAXII collection; nobody has a right in it yet',
    body: NewCollection,
    response: CollectionOut,
    status: 201,
  },
  grantCollection: {
    ...operator,
    method: 'PUT',
    path: '/api/collections/:alias/grants/:org',
    summary: 'Set the rights of an org in a TAXII collection; neither takes them away',
    params: Type.Object({ alias: Type.String(), org: Type.String() }),
    body: CollectionRights,
    response: CollectionOut,
  },
});
