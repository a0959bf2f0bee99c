import { isObject, parseJson, type JsonObject } from '@tocsin/stix';
import { listedVersion } from '../src/intelligence/objects/instant.ts';
import type { NewObject } from '../src/intelligence/objects/outcome.ts';
import { readEntries, readTombstones } from '../src/intelligence/store.ts';
import { memberViewer, type AudienceOrg } from '../src/sharing/audience-of-object.ts';
import { readBook } from '../src/sharing/store.ts';
import type { TestDatabase } from './database.ts';

let made = 0;

/** An id that no other object of the run has. */
export function stixId(type: string): string {
  return `${type}--00000000-0000-4000-8000-${(++made).toString(16).padStart(12, '0')}`;
}

/** An indicator, or another object; `change` sets its properties. */
export function object(change: Record<string, unknown> = {}): NewObject {
  const type = typeof change['type'] === 'string' ? change['type'] : 'indicator';
  const value: Record<string, unknown> = {
    type,
    spec_version: '2.1',
    id: stixId(type),
    created: '2026-01-01T00:00:00.000Z',
    modified: '2026-01-01T00:00:00.000Z',
    ...(type === 'indicator' && {
      pattern: `[domain-name:value = 'c2.example.org']`,
      pattern_type: 'stix',
      valid_from: '2026-01-01T00:00:00Z',
    }),
    ...change,
  };
  return parsed(JSON.stringify(value));
}

/** Text as an object to store. */
export function parsed(body: string): NewObject {
  const result = parseJson(body);
  if (!result.ok || !isObject(result.value)) throw new Error(`no object: ${body}`);
  return { body, value: result.value };
}

export const marked = (level: string) => ({
  object_marking_refs: [
    {
      clear: 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487',
      green: 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
      amber: 'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421',
      'amber+strict': 'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003',
      red: 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1',
    }[level],
  ],
});

export const idOf = (value: { readonly value: JsonObject }): string =>
  JSON.parse(JSON.stringify(value.value['id'])) as string;
export const versionOf = (value: { readonly value: JsonObject }): string => listedVersion(value.value).version;

/** Adds orgs by `owner`'s right; gives them by handle. */
export async function addOrgs(
  { ownerPool }: TestDatabase,
  orgs: readonly { handle: string; kind?: string; nation?: string; enrolment?: string; team?: string }[],
): Promise<Record<string, number>> {
  const ids: Record<string, number> = {};
  for (const { handle, kind = 'government', nation = null, enrolment = 'enrolled', team = null } of orgs) {
    if (nation !== null)
      await ownerPool.query(
        `insert into nation (code, name, basis, enrolment, languages, time_zone, domains) values ($1, $1, 'eu', 'enrolled', '{}', 'UTC', array[lower($1)]) on conflict do nothing`,
        [nation],
      );
    const { rows } = await ownerPool.query<{ id: number }>(
      `insert into org (handle, name, kind, nation, enrolment, team) values ($1, $1, $2, $3, $4, $5) returning id`,
      [handle, kind, nation, enrolment, team],
    );
    ids[handle] = rows[0]!.id;
  }
  await ownerPool.query(`select nextval('registry_version')`);
  return ids;
}

/** The list of an org as it reads it, in pages of `limit`. */
export async function listOf(
  { db }: TestDatabase,
  org: number,
  now: Date,
  query: Partial<Parameters<typeof readEntries>[2]> = {},
) {
  const { orgs } = await readBook(db, now);
  const viewer = memberViewer(orgs.find(({ id }) => id === org) as AudienceOrg);
  const entries = [];
  for (let after = query.after; ;) {
    const page = await db.asOrg(org, (tx) =>
      readEntries(tx, viewer, { limit: 1000, ...query, ...(after !== undefined && { after }) }, now),
    );
    entries.push(...page.entries);
    if (!page.more) return entries;
    after = page.last;
  }
}

/** What was taken back from an org. */
export const tombstonesOf = async ({ db }: TestDatabase, org: number) =>
  (await db.asOrg(org, (tx) => readTombstones(tx, { limit: 1000 }))).entries;
