import { referencesOf, type JsonObject } from '@tocsin/stix';
import type { Clock } from '#kernel/clock.ts';
import type { Db, Tx } from '#kernel/db.ts';
import type { Caller } from '#kernel/http/caller.ts';
import { pageSource, type EntryFilters } from '#intelligence/index.ts';
import { readEntries } from '#intelligence/store.ts';
import type { Tlp } from '#sharing/index.ts';
import { readReader } from '../reader/store.ts';
import { markedOf, tlpDefinition, type Marked } from './marked.ts';

export interface ExportDeps {
  readonly db: Db;
  readonly clock: Clock;
}

export interface Selection {
  readonly filters: EntryFilters;
  /** Only what came after it. */
  readonly after?: string;
}

export interface MarkedPage {
  readonly objects: readonly Marked[];
  readonly more: boolean;
  readonly last?: string;
}

const mostNeighbours = 2000;

/** How many entries fit, counted up to `most` + 1. */
export function countSelection(
  { db }: ExportDeps,
  caller: Caller,
  { filters, after }: Selection,
  most: number,
): Promise<number> {
  return db.asOrg(caller.org, async (tx) => {
    await readReader(tx, caller, 'feed');
    const { text, values } = pageSource({ limit: most, filters, ...(after !== undefined && { after }) });
    const { count } = await tx.one<{ count: number }>(`select count(*)::int as count from (${text}) e`, [...values]);
    return count;
  });
}

/** A page of a selection for the caller’s org, each body cleared for a feed, each with its level; RED is left out. */
export function readMarked(
  { db, clock }: ExportDeps,
  caller: Caller,
  { filters, after }: Selection,
  limit: number,
): Promise<MarkedPage> {
  return db.asOrg(caller.org, async (tx) => {
    const { viewer } = await readReader(tx, caller, 'feed');
    const query = { limit, filters, ...(after !== undefined && { after }) };
    const { entries, more, last } = await readEntries(tx, viewer, query, clock.now());
    const own = await ownLevels(
      tx,
      entries.filter(({ owner }) => owner === caller.org).map(({ row }) => row),
    );
    const objects = entries.flatMap((entry) => markedOf(entry, own.get(entry.row)) ?? []);
    return { objects, more, ...(last !== undefined && { last }) };
  });
}

/** The levels under which an org released its own versions: to nobody else the release itself is shown. */
async function ownLevels(tx: Tx, rows: readonly number[]): Promise<ReadonlyMap<number, Tlp>> {
  if (rows.length === 0) return new Map();
  const found = await tx.query<{ id: number; tlp: Tlp }>(
    'select v.id, r.tlp from object_version v join release r on r.id = v.release where v.id = any($1)',
    [rows],
  );
  return new Map(found.map(({ id, tlp }) => [id, tlp]));
}

/** The ids of an object and its neighbours that the caller’s org may have; undefined where it has not the object itself. */
export async function readAround(deps: ExportDeps, caller: Caller, id: string): Promise<readonly string[] | undefined> {
  const { objects } = await readMarked(deps, caller, { filters: { ids: [id] } }, 1);
  const [object] = objects;
  if (object === undefined) return undefined;
  const near = new Set([id, ...referencesOf(object.value).map((reference) => reference.id)]);
  const referring = await deps.db.asOrg(caller.org, (tx) =>
    tx.query<{ id: string }>(
      'select distinct v.stix_id as id from referring_versions($1::uuid, $2) as r (version) join object_version v on v.id = r.version',
      [id.slice(id.indexOf('--') + 2), mostNeighbours],
    ),
  );
  const ids = referring.map((row) => row.id);
  for (const each of ids) near.add(each);
  // A relationship alone says little: what it leads to comes along.
  const links = ids.filter((each) => /^(relationship|sighting)--/.test(each)).slice(0, mostNeighbours);
  if (links.length > 0) {
    const found = await readMarked(deps, caller, { filters: { ids: links } }, links.length);
    for (const { value } of found.objects) for (const reference of referencesOf(value)) near.add(reference.id);
  }
  return [...near];
}

/** Definitions of markings by id: TLP as it stands, others where the caller’s org has them. */
export async function readDefinitions(
  deps: ExportDeps,
  caller: Caller,
  ids: Iterable<string>,
): Promise<ReadonlyMap<string, JsonObject>> {
  const found = new Map<string, JsonObject>();
  const others: string[] = [];
  for (const id of new Set(ids)) {
    const known = tlpDefinition(id);
    if (known === undefined) others.push(id);
    else found.set(id, known);
  }
  if (others.length === 0) return found;
  const { objects } = await readMarked(deps, caller, { filters: { ids: others } }, others.length);
  for (const { entry, value } of objects) found.set(entry.id, value);
  return found;
}
