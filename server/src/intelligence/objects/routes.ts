import { routes, type ObjectItem, type ObjectResult, type ObjectsReport } from '@tocsin/api';
import { isObject, nameOf, parseJson, tlpOf, type JsonValue } from '@tocsin/stix';
import type { FastifyInstance } from 'fastify';
import { recordAudit } from '#audit/store.ts';
import type { Clock } from '#kernel/clock.ts';
import type { Db } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import type { Caller } from '#kernel/http/caller.ts';
import { mount } from '#kernel/http/routes.ts';
import { readViewer } from '../reader/store.ts';
import { readDraft, readDrafts } from './drafts/store.ts';
import type { Entry } from './entry.ts';
import { readText } from './read-text.ts';
import { readObjects, type Sent } from './read-body.ts';
import { readEntries } from './reading/store.ts';
import { storeObjects } from './writing/store.ts';

export interface IntelligenceDeps {
  readonly db: Db;
  readonly clock: Clock;
}

const storedAtOnce = 1000;

/** Mounts taking, listing and reading objects. */
export function objectRoutes(app: FastifyInstance, { db, clock }: IntelligenceDeps): void {
  const viewer = (caller: Caller) => readViewer(db, caller, clock.now());
  const versionsOf = async (caller: Caller, id: string, limit: number, all: boolean): Promise<readonly Entry[]> => {
    const who = await viewer(caller);
    const filters = { ids: [id], versions: all ? { all } : { last: true } };
    const { entries } = await db.asOrg(caller.org, (tx) => readEntries(tx, who, { limit, filters }, clock.now()));
    return entries;
  };

  mount(app, routes.objects, async ({ caller, query }) => {
    const { state = 'released', type, after, limit = 100 } = query;
    if (state === 'draft') return db.asOrg(caller.org, (tx) => readDrafts(tx, after, limit));
    if (after !== undefined && !isInstant(after)) throw new AppError('invalid_cursor');
    const who = await viewer(caller);
    const filters = type === undefined ? {} : { types: type.split(',') };
    const page = await db.asOrg(caller.org, (tx) =>
      readEntries(tx, who, { limit, filters, ...(after !== undefined && { after }) }, clock.now()),
    );
    return {
      objects: page.entries.map((entry) => itemOf(entry, caller)),
      next: page.more ? (page.last ?? null) : null,
    };
  });

  mount(app, routes.createObjects, async ({ caller, body, request }) => {
    const ndjson = (request.headers['content-type'] ?? '').includes('ndjson');
    const sent = readObjects(await readText(body, request.headers['content-encoding']), ndjson);
    const results: ObjectResult[] = [];
    for (let from = 0; from < sent.length; from += storedAtOnce)
      results.push(...(await take(sent.slice(from, from + storedAtOnce), from, caller)));
    return { objects: results, counts: countOutcomes(results) };
  });

  async function take(sent: readonly Sent[], from: number, caller: Caller): Promise<ObjectResult[]> {
    const good = sent.flatMap((item) => (item.ok ? [item.object] : []));
    const request = {
      objects: good,
      terms: { owner: caller.org },
      draft: true,
      by: caller.name,
      within: (tx: Parameters<typeof recordAudit>[0]) =>
        recordAudit(tx, {
          at: clock.now(),
          org: caller.org,
          actor: caller.name,
          action: 'object.create',
          subject: 'object',
          detail: { objects: good.length },
        }),
    };
    const stored = (good.length === 0 ? [] : await storeObjects(db, request, clock.now())).values();
    return sent.map((item, index): ObjectResult => {
      const position = from + index + 1;
      if (!item.ok) return { position, id: item.id, version: null, outcome: 'invalid', problems: [...item.problems] };
      const { id = null, version = null, outcome = 'stored' } = stored.next().value ?? {};
      return { position, id, version, outcome, problems: [] };
    });
  }

  mount(app, routes.object, async ({ caller, params }) => {
    const [entry] = await versionsOf(caller, params.id, 1, false);
    if (entry !== undefined) return { ...itemOf(entry, caller), object: valueOf(entry.body) };
    const draft = await db.asOrg(caller.org, (tx) => readDraft(tx, params.id));
    if (draft === undefined) throw notFound(params.id);
    return { ...draft.item, object: draft.object };
  });

  mount(app, routes.objectVersions, async ({ caller, params }) => {
    const entries = await versionsOf(caller, params.id, 1000, true);
    if (entries.length === 0) throw notFound(params.id);
    return entries.map((entry) => itemOf(entry, caller)).reverse();
  });
}

/** As the list gives places. Date.parse alone takes much that is no time to the database. */
function isInstant(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$/.test(text) && !Number.isNaN(Date.parse(text));
}

/** Unknown and forbidden look the same. */
export function notFound(id: string): AppError {
  return new AppError('not_found', { detail: `There is no object ${id}.` });
}

function itemOf({ row, id, type, version, dateAdded, owner, rule, body }: Entry, caller: Caller): ObjectItem {
  const value = valueOf(body);
  const [name, tlp] = isObject(value) ? [nameOf(value), tlpOf(value) ?? null] : [null, null];
  return { row, id, type, name, version, state: 'released', owner: owner === caller.org, tlp, dateAdded, rule };
}

/** What was stored was read once: it can be read again. */
function valueOf(body: string): JsonValue {
  const parsed = parseJson(body);
  return parsed.ok ? parsed.value : null;
}

function countOutcomes(results: readonly ObjectResult[]): ObjectsReport['counts'] {
  const counts = { stored: 0, duplicate: 0, conflict: 0, revoked: 0, invalid: 0 };
  for (const { outcome } of results) counts[outcome] += 1;
  return counts;
}
