import type { EventFilter } from '@tocsin/api';
import { className } from '../../components/words.ts';
import { format, t } from '../../messages/index.ts';
import type { FilterChipsProps } from '../../ui/facets.tsx';
import type { Url } from '../../ui/url-state.ts';

/** Filters of the list that may have several values. */
const several = ['family', 'class', 'country', 'source', 'asn', 'port'] as const;

/** The value that stands for "has none". */
export const none = 'none';

const countryLabel = (value: string) => (value === none ? t.words.unknown : format.country(value));
const familyLabel = (value: string) => (value === none ? t.words.noFamily : value);

/** Everything in the URL that narrows the list, in the order of its chips. */
export const filters: FilterChipsProps['filters'] = [
  { name: 'unrouted', label: t.events.filters.unrouted, valueLabel: () => t.events.filters.unroutedValue },
  { name: 'q', label: t.events.filters.q },
  { name: 'family', label: t.events.facets.family, valueLabel: familyLabel },
  { name: 'class', label: t.events.facets.class, valueLabel: className },
  { name: 'country', label: t.events.facets.country, valueLabel: countryLabel },
  { name: 'asn', label: t.events.facets.asn, valueLabel: (value) => t.words.asNumber(Number(value)) },
  { name: 'source', label: t.events.facets.source },
  { name: 'address', label: t.events.filters.address },
  { name: 'port', label: t.events.filters.port },
  { name: 'domain', label: t.events.filters.domain },
];

/** The API's filter as the URL has it, without the time. */
export function readFilter(url: Pick<Url, 'one' | 'all'>): EventFilter {
  const filter: Record<string, string | boolean> = {};
  for (const name of several) {
    const values = url.all(name);
    if (values.length > 0) filter[name] = values.join(',');
  }
  for (const name of ['q', 'address', 'domain'] as const) {
    const value = url.one(name);
    if (value !== undefined) filter[name] = value;
  }
  if (url.one('unrouted') === 'true') filter['unrouted'] = true;
  return filter;
}
