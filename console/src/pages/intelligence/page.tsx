import { Select } from '@mantine/core';
import type { FoundObject } from '@tocsin/api';
import { useMemo } from 'react';
import { IntelligenceTabs } from '../../components/intelligence/intelligence-tabs.tsx';
import { ListLayout } from '../../components/list/list-layout.tsx';
import { SearchField } from '../../components/list/search-field.tsx';
import { t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { DataTable } from '../../ui/data-table/index.ts';
import type { Facet } from '../../ui/facets.tsx';
import { Link, useGo } from '../../ui/link.tsx';
import { Page } from '../../ui/panel.tsx';
import { SavedViews } from '../../ui/saved-views.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useUrl } from '../../ui/url-state.ts';
import { foundColumns } from './columns.tsx';
import { ImportButton } from './import-dialog.tsx';
import { facetValue, objectFacets, objectFilters, orderOf } from './object-filter.ts';
import { useObjectSearch } from './use-object-search.ts';
import { useWaitingObjects } from './use-waiting-objects.ts';

const { intelligence: texts } = t;
const words = texts.search;
const keyOf = ({ row }: FoundObject) => String(row);
const scores = ['25', '50', '75'];

/** Order, and the least score, in the URL. */
function OrderAndScore() {
  const url = useUrl();
  return (
    <>
      <Select
        size="xs"
        w={148}
        aria-label={words.order}
        allowDeselect={false}
        value={orderOf(url)}
        onChange={(order) => url.set({ order: order === 'newest' ? undefined : (order ?? undefined) }, true)}
        data={Object.entries(words.orders).map(([value, label]) => ({ value, label }))}
      />
      <Select
        size="xs"
        w={148}
        aria-label={words.filters.score}
        placeholder={words.filters.score}
        clearable
        clearButtonProps={{ 'aria-label': t.lists.form.remove }}
        value={url.one('score') ?? null}
        onChange={(score) => url.set({ score: score ?? undefined }, true)}
        data={scores.map((value) => ({ value, label: words.atLeast(value) }))}
      />
    </>
  );
}

/** Everything that the reader's organisation has, searched, narrowed and counted. */
export function IntelligencePage() {
  const url = useUrl();
  const go = useGo();
  const { list, rows } = useObjectSearch();
  const live = useWaitingObjects(rows, list.refresh, url.all('type'));
  const { first } = list;
  const facets = useMemo<Facet[]>(
    () =>
      objectFacets.flatMap((name) => {
        const values = first?.facets[name] ?? [];
        const chosen = url.all(name).length > 0;
        if (values.length === 0 && !chosen) return [];
        const labelled = values.map((each) => ({ ...each, label: facetValue(name, each.value, each.label) }));
        return [{ name, label: words.facets[name], values: labelled }];
      }),
    [first, url],
  );
  const narrowed = objectFilters.some(({ name }) => url.one(name) !== undefined);
  const { empty } = texts;
  const total = first?.total ?? null;
  return (
    <Page title={texts.title} fill actions={<ImportButton onDone={() => void list.refresh()} />}>
      <IntelligenceTabs />
      <ListLayout
        facets={facets}
        filters={objectFilters}
        stale={list.stale}
        search={<SearchField label={words.label} placeholder={words.placeholder} />}
        controls={<OrderAndScore />}
      >
        <DataTable
          id="objects"
          label={texts.title}
          unit="objects"
          columns={foundColumns}
          rows={rows}
          rowKey={keyOf}
          {...(total === null ? {} : { total, atLeast: first?.totalIs === 'at_least' })}
          serverSorted
          waiting={live.waiting}
          onShowWaiting={live.show}
          onOpen={({ id }) => go(paths.object(id))}
          error={list.error}
          onRetry={list.retry}
          onMore={list.onMore}
          loadingMore={list.loadingMore}
          controls={<SavedViews list="objects" />}
          empty={
            narrowed ? (
              <EmptyState
                title={words.none}
                text={words.noneText}
                action={<Link href={paths.intelligence()}>{words.clear}</Link>}
              />
            ) : (
              <EmptyState title={empty.title} text={empty.text} />
            )
          }
        />
      </ListLayout>
    </Page>
  );
}
