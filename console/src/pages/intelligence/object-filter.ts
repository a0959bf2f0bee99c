import type { ObjectSearch } from '@tocsin/api';
import { format, t } from '../../messages/index.ts';
import type { FilterChipsProps } from '../../ui/facets.tsx';
import type { Url } from '../../ui/url-state.ts';
import { typeName } from './columns.tsx';

const { intelligence: texts } = t;
const words = texts.search;

/** Facets of the search, in their order; each may have several values, but state and owner. */
export const objectFacets = [
  'type',
  'tlp',
  'label',
  'tag',
  'nation',
  'technique',
  'actor',
  'creator',
  'owner',
  'state',
] as const;
export type ObjectFacet = (typeof objectFacets)[number];

/** A value of a facet in words; creators come with their names. */
export function facetValue(name: ObjectFacet, value: string, label = value): string {
  if (name === 'type') return typeName(value);
  if (name === 'nation') return format.country(value);
  if (name === 'owner') return value === 'ours' ? texts.columns.own : texts.columns.another;
  if (name === 'state') return value === 'draft' ? texts.states.draft : texts.states.released;
  if (name === 'tlp') return value === 'none' ? texts.columns.byTerms : `TLP:${value.toUpperCase()}`;
  return label;
}

/** Everything in the URL that narrows the list, in the order of its chips. */
export const objectFilters: FilterChipsProps['filters'] = [
  { name: 'q', label: words.filters.q },
  ...objectFacets.map((name) => ({
    name,
    label: words.facets[name],
    valueLabel: (value: string) => facetValue(name, value),
  })),
  { name: 'score', label: words.filters.score, valueLabel: (value: string) => words.atLeast(value) },
];

const orders = ['newest', 'relevance', 'score'] as const;

/** The order that a URL asks for. */
export function orderOf(url: Pick<Url, 'one'>): (typeof orders)[number] {
  return orders.find((order) => order === url.one('order')) ?? 'newest';
}

/** The search of the API as the URL has it. */
export function readObjectFilter(url: Pick<Url, 'one' | 'all'>): ObjectSearch {
  const filter: Record<string, string | number> = {};
  for (const name of objectFacets) {
    const values = url.all(name);
    if (values.length === 0) continue;
    // Both values of one that knows only two ask nothing.
    if (name === 'owner' || name === 'state') {
      if (values.length === 1) filter[name] = values[0] ?? '';
    } else filter[name] = values.join('\n') + (values.length === 1 ? '\n' : '');
  }
  const q = url.one('q');
  if (q !== undefined) filter['q'] = q;
  const score = Number(url.one('score'));
  if (Number.isInteger(score) && score > 0 && score <= 100) filter['score'] = score;
  const order = orderOf(url);
  if (order !== 'newest') filter['sort'] = order;
  return filter;
}
