import { useQuery } from '@tanstack/react-query';
import type { Episode, EpisodePage, QueryOf } from '@tocsin/api';
import { useMemo } from 'react';
import { api, query, routes } from '../../api.ts';
import { useFrozenRange } from '../../components/list/use-frozen-range.ts';
import { usePages } from '../../components/list/use-pages.ts';
import { className } from '../../components/words.ts';
import { format, t } from '../../messages/index.ts';
import type { FilterChipsProps } from '../../ui/facets.tsx';
import { useUrl, type Url } from '../../ui/url-state.ts';

export type EpisodeQuery = QueryOf<typeof routes.episodes>;

const pageSize = 200;

function stateLabel(value: string): string {
  const known: Readonly<Record<string, string>> = t.words.episodeStates;
  return value === 'open' ? t.hosts.open : (known[value] ?? value);
}

/** Everything in the URL that narrows the list, in the order of its chips. */
export const filters: FilterChipsProps['filters'] = [
  { name: 'q', label: t.hosts.filters.q },
  { name: 'state', label: t.hosts.facets.state, valueLabel: stateLabel },
  {
    name: 'family',
    label: t.hosts.facets.family,
    valueLabel: (value) => (value === 'none' ? t.words.noFamily : value),
  },
  { name: 'class', label: t.hosts.facets.class, valueLabel: className },
  {
    name: 'country',
    label: t.hosts.facets.country,
    valueLabel: (value) => (value === 'none' ? t.words.unknown : format.country(value)),
  },
  { name: 'asn', label: t.hosts.facets.asn, valueLabel: (value) => t.words.asNumber(Number(value)) },
  { name: 'address', label: t.hosts.filters.address },
  {
    name: 'begunFrom',
    label: t.hosts.filters.begunFrom,
    valueLabel: (value) => format.utcTime(new Date(value)),
  },
];

function readFilter(url: Pick<Url, 'all'>): Record<string, string> {
  const given = filters.map(({ name }) => [name, url.all(name).join(',')] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== ''));
}

/** The episodes of this URL, their totals kept fresh, and how many more there are by now. */
export function useEpisodeList() {
  const url = useUrl();
  const { range } = useFrozenRange('week');
  const asked = JSON.stringify({
    ...readFilter(url),
    from: range.from,
    ...(range.to === undefined ? {} : { to: range.to }),
  });
  const filter = useMemo(() => JSON.parse(asked) as EpisodeQuery, [asked]);
  const list = usePages<EpisodePage>([routes.episodes.path, asked], (cursor, signal) =>
    api.call(routes.episodes, {
      query: { ...filter, limit: pageSize, ...(cursor === null ? {} : { cursor: String(cursor) }) },
      signal,
    }),
  );
  // Live changes ask for this one again (live.ts); the rows wait until they are wanted.
  const fresh = useQuery({
    ...query(routes.episodes, { query: { ...filter, limit: 1 } }),
    placeholderData: (before) => before,
  });
  const { pages, first } = list;
  const rows = useMemo<Episode[] | undefined>(() => pages?.flatMap(({ episodes }) => episodes), [pages]);
  const totals = fresh.data ?? first;
  const waiting = fresh.isPlaceholderData ? 0 : Math.max(0, (fresh.data?.total ?? 0) - (first?.total ?? 0));
  return { list, rows, totals, filter, waiting: first === undefined ? 0 : waiting };
}
