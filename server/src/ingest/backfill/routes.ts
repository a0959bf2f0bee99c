import { routes } from '@tocsin/api';
import type { FastifyInstance } from 'fastify';
import type { Jobs } from '#kernel/jobs.ts';
import { mount } from '#kernel/http/routes.ts';
import { previewBackfill, spanOf, type BackfillDeps, type BackfillJobs } from './jobs.ts';
import { askBackfill, listBackfills } from './requests/store.ts';

export interface BackfillRouteDeps extends BackfillDeps {
  readonly jobs: Jobs;
  readonly backfillJobs: BackfillJobs;
}

/** Back-fills of past days: what one would give, asking for one, and how far it is. */
export function backfillRoutes(app: FastifyInstance, deps: BackfillRouteDeps): void {
  const { db, clock, jobs, backfillJobs } = deps;

  mount(app, routes.previewBackfill, ({ caller, params, query }) =>
    previewBackfill(deps, caller.org, params.handle, query.days),
  );

  mount(app, routes.startBackfill, ({ caller, params, body }) =>
    db.asOrg(caller.org, async (tx) => {
      const now = clock.now();
      const asked = { org: params.handle, days: body.days, ...spanOf(now, body.days) };
      const backfill = await askBackfill(tx, asked, { org: caller.org, name: caller.name }, now);
      await jobs.send(backfillJobs.run, { backfill: backfill.id }, { tx, key: `backfill ${backfill.id}` });
      return backfill;
    }),
  );

  mount(app, routes.backfills, ({ caller, params }) => db.asOrg(caller.org, (tx) => listBackfills(tx, params.handle)));
}
