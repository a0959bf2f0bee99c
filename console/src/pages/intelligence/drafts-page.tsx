import { Button } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import type { ObjectItem } from '@tocsin/api';
import { useMemo, useState } from 'react';
import { IntelligenceTabs } from '../../components/intelligence/intelligence-tabs.tsx';
import { ListLayout } from '../../components/list/list-layout.tsx';
import { applyFacets, type LocalFacet } from '../../components/list/local-facets.ts';
import { t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { countText } from '../../ui/count.tsx';
import { DataTable } from '../../ui/data-table/index.ts';
import { Link, useGo } from '../../ui/link.tsx';
import { Page } from '../../ui/panel.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useUrl } from '../../ui/url-state.ts';
import { draftColumns, typeName } from './columns.tsx';
import { ImportButton } from './import-dialog.tsx';
import { ReleaseDialog } from './release-dialog.tsx';
import { useObjectList } from './use-object-list.ts';

const { intelligence: texts, sharing } = t;
const keyOf = ({ row }: ObjectItem) => String(row);
const facets: readonly LocalFacet<ObjectItem>[] = [
  { name: 'type', label: texts.filterType, values: ({ type }) => [type], valueLabel: typeName },
  {
    name: 'state',
    label: texts.columns.state,
    values: ({ state }) => [state],
    valueLabel: (value) => texts.states[value as ObjectItem['state']],
  },
];

/** Drafts of the reader's organisation, the newest first: chosen ones are released together, after a preview. */
export function DraftsPage() {
  const url = useUrl();
  const go = useGo();
  const list = useObjectList('draft', '');
  const [releasing, setReleasing] = useState<{ ids: string[]; clear: () => void }>();
  const found = useMemo(() => applyFacets(list.rows ?? [], facets, url), [list.rows, url]);
  const { empty } = texts;
  return (
    <Page title={texts.title} fill actions={<ImportButton onDone={() => void list.refresh()} />}>
      <IntelligenceTabs />
      <ListLayout facets={found.facets} filters={facets}>
        <DataTable
          id="drafts"
          label={texts.tabs.drafts}
          unit="objects"
          columns={draftColumns}
          rows={list.rows === undefined ? undefined : found.rows}
          rowKey={keyOf}
          atLeast={list.onMore !== undefined}
          serverSorted
          onOpen={({ id }) => go(paths.object(id))}
          bulk={(items, clear) => (
            <Button
              leftSection={<IconSend size={16} aria-hidden />}
              onClick={() => setReleasing({ ids: [...new Set(items.map(({ id }) => id))], clear })}
            >
              {sharing.release.open}
            </Button>
          )}
          error={list.error}
          onRetry={list.retry}
          onMore={list.onMore}
          loadingMore={list.loadingMore}
          empty={
            list.rows?.length === 0 ? (
              <EmptyState title={empty.drafts} text={empty.draftsText} />
            ) : (
              <EmptyState
                title={empty.filtered}
                text={empty.filteredText}
                action={<Link href={paths.drafts()}>{empty.clear}</Link>}
              />
            )
          }
        />
      </ListLayout>
      {releasing !== undefined && (
        <ReleaseDialog
          ids={releasing.ids}
          what={countText(releasing.ids.length, 'objects')}
          onClose={() => setReleasing(undefined)}
          onDone={() => {
            releasing.clear();
            void list.refresh();
          }}
        />
      )}
    </Page>
  );
}
