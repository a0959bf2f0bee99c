import { AppError } from '#kernel/errors.ts';
import type { Hit } from './finding/store.ts';

/** Most hits that are counted, and among which is sorted by anything but time. */
export const mostCounted = 10_000;

export type Sort = 'newest' | 'relevance' | 'score';

/** Where a list goes on: behind a version; of an order that has no place in an index, behind so many. */
export interface Place {
  readonly sort: Sort;
  readonly at: number;
}

export const formatPlace = ({ sort, at }: Place): string => Buffer.from(`${sort} ${at}`).toString('base64url');

/** What formatPlace made for this order. Throws `invalid_cursor` for anything else. */
export function parsePlace(given: string, sort: Sort): Place {
  const [, of, at = ''] = /^(\w+) (\d{1,15})$/.exec(Buffer.from(given, 'base64url').toString('latin1')) ?? [];
  if (of !== sort) throw new AppError('invalid_cursor');
  return { sort, at: Number(at) };
}

/** Hits in an order; those that came last first where nothing else tells them apart. */
export function sorted(hits: readonly Hit[], sort: Sort, scores: ReadonlyMap<number, number>): readonly Hit[] {
  if (sort === 'newest') return hits;
  const weight = ({ version, rank }: Hit): number => (sort === 'relevance' ? rank : (scores.get(version) ?? -1));
  return hits.toSorted((a, b) => weight(b) - weight(a) || b.version - a.version);
}
