import type { FastifyInstance } from 'fastify';
import { graphRoutes } from './graph/routes.ts';
import { importRoutes } from './imports/routes.ts';
import { noticeRoutes } from './objects/notices/routes.ts';
import { objectRoutes, type IntelligenceDeps } from './objects/routes.ts';
import { overlayRoutes } from './overlays/routes.ts';
import { releaseRoutes } from './releases/routes.ts';
import { objectSearchRoutes } from './search/routes.ts';

/** Mounts everything of intelligence. */
export function intelligenceRoutes(app: FastifyInstance, deps: IntelligenceDeps): void {
  objectSearchRoutes(app, deps);
  objectRoutes(app, deps);
  releaseRoutes(app, deps);
  overlayRoutes(app, deps);
  noticeRoutes(app, deps);
  graphRoutes(app, deps);
  importRoutes(app, deps);
}
