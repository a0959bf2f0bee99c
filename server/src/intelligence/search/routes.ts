import { routes, type FoundObject } from '@tocsin/api';
import { isObject, nameOf, parseJson, tlpOf, type JsonObject } from '@tocsin/stix';
import type { FastifyInstance } from 'fastify';
import type { Shown } from '#kernel/http/answer-record.ts';
import { showing } from '#kernel/http/answer-record.ts';
import { mount } from '#kernel/http/routes.ts';
import { readBook } from '#sharing/store.ts';
import type { IntelligenceDeps } from '../objects/routes.ts';
import { notesOn } from '../overlays/store.ts';
import { viewerOf } from '../viewer.ts';
import { readWarned } from '../warninglists/store.ts';
import type { Warned } from '../warninglists/warned.ts';
import type { FoundEntry } from './pages/store.ts';
import { searchObjects } from './store.ts';
import { valuesOf } from './values.ts';

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

/** What an answer with these objects shows: their ids, and whose they are. */
export function shownObjects(entries: readonly Pick<FoundEntry, 'id' | 'owner'>[]): Shown {
  const owners = new Map<number, number>();
  for (const { owner } of entries) owners.set(owner, (owners.get(owner) ?? 0) + 1);
  return { objects: entries.length, ids: entries.map(({ id }) => id), owners };
}

/** An entry as lists of what was found show it. */
export function foundObject(
  entry: FoundEntry,
  org: number,
  noted:
    { readonly verdict: string | null; readonly tags: readonly string[]; readonly score: number | null } | undefined,
  warned: Warned,
): FoundObject {
  const { row, id, type, version, dateAdded, owner, rule, body, draft, waits, score, at } = entry;
  const object = objectOf(body);
  return {
    row,
    id,
    type,
    name: object === undefined ? null : nameOf(object),
    version,
    state: waits ? 'scheduled' : draft ? 'draft' : 'released',
    owner: owner === org,
    tlp: object === undefined ? null : (tlpOf(object) ?? null),
    dateAdded,
    rule,
    score: score === null ? null : Math.round(score),
    analystScore: noted?.score ?? null,
    verdict: noted?.verdict ?? null,
    tags: [...(noted?.tags ?? [])],
    warninglists: object === undefined ? [] : warnings(object, warned),
    modified: at.toISOString(),
  };
}

function objectOf(body: string): JsonObject | undefined {
  const parsed = parseJson(body);
  return parsed.ok && isObject(parsed.value) ? parsed.value : undefined;
}

const warnings = (object: JsonObject, warned: Warned): string[] => [
  ...new Set(valuesOf(object).flatMap(({ value }) => warned(value))),
];
