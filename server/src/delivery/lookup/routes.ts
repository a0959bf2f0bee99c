import { routes, type LookedUp } from '@tocsin/api';
import type { FastifyInstance } from 'fastify';
import { mostPasted, readPasted, shownObjects, viewerOf } from '#intelligence/index.ts';
import { knownValues, readWarned } from '#intelligence/store.ts';
import type { Clock } from '#kernel/clock.ts';
import type { Db } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import { showing } from '#kernel/http/answer-record.ts';
import { mount } from '#kernel/http/routes.ts';
import { parseIp } from '#registry/ip-data/index.ts';
import { readBook } from '#sharing/store.ts';
import { seenAddresses } from './store.ts';

/** Mounts the question what is known of many values at once: in intelligence, in one's own constituency, on warninglists. */
export function lookupRoutes(app: FastifyInstance, { db, clock }: { readonly db: Db; readonly clock: Clock }): void {
  mount(app, routes.lookup, async ({ caller, body, request }) => {
    const now = clock.now();
    const pasted = readPasted(body.text);
    if (pasted.length === 0) throw new AppError('validation_failed', { detail: 'There is no value in this text.' });
    if (pasted.length > mostPasted)
      throw new AppError('validation_failed', { detail: `${pasted.length} values: at most ${mostPasted} at once.` });
    const { orgs } = await readBook(db, now);
    const org = orgs.find(({ id }) => id === caller.org);
    const viewer = viewerOf(caller, org, caller.kind === 'person' ? 'console' : 'api');
    const warned = await readWarned(db);
    const values = pasted.map(({ value }) => value);
    const seesEvents = caller.scopes.includes('events:read') && viewer.org?.enrolment === 'enrolled';
    const addresses = values.filter((value) => parseIp(value) !== undefined);
    const { known, entries, seen } = await db.asOrg(caller.org, async (tx) => ({
      ...(await knownValues(tx, viewer, values, warned, now)),
      seen: await seenAddresses(tx, seesEvents ? addresses : []),
    }));
    const episodes = [...seen.values()].reduce((sum, each) => sum + each.episodes, 0);
    showing(request, { ...shownObjects(entries), ...(episodes > 0 && { episodes }) });
    const looked = pasted.map(({ given, value }): LookedUp => {
      const { objects = [], total = 0 } = known.get(value) ?? {};
      const at = seen.get(value);
      return {
        given,
        value,
        objects: [...objects],
        total,
        seen: at === undefined ? null : { ...at, lastSeen: at.lastSeen.toISOString() },
        warninglists: [...warned(value)],
      };
    });
    return { values: looked };
  });
}
