import { MultiSelect } from '@mantine/core';
import type { ObjectItem } from '@tocsin/api';
import { IntelligenceTabs } from '../../components/intelligence/intelligence-tabs.tsx';
import { ListLayout } from '../../components/list/list-layout.tsx';
import { t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { DataTable } from '../../ui/data-table/index.ts';
import { Link, useGo } from '../../ui/link.tsx';
import { Page } from '../../ui/panel.tsx';
import { SavedViews } from '../../ui/saved-views.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useUrl } from '../../ui/url-state.ts';
import { sharedColumns, typeName } from './columns.tsx';
import { ImportButton } from './import-dialog.tsx';
import { useSharedObjects } from './use-object-list.ts';

const { intelligence: texts } = t;
const keyOf = ({ row }: ObjectItem) => String(row);
const filters = [{ name: 'type', label: texts.filterType, valueLabel: typeName }];
const choices = Object.entries(texts.types).map(([value, label]) => ({ value, label }));

/** The types to list, in the URL. */
function TypeChoice() {
  const url = useUrl();
  return (
    <MultiSelect
      size="xs"
      miw={240}
      aria-label={texts.filterType}
      placeholder={texts.filterType}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': texts.empty.clear }}
      data={choices}
      value={[...url.all('type')]}
      onChange={(type) => url.set({ type }, true)}
    />
  );
}

/** Everything that the reader's organisation has, in the order in which it came. */
export function IntelligencePage() {
  const url = useUrl();
  const go = useGo();
  const type = url.all('type').join(',');
  const list = useSharedObjects(type);
  const { empty } = texts;
  return (
    <Page title={texts.title} fill actions={<ImportButton />}>
      <IntelligenceTabs />
      <ListLayout facets={[]} filters={filters} stale={list.stale} controls={<TypeChoice />}>
        <DataTable
          id="objects"
          label={texts.title}
          unit="objects"
          columns={sharedColumns}
          rows={list.rows}
          rowKey={keyOf}
          atLeast={list.onMore !== undefined}
          serverSorted
          waiting={list.waiting}
          onShowWaiting={list.showWaiting}
          onOpen={({ id }) => go(paths.object(id))}
          error={list.error}
          onRetry={list.retry}
          onMore={list.onMore}
          loadingMore={list.loadingMore}
          controls={<SavedViews list="objects" />}
          empty={
            type === '' ? (
              <EmptyState title={empty.title} text={empty.text} />
            ) : (
              <EmptyState
                title={empty.filtered}
                text={empty.filteredText}
                action={<Link href={paths.intelligence()}>{empty.clear}</Link>}
              />
            )
          }
        />
      </ListLayout>
    </Page>
  );
}
