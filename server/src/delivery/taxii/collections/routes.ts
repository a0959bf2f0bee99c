import { routes } from '@tocsin/api';
import type { FastifyInstance } from 'fastify';
import type { Clock } from '#kernel/clock.ts';
import type { Db } from '#kernel/db.ts';
import { mount } from '#kernel/http/routes.ts';
import { createCollection, grantCollection, listCollections } from './store.ts';

/** Mounts what the operator does with collections: `tocsin collection`. */
export function collectionRoutes(
  app: FastifyInstance,
  { db, clock }: { readonly db: Db; readonly clock: Clock },
): void {
  mount(app, routes.collections, ({ caller }) => db.asOrg(caller.org, listCollections));
  mount(app, routes.createCollection, ({ body, caller }) =>
    db.asOrg(caller.org, (tx) => createCollection(tx, body, caller, clock.now())),
  );
  mount(app, routes.grantCollection, ({ params, body, caller }) =>
    db.asOrg(caller.org, (tx) => grantCollection(tx, { ...params, ...body }, caller, clock.now())),
  );
}
