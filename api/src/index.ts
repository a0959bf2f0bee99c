import { authRoutes } from './routes/auth.ts';
import { deliveryRoutes } from './routes/delivery.ts';
import { ingestRoutes } from './routes/ingest.ts';
import { registryRoutes } from './routes/registry.ts';

/** Every route of the API, by name. */
export const routes = { ...authRoutes, ...registryRoutes, ...ingestRoutes, ...deliveryRoutes };

export * from './route.ts';
export * from './client.ts';
export * from './nation.ts';
export * from './org.ts';
export * from './sector.ts';
export * from './source.ts';
export * from './event-out.ts';
export * from './overview.ts';
export * from './session.ts';
