import { accountRoutes } from './routes/account.ts';
import { auditRoutes } from './routes/audit.ts';
import { authRoutes } from './routes/auth.ts';
import { deliveryRoutes } from './routes/delivery.ts';
import { importRoutes } from './routes/imports.ts';
import { ingestRoutes } from './routes/ingest.ts';
import { intelligenceRoutes } from './routes/intelligence.ts';
import { machineRoutes } from './routes/machines.ts';
import { objectPageRoutes } from './routes/object-page.ts';
import { peopleRoutes } from './routes/people.ts';
import { registryRoutes } from './routes/registry.ts';
import { subscriptionRoutes } from './routes/subscriptions.ts';
import { taxiiRoutes } from './routes/taxii.ts';

/** Every route of the API, by name. */
export const routes = {
  ...authRoutes,
  ...machineRoutes,
  ...accountRoutes,
  ...peopleRoutes,
  ...registryRoutes,
  ...ingestRoutes,
  ...deliveryRoutes,
  ...intelligenceRoutes,
  ...objectPageRoutes,
  ...importRoutes,
  ...auditRoutes,
  ...subscriptionRoutes,
  ...taxiiRoutes,
};

export * from './route.ts';
export * from './client.ts';
export * from './backfill.ts';
export * from './machine.ts';
export * from './nation.ts';
export * from './org.ts';
export * from './sector.ts';
export * from './source.ts';
export * from './collection.ts';
export * from './event-out.ts';
export * from './overview.ts';
export * from './session.ts';
export * from './audit/entry.ts';
export * from './audit/listing.ts';
export * from './people/account.ts';
export * from './people/person.ts';
export * from './subscription.ts';
export * from './object.ts';
export * from './object-search.ts';
export * from './group.ts';
export * from './export.ts';
export * from './graph.ts';
export * from './import.ts';
