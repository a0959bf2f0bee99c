import { routes } from '@tocsin/api';
import { isObject, parseJson } from '@tocsin/stix';
import type { FastifyInstance } from 'fastify';
import { recordAudit } from '#audit/store.ts';
import { AppError } from '#kernel/errors.ts';
import { mount } from '#kernel/http/routes.ts';
import { decide, objectFacts } from '#sharing/index.ts';
import { readBook, readReleases } from '#sharing/store.ts';
import { viewerOf } from '../../viewer.ts';
import type { IntelligenceDeps } from '../routes.ts';
import { listNotices, noticedVersion } from './store.ts';

/** Mounts what is RED: notices without a body, and the body for the person that is named, stepped up, on a screen. */
export function noticeRoutes(app: FastifyInstance, { db, clock }: IntelligenceDeps): void {
  mount(app, routes.notices, async ({ caller }) => {
    const { person } = caller;
    if (person === undefined) return [];
    const rows = await db.asOrg(caller.org, (tx) => listNotices(tx, person.id, 500));
    return rows.map(({ version, at, withdrawnAt }) => ({
      version,
      at: at.toISOString(),
      withdrawnAt: withdrawnAt?.toISOString() ?? null,
    }));
  });

  mount(app, routes.readInPerson, async ({ caller, params }) => {
    const { person } = caller;
    if (person === undefined) throw new AppError('not_found');
    const now = clock.now();
    const book = await readBook(db, now);
    const org = book.orgs.find(({ id }) => id === caller.org);
    // No org may read it, so that row-level security shows it to none: the decision on this person stands alone.
    const object = await db.asSystem('RED in person', async (tx) => {
      const found = await noticedVersion(tx, params.version, caller.org, person.id);
      const facts = found === undefined ? undefined : (await readReleases(tx, [found.release])).get(found.release);
      if (found === undefined || facts === undefined) throw new AppError('not_found');
      const subject = { ...objectFacts(facts, book), withdrawn: found.withdrawn };
      const decision = decide({ facts: subject, body: found.body }, viewerOf(caller, org, 'console'), now);
      if (!decision.allow) throw new AppError('not_found');
      const { name: actor } = caller;
      const detail = { rule: decision.rule };
      await recordAudit(tx, {
        at: now,
        org: caller.org,
        actor,
        action: 'object.read',
        subject: `version/${params.version}`,
        detail,
      });
      return parseJson(decision.cleared);
    });
    return { object: object.ok && isObject(object.value) ? object.value : null };
  });
}
