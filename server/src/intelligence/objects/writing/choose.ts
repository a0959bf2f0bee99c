import { isObject, parseJson, sameContent } from '@tocsin/stix';
import type { StoredObject } from '../outcome.ts';
import type { Prepared } from './prepare.ts';

/** A version that is there already. */
export interface Present {
  readonly id: string;
  readonly instant: string;
  readonly row: number;
  readonly body: string;
  readonly withdrawn: boolean;
}

/** What is there of the objects of a request, of the same org and collection. */
export interface Standing {
  /** By id and instant. */
  readonly versions: ReadonlyMap<string, Present>;
  /** By id: the instant of the version that revoked the object, or null. Absent: the org does not have it yet. */
  readonly objects: ReadonlyMap<string, string | null>;
}

export interface Choice {
  readonly outcomes: readonly StoredObject[];
  /** Indexes of those to insert. */
  readonly fresh: readonly number[];
  /** Indexes and rows of those that were withdrawn and come again. */
  readonly again: readonly { readonly index: number; readonly row: number }[];
}

export const versionKey = ({ id, instant }: { readonly id: string; readonly instant: string }): string =>
  `${id} ${instant}`;

/**
 * What becomes of each object. The first of an id and version stays whatever comes later: the same content is a duplicate,
 * other content a conflict. After a revocation no later version is taken; an earlier one that arrives late is.
 */
export function choose(prepared: readonly Prepared[], standing: Standing): Choice {
  const fresh: number[] = [];
  const again: { index: number; row: number }[] = [];
  const taken = new Map<string, Prepared>();
  const revoked = new Map(standing.objects);
  const outcomes = prepared.map((object, index): StoredObject => {
    const { id, version, instant } = object;
    const key = versionKey(object);
    const present = standing.versions.get(key);
    const earlier = taken.get(key);
    if (earlier !== undefined) return { id, version, outcome: same(earlier.value, object) };
    if (present !== undefined) {
      const outcome = sameBody(present.body, object);
      if (outcome === 'conflict' || !present.withdrawn) return { id, version, outcome, row: present.row };
      taken.set(key, object);
      again.push({ index, row: present.row });
      return { id, version, outcome: 'stored', row: present.row };
    }
    const ended = revoked.get(id);
    if (ended != null && instant > ended) return { id, version, outcome: 'revoked' };
    if (object.revoked && (ended == null || instant < ended)) revoked.set(id, instant);
    taken.set(key, object);
    fresh.push(index);
    return { id, version, outcome: 'stored' };
  });
  return { outcomes, fresh, again };
}

const same = (before: Prepared['value'], { value }: Prepared): 'duplicate' | 'conflict' =>
  sameContent(before, value) ? 'duplicate' : 'conflict';

function sameBody(body: string, object: Prepared): 'duplicate' | 'conflict' {
  if (body === object.body) return 'duplicate';
  const before = parseJson(body);
  return before.ok && isObject(before.value) ? same(before.value, object) : 'conflict';
}
