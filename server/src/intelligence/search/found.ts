import type { FoundObject } from '@tocsin/api';
import { isObject, nameOf, parseJson, tlpOf, type JsonObject } from '@tocsin/stix';
import type { Shown } from '#kernel/http/answer-record.ts';
import type { Entry } from '../objects/entry.ts';
import type { Warned } from '../warninglists/warned.ts';
import { valuesOf } from './values.ts';

/** A version that was found: an entry of a list, or a draft of the acting org. */
export interface FoundEntry extends Omit<Entry, 'dateAdded'> {
  readonly dateAdded: string | null;
  readonly draft: boolean;
  /** A draft whose release waits. */
  readonly waits: boolean;
  /** Score as it is at the time of asking; null for what has none. */
  readonly score: number | null;
  readonly at: Date;
}

/** What the acting org itself made of an object. */
export interface Noted {
  readonly verdict: string | null;
  readonly tags: readonly string[];
  readonly score: number | null;
}

/** What an answer with these objects shows: their ids, and whose they are. */
export function shownObjects(entries: readonly Pick<FoundEntry, 'id' | 'owner'>[]): Shown {
  const owners = new Map<number, number>();
  for (const { owner } of entries) owners.set(owner, (owners.get(owner) ?? 0) + 1);
  return { objects: entries.length, ids: entries.map(({ id }) => id), owners };
}

/** An entry as lists of what was found show it. */
export function foundObject(entry: FoundEntry, org: number, noted: Noted | undefined, warned: Warned): FoundObject {
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
    warninglists: object === undefined ? [] : warningsOf(object, warned),
    modified: at.toISOString(),
  };
}

function objectOf(body: string): JsonObject | undefined {
  const parsed = parseJson(body);
  return parsed.ok && isObject(parsed.value) ? parsed.value : undefined;
}

/** The warninglists that name something that an object stands for or looks for. */
export const warningsOf = (object: JsonObject, warned: Warned): string[] => [
  ...new Set(valuesOf(object).flatMap(({ value }) => warned(value))),
];
