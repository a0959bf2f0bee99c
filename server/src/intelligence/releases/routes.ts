import { routes, type OrgAnswer, type ReleaseTermsInput } from '@tocsin/api';
import { isObject, parseJson } from '@tocsin/stix';
import type { FastifyInstance } from 'fastify';
import { recordAudit } from '#audit/store.ts';
import type { Tx } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import type { Caller } from '#kernel/http/caller.ts';
import { mount } from '#kernel/http/routes.ts';
import { decideOrgs, explanations, objectFacts, type ReleaseTerms } from '#sharing/index.ts';
import { listGroups, readBook, readReleases, type SharingBook } from '#sharing/store.ts';
import { markingsFor } from '../objects/markings/store.ts';
import { notFound, type IntelligenceDeps } from '../objects/routes.ts';
import { prepareObjects } from '../objects/writing/prepare.ts';
import { previewSharing } from './preview.ts';
import { readTerms } from './terms.ts';
import { findSharing, ownVersions, releaseObjects, undoRelease, withdrawObjects } from './store.ts';

/** A release reaches nobody before so many seconds, unless it is urgent: the time to undo it. */
const undoS = 60;

/** Mounts releasing, undoing, withdrawing, and who sees what and why. */
export function releaseRoutes(app: FastifyInstance, { db, clock }: IntelligenceDeps): void {
  /** Terms by the ids of orgs and groups that the caller may name. Throws `validation_failed`. */
  async function termsFor(caller: Caller, input: ReleaseTermsInput, book: SharingBook): Promise<ReleaseTerms> {
    const groups = await db.asOrg(caller.org, listGroups);
    const handles = {
      orgs: new Map(book.orgs.map(({ handle, id }) => [handle, id])),
      groups: new Map(groups.map(({ handle, id }) => [handle, id])),
    };
    const read = readTerms(input, caller.org, handles, clock.now());
    if ('refusal' in read) throw new AppError('validation_failed', { detail: read.refusal });
    return read.terms;
  }
  const audited =
    (caller: Caller, action: string, detail: object) =>
    (tx: Tx): Promise<void> =>
      recordAudit(tx, { at: clock.now(), org: caller.org, actor: caller.name, action, subject: 'object', detail });

  mount(app, routes.releaseObjects, async ({ caller, body }) => {
    const { ids, terms: input, urgent = false } = body;
    const terms = await termsFor(caller, input, await readBook(db, clock.now()));
    const versions = await releaseObjects(
      db,
      {
        ids,
        terms,
        undoS: urgent ? 0 : undoS,
        by: caller.name,
        within: audited(caller, 'object.release', { ids, terms: input, urgent }),
      },
      clock.now(),
    );
    if (versions.length === 0) throw notFound(ids[0] ?? '');
    return { versions: versions.map(({ row, id, version, at }) => ({ row, id, version, at: at.toISOString() })) };
  });

  mount(app, routes.undoRelease, ({ caller, body }) =>
    db.asSystem('undo a release', async (tx) => {
      const versions = await undoRelease(tx, caller.org, body.versions);
      await audited(caller, 'object.undo', { versions })(tx);
      return { versions };
    }),
  );

  mount(app, routes.withdrawObject, async ({ caller, params, body }) => {
    const { reason = 'withdrawn', version } = body;
    const request = {
      owner: caller.org,
      id: params.id,
      reason,
      by: caller.name,
      ...(version !== undefined && { version }),
      within: audited(caller, 'object.withdraw', { id: params.id, ...body }),
    };
    const versions = await withdrawObjects(db, request, clock.now());
    if (versions === 0) throw notFound(params.id);
    return { versions };
  });

  mount(app, routes.previewSharing, async ({ caller, body }) => {
    const book = await readBook(db, clock.now());
    const terms = await termsFor(caller, body.terms, book);
    const found = await db.asOrg(caller.org, (tx) => ownVersions(tx, caller.org, 0, body.ids));
    if (found.length === 0) throw notFound(body.ids[0] ?? '');
    const objects = found.flatMap(({ body: text }) => {
      const parsed = parseJson(text);
      return parsed.ok && isObject(parsed.value) ? [{ value: parsed.value, body: text }] : [];
    });
    const resolve = await markingsFor(db, caller.org, objects);
    const { prepared, releases } = prepareObjects(objects, terms, book, resolve);
    return previewSharing(prepared, releases, terms, book, clock.now());
  });

  mount(app, routes.whySharing, async ({ caller, params, query }): Promise<OrgAnswer> => {
    const book = await readBook(db, clock.now());
    const found = await db.asOrg(caller.org, (tx) => findSharing(tx, params.id));
    if (found === undefined) throw notFound(params.id);
    const handle = query.org ?? caller.orgHandle;
    // Who else has something is for its owner to know.
    if (handle !== caller.orgHandle && found.owner !== caller.org)
      throw new AppError('forbidden', {
        detail: 'Of what is another’s, one may ask for one’s own organisation alone.',
      });
    const org = book.orgs.find((each) => each.handle === handle);
    if (org === undefined) throw new AppError('not_found', { detail: `There is no organisation ${handle}.` });
    const facts = await db.asSystem('why', (tx) => readReleases(tx, found.release === null ? [] : [found.release]));
    const release = facts.get(found.release ?? 0);
    const subject =
      release === undefined
        ? { ...draftOf(found.owner), withdrawn: found.withdrawn }
        : { ...objectFacts(release, book), withdrawn: found.withdrawn };
    const [decision] = decideOrgs(subject, [org], clock.now());
    const rule = decision?.rule ?? 'default_deny';
    const { name, kind, nation } = org;
    return { org: handle, name, kind, nation, allow: decision?.allow === true, rule, explanation: explanations[rule] };
  });
}

/** The facts of what nobody has released. */
function draftOf(owner: number) {
  return {
    owner,
    released: false,
    releaseExpiry: null,
    embargoUntil: null,
    embargoRecipients: [],
    exclusions: [],
    tlp: 'amber+strict' as const,
    distribution: 'named' as const,
    named: { orgs: [], users: [], groupMembers: [] },
    concerns: [],
  };
}
