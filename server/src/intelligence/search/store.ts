import type { ObjectHits, ObjectSearch } from '@tocsin/api';
import type { Tx } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import type { Cleared, Viewer } from '#sharing/index.ts';
import { countFacets, facetNames, namesOf, type CountedFacet, type FacetCount } from './facets/store.ts';
import { findObjects, scoresOf, type Criteria } from './finding/store.ts';
import type { FoundEntry } from './found.ts';
import { readFound } from './pages/store.ts';
import { formatPlace, mostCounted, parsePlace, sorted, type Sort } from './place.ts';
import { listOf, readQuestion } from './question.ts';
import type { FacetName } from './words.ts';

/** One page of what was found, and on the first page how much there is. */
export interface Found extends Omit<ObjectHits, 'objects'> {
  readonly entries: readonly Cleared<FoundEntry>[];
}

/**
 * A page of the objects that the acting org may have and that fit. Sorted by time the list goes on without end; by relevance or
 * score it is that of the newest 10,000. Throws `validation_failed`, `invalid_cursor`.
 */
export async function searchObjects(tx: Tx, viewer: Viewer, filter: ObjectSearch, now: Date): Promise<Found> {
  const { sort = 'newest', limit = 100, cursor } = filter;
  const place = cursor === undefined ? undefined : parsePlace(cursor, sort);
  const criteria = criteriaOf(filter);
  const behind = sort === 'newest' ? (place?.at ?? null) : null;
  const first = place === undefined;
  const most = first || sort !== 'newest' ? mostCounted + 1 : limit + 1;
  const hits = await findObjects(tx, criteria, behind, most, now);
  const counted = hits.slice(0, mostCounted);
  const scores =
    sort === 'score'
      ? await scoresOf(
          tx,
          counted.map(({ version }) => version),
          now,
        )
      : new Map<number, number>();
  const from = sort === 'newest' ? 0 : (place?.at ?? 0);
  const inOrder = sort === 'newest' ? hits : sorted(counted, sort, scores);
  const page = inOrder.slice(from, from + limit);
  const entries = await readFound(
    tx,
    viewer,
    page.map(({ version }) => version),
    now,
  );
  return {
    entries,
    next: inOrder.length > from + limit ? formatPlace(nextPlace(sort, page.at(-1)?.version ?? 0, from + limit)) : null,
    total: first ? counted.length : null,
    totalIs: hits.length > mostCounted ? 'at_least' : 'exact',
    facets: first
      ? await facetsOf(
          tx,
          filter,
          counted.map(({ version }) => version),
          now,
        )
      : {},
  };
}

const nextPlace = (sort: Sort, version: number, count: number) => ({ sort, at: sort === 'newest' ? version : count });

/** The criteria of a filter; without one facet's own, to count what choosing another of its values would give. */
function criteriaOf(filter: ObjectSearch, without?: CountedFacet): Criteria {
  const question = readQuestion(filter, without as FacetName | undefined);
  if ('refusal' in question) throw refused('q', question.refusal);
  const { owner, state, tag, verdict, from, to, score } = filter;
  const chosen = (given: string | undefined): readonly string[] | null => {
    const all = listOf(given);
    return all.length === 0 ? null : all;
  };
  if (from !== undefined && to !== undefined && to < from) throw refused('to', 'lies before from');
  return {
    words: question.words,
    ranked: filter.sort === 'relevance' ? question.ranked : null,
    uuids: question.uuids,
    owned: owner === undefined || without === 'owner' ? null : owner === 'ours',
    draft: state === undefined || without === 'state' ? null : state === 'draft',
    tags: without === 'tag' ? null : chosen(tag),
    verdicts: chosen(verdict),
    since: from ?? null,
    until: to ?? null,
    least: score ?? null,
  };
}

const refused = (name: string, problem: string): AppError =>
  new AppError('validation_failed', {
    detail: `query /${name}: ${problem}`,
    problems: [{ in: 'query', pointer: `/${name}`, problem }],
  });

async function facetsOf(
  tx: Tx,
  filter: ObjectSearch,
  versions: readonly number[],
  now: Date,
): Promise<ObjectHits['facets']> {
  const chosen = facetNames.filter((name) => filter[name] !== undefined && filter[name] !== '');
  const counts: FacetCount[] = await countFacets(
    tx,
    versions,
    facetNames.filter((name) => !chosen.includes(name)),
  );
  for (const name of chosen) {
    const hits = await findObjects(tx, criteriaOf(filter, name), null, mostCounted, now);
    counts.push(
      ...(await countFacets(
        tx,
        hits.map(({ version }) => version),
        [name],
      )),
    );
  }
  const creators = counts.filter(({ facet }) => facet === 'creator').map(({ value }) => value);
  const names = await namesOf(tx, creators);
  return Object.fromEntries(
    facetNames.map((name) => [
      name,
      counts
        .filter(({ facet }) => facet === name)
        .map(({ value, count }) => ({
          value,
          label: (name === 'creator' ? names.get(value) : undefined) ?? value,
          count,
        })),
    ]),
  );
}
