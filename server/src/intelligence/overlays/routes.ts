import { routes } from '@tocsin/api';
import type { FastifyInstance } from 'fastify';
import { recordAudit } from '#audit/store.ts';
import { AppError } from '#kernel/errors.ts';
import { mount } from '#kernel/http/routes.ts';
import type { IntelligenceDeps } from '../objects/routes.ts';
import { putOverlay, readOverlay } from './store.ts';

/** Mounts what an org itself makes of objects. It may note ids that it does not have: nothing is said about them. */
export function overlayRoutes(app: FastifyInstance, { db, clock }: IntelligenceDeps): void {
  mount(app, routes.overlay, async ({ caller, params }) => {
    const overlay = await db.asOrg(caller.org, (tx) => readOverlay(tx, params.id));
    if (overlay === undefined)
      throw new AppError('not_found', { detail: 'Your organisation has noted nothing of it.' });
    return overlay;
  });

  mount(app, routes.putOverlay, ({ caller, params, body }) =>
    db.asOrg(caller.org, async (tx) => {
      // The operator reads the trail: it says that something was noted, and not of what.
      const row = { at: clock.now(), org: caller.org, actor: caller.name, action: 'overlay.put', subject: 'overlay' };
      await recordAudit(tx, row);
      return putOverlay(tx, params.id, body, caller.name, clock.now());
    }),
  );
}
