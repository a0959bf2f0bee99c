import { routes } from '@tocsin/api';
import type { FastifyInstance } from 'fastify';
import { showing } from '#kernel/http/answer-record.ts';
import { mount } from '#kernel/http/routes.ts';
import { readBook } from '#sharing/store.ts';
import type { IntelligenceDeps } from '../objects/routes.ts';
import { notesOn } from '../overlays/store.ts';
import { viewerOf } from '../viewer.ts';
import { readWarned } from '../warninglists/store.ts';
import { foundObject, shownObjects } from './found.ts';
import { searchObjects } from './store.ts';

/** Mounts the search of objects. */
export function objectSearchRoutes(app: FastifyInstance, { db, clock }: IntelligenceDeps): void {
  mount(app, routes.searchObjects, async ({ caller, query, request }) => {
    const now = clock.now();
    const { orgs } = await readBook(db, now);
    const org = orgs.find(({ id }) => id === caller.org);
    const viewer = viewerOf(caller, org, caller.kind === 'person' ? 'console' : 'api');
    const warned = await readWarned(db);
    const { found, notes } = await db.asOrg(caller.org, async (tx) => {
      const page = await searchObjects(tx, viewer, query, now);
      return {
        found: page,
        notes: await notesOn(
          tx,
          page.entries.map(({ id }) => id),
        ),
      };
    });
    const { entries, ...counted } = found;
    showing(request, shownObjects(entries));
    const objects = entries.map((entry) => foundObject(entry, caller.org, notes.get(entry.id), warned));
    return { ...counted, objects };
  });
}
