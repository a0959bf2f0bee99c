import { nanosecondsOf } from '../nanoseconds.ts';

/** A cyber-observable object, as JSON gives it. */
export type ObservableObject = Readonly<Record<string, unknown>>;

/**
 * What was observed: `objects` by id, `number_observed` times (1 where left out), between two instants. References are followed
 * within `objects` only.
 */
export interface ObservedData {
  readonly first_observed: string;
  readonly last_observed: string;
  readonly number_observed?: number;
  readonly objects: Readonly<Record<string, ObservableObject>>;
}

/** When an observation was made, in nanoseconds since 1970 UTC, and how often. */
export interface Occurrence {
  readonly first: bigint;
  readonly last: bigint;
  readonly times: number;
}

/** `undefined` where a time is no STIX timestamp or the two are the wrong way round: such an observation matches nothing. */
export function occurrenceOf(observed: ObservedData): Occurrence | undefined {
  const first = nanosecondsOf(observed.first_observed);
  const last = nanosecondsOf(observed.last_observed);
  if (first === undefined || last === undefined || last < first) return undefined;
  return { first, last, times: Math.max(1, Math.floor(observed.number_observed ?? 1)) };
}
