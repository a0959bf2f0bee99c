import { Button, Tooltip } from '@mantine/core';
import { IconFileDownload } from '@tabler/icons-react';
import type { Episode, EpisodePage } from '@tocsin/api';
import { useMemo } from 'react';
import { downloadUrl, routes } from '../../api.ts';
import { ListLayout } from '../../components/list/list-layout.tsx';
import { SearchField } from '../../components/list/search-field.tsx';
import { className } from '../../components/words.ts';
import { format, t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import type { Unit } from '../../ui/count.tsx';
import { DataTable } from '../../ui/data-table/index.ts';
import type { Facet } from '../../ui/facets.tsx';
import { Link, useGo } from '../../ui/link.tsx';
import { Page } from '../../ui/panel.tsx';
import { SavedViews } from '../../ui/saved-views.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { TimeRangePicker } from '../../ui/time-range-picker.tsx';
import { useUrl } from '../../ui/url-state.ts';
import { columns } from './columns.tsx';
import classes from './hosts.module.css';
import { filters, useEpisodeList } from './use-episode-list.ts';

const facetNames = ['state', 'family', 'class', 'country', 'asn'] as const;
const keyOf = ({ host, number }: Episode) => `${host} ${number}`;

function labelOf(name: (typeof facetNames)[number], value: string, label: string): string {
  if (name === 'class') return className(value);
  const states: Readonly<Record<string, string>> = t.words.episodeStates;
  return name === 'state' ? (states[value] ?? label) : label;
}

/** Episodes, hosts and events apart, each with its definition. */
function Totals({ totals }: { totals: Pick<EpisodePage, 'total' | 'hosts' | 'events'> }) {
  const one = (value: number, unit: Unit & keyof typeof t.hosts.notes) => {
    const words = t.words.units[unit];
    return (
      <span className={classes.total}>
        <strong>{format.number(value)}</strong>{' '}
        <Tooltip label={words.meaning}>
          <span tabIndex={0} className={classes.explained}>
            {value === 1 ? words.one : words.many}
          </span>
        </Tooltip>{' '}
        {t.hosts.notes[unit]}
      </span>
    );
  };
  return (
    <p className={classes.totals} role="group" aria-label={t.hosts.totals}>
      {one(totals.total, 'episodes')}
      {one(totals.hosts, 'hosts')}
      {one(totals.events, 'events')}
    </p>
  );
}

function NoEpisodes({ narrowed }: { narrowed: boolean }) {
  const { empty } = t.hosts;
  if (narrowed)
    return (
      <EmptyState
        title={empty.filtered}
        text={empty.filteredText}
        action={<Link href={paths.hosts()}>{empty.clear}</Link>}
      />
    );
  return <EmptyState title={empty.none} text={empty.noneText} />;
}

/** Who is infected, and for how long: the episodes of this org's constituency. */
export function HostsPage() {
  const url = useUrl();
  const go = useGo();
  const { list, rows, totals, filter, waiting } = useEpisodeList();
  const { first } = list;
  const facets = useMemo<Facet[]>(
    () =>
      facetNames
        .filter((name) => first?.facets[name] !== undefined)
        .map((name) => ({
          name,
          label: t.hosts.facets[name],
          values: (first?.facets[name] ?? []).map((value) => ({
            ...value,
            label: labelOf(name, value.value, value.label),
          })),
        })),
    [first],
  );
  return (
    <Page title={t.hosts.title} fill actions={<TimeRangePicker fallback="week" />}>
      <ListLayout
        facets={facets}
        filters={filters}
        stale={list.stale}
        search={<SearchField label={t.hosts.searchLabel} placeholder={t.hosts.searchPlaceholder} />}
      >
        {totals !== undefined && <Totals totals={totals} />}
        <DataTable
          id="episodes"
          label={t.hosts.title}
          unit="episodes"
          columns={columns}
          rows={rows}
          rowKey={keyOf}
          {...(first === undefined ? {} : { total: first.total })}
          serverSorted
          onOpen={({ host }) => go(paths.host(host))}
          error={list.error}
          onRetry={list.retry}
          onMore={list.onMore}
          loadingMore={list.loadingMore}
          waiting={waiting}
          onShowWaiting={() => void list.refresh()}
          controls={
            <>
              <SavedViews list="episodes" />
              <Tooltip label={t.hosts.csvAllMeaning}>
                <Button
                  component="a"
                  href={downloadUrl(routes.episodes, { query: { ...filter, format: 'csv' } })}
                  download
                  variant="subtle"
                  color="gray"
                  leftSection={<IconFileDownload size={16} aria-hidden />}
                >
                  {t.hosts.csvAll}
                </Button>
              </Tooltip>
            </>
          }
          empty={<NoEpisodes narrowed={filters.some(({ name }) => url.one(name) !== undefined)} />}
        />
      </ListLayout>
    </Page>
  );
}
