import type { ObjectOutcome, StoredObject } from '#intelligence/index.ts';
import { instantOf } from './timestamp.ts';

/** One object of a POST: what it is, and why it was refused where it was. */
export interface Posted {
  readonly id: string;
  /** As in lists, once it is stored; until then what it says itself. */
  readonly version: string;
  readonly refusal?: string;
}

const failures: Readonly<Record<Exclude<ObjectOutcome, 'stored' | 'duplicate'>, string>> = {
  conflict: 'Another object with this id and version is there, and stays.',
  revoked: 'An earlier version revoked this object, which is final (STIX 2.1, section 3.6).',
};

/** An object in the words of its status; `refusal` is absent for what was stored, or was there already. */
export function postedOf({ id, version, outcome }: StoredObject): Posted {
  if (outcome === 'stored' || outcome === 'duplicate') return { id, version };
  return { id, version, refusal: failures[outcome] };
}

/** What an object that cannot be stored says of itself, as far as it says anything. */
export function refused(value: unknown, refusal: string, requestedAt: string): Posted {
  const said = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  const { id, modified, created } = said;
  const version = [modified, created].find((time) => typeof time === 'string' && instantOf(time) !== undefined);
  return {
    id: typeof id === 'string' && id !== '' ? id.slice(0, 300) : 'unknown',
    version: typeof version === 'string' ? version : requestedAt,
    refusal,
  };
}

/** The members of a status resource behind its id (TAXII 2.1, section 4.3.1). Everything is done when it is answered. */
export function statusOf(posted: readonly Posted[], requestedAt: string): object {
  const successes = posted.filter(({ refusal }) => refusal === undefined).map(({ id, version }) => ({ id, version }));
  const refusals = posted.flatMap(({ id, version, refusal }) =>
    refusal === undefined ? [] : [{ id, version, message: refusal }],
  );
  return {
    status: 'complete',
    request_timestamp: requestedAt,
    total_count: posted.length,
    success_count: successes.length,
    ...(successes.length > 0 && { successes }),
    failure_count: refusals.length,
    ...(refusals.length > 0 && { failures: refusals }),
    pending_count: 0,
  };
}
