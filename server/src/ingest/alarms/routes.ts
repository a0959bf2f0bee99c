import { routes } from '@tocsin/api';
import type { FastifyInstance } from 'fastify';
import { recordAudit } from '#audit/store.ts';
import type { Clock } from '#kernel/clock.ts';
import type { Db } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import { mount } from '#kernel/http/routes.ts';
import { closeAlarm, listAlarms } from './store.ts';

/** Alarms of feeds: seen by who runs the source, closed by the operator. */
export function alarmRoutes(app: FastifyInstance, { db, clock }: { db: Db; clock: Clock }): void {
  mount(app, routes.alarms, ({ query, caller }) => db.asOrg(caller.org, (tx) => listAlarms(tx, query.open ?? false)));

  mount(app, routes.closeAlarm, ({ params, caller }) =>
    db.asOrg(caller.org, async (tx) => {
      const alarm = await closeAlarm(tx, params.id, caller.name, clock.now());
      if (alarm === undefined) throw new AppError('not_found', { detail: `There is no alarm ${params.id}.` });
      await recordAudit(tx, {
        at: clock.now(),
        org: caller.org,
        actor: caller.name,
        action: 'alarm.close',
        subject: `alarm:${params.id}`,
      });
      return alarm;
    }),
  );
}
