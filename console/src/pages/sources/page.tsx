import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Source } from '@tocsin/api';
import { useMemo, useState } from 'react';
import { query, routes } from '../../api.ts';
import { ListLayout } from '../../components/list/list-layout.tsx';
import { applyFacets, type LocalFacet } from '../../components/list/local-facets.ts';
import { SearchField } from '../../components/list/search-field.tsx';
import { useSort } from '../../components/list/use-sort.ts';
import { t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { isOperator, useSession } from '../../session.ts';
import { DataTable } from '../../ui/data-table/index.ts';
import { useGo } from '../../ui/link.tsx';
import { Page } from '../../ui/panel.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useUrl } from '../../ui/url-state.ts';
import { NothingFits } from '../../components/registry/nothing-fits.tsx';
import { RegistryTabs } from '../../components/registry/registry-tabs.tsx';
import { alarmText, columns } from './columns.tsx';
import { SourceForm } from './source-form.tsx';

const { sources: texts } = t;
const keyOf = ({ handle }: Source) => handle;

const facets: readonly LocalFacet<Source>[] = [
  { name: 'feed', label: texts.columns.feed, values: ({ feed }) => [feed] },
  {
    name: 'tlp',
    label: texts.columns.tlp,
    values: ({ tlp }) => [tlp],
    valueLabel: (value) => `TLP:${value.toUpperCase()}`,
  },
  {
    name: 'alarm',
    label: texts.columns.alarms,
    values: ({ alarms }) => alarms.map(({ kind }) => kind),
    valueLabel: alarmText,
  },
  { name: 'org', label: texts.columns.org, values: ({ org }) => [org] },
];

/** Sensors and feeds: what they declare, and how they do. */
export function SourcesPage() {
  const operator = isOperator(useSession());
  const url = useUrl();
  const go = useGo();
  const sources = useQuery(query(routes.sources));
  const [adding, setAdding] = useState(false);
  const text = (url.one('q') ?? '').toLowerCase();
  const found = useMemo(() => {
    const named = (sources.data ?? []).filter(({ name, handle, feed }) =>
      [name, handle, feed].some((held) => held.toLowerCase().includes(text)),
    );
    return applyFacets(named, facets, url);
  }, [sources.data, text, url]);
  return (
    <Page
      title={t.registry.title}
      fill
      actions={
        operator && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
            {texts.add}
          </Button>
        )
      }
    >
      <RegistryTabs />
      <ListLayout
        facets={found.facets}
        filters={facets}
        search={<SearchField label={texts.search} placeholder={texts.searchHint} />}
      >
        <DataTable
          id="sources"
          label={texts.title}
          unit="sources"
          columns={columns}
          rows={sources.data === undefined ? undefined : found.rows}
          rowKey={keyOf}
          {...useSort('name')}
          onOpen={({ handle }) => go(paths.registrySource(handle))}
          error={sources.error}
          onRetry={() => void sources.refetch()}
          empty={
            sources.data?.length === 0 ? (
              <EmptyState title={texts.empty.title} text={texts.empty.text} />
            ) : (
              <NothingFits href={paths.registrySources()} />
            )
          }
        />
      </ListLayout>
      {adding && <SourceForm source={undefined} onClose={() => setAdding(false)} />}
    </Page>
  );
}
