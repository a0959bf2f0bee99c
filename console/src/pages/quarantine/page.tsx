import { SegmentedControl } from '@mantine/core';
import type { QuarantineItem, ResponseOf } from '@tocsin/api';
import { useMemo } from 'react';
import { api, routes } from '../../api.ts';
import { ListLayout } from '../../components/list/list-layout.tsx';
import { usePages } from '../../components/list/use-pages.ts';
import { format, t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { isOperator, useSession } from '../../session.ts';
import { DataTable } from '../../ui/data-table/index.ts';
import type { Facet, FilterChipsProps } from '../../ui/facets.tsx';
import { Link, useGo } from '../../ui/link.tsx';
import { Page } from '../../ui/panel.tsx';
import { SavedViews } from '../../ui/saved-views.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useUrl } from '../../ui/url-state.ts';
import { BulkActions } from './bulk-actions.tsx';
import { columns } from './columns.tsx';
import { QuarantineTabs } from './quarantine-tabs.tsx';

type QuarantinePageData = ResponseOf<typeof routes.quarantine>;
const states = ['held', 'replayed', 'discarded'] as const;
const pageSize = 100;
const keyOf = ({ id }: QuarantineItem) => String(id);

/** Held, replayed, discarded, or all, with counts: held unless the URL says otherwise. */
function StateChoice({ counts }: { counts: Facet['values'] }) {
  const url = useUrl();
  const count = (state: string) => counts.find(({ value }) => value === state)?.count ?? 0;
  return (
    <SegmentedControl
      size="xs"
      aria-label={t.quarantine.states.label}
      value={url.one('state') ?? 'held'}
      onChange={(state) => url.set({ state: state === 'held' ? undefined : state }, true)}
      data={[
        ...states.map((state) => ({
          value: state,
          label: `${t.quarantine.states[state]} ${format.number(count(state))}`,
        })),
        { value: 'all', label: t.quarantine.states.all },
      ]}
    />
  );
}

function NoRecords({ narrowed }: { narrowed: boolean }) {
  const { empty } = t.quarantine;
  return narrowed ? (
    <EmptyState
      title={empty.filtered}
      text={empty.filteredText}
      action={<Link href={paths.quarantine()}>{empty.clear}</Link>}
    />
  ) : (
    <EmptyState title={empty.title} text={empty.text} action={<Link href={paths.batches()}>{empty.receipts}</Link>} />
  );
}

/** Every record that was refused, why, and what to do with it. */
export function QuarantinePage() {
  const operator = isOperator(useSession());
  const url = useUrl();
  const go = useGo();
  const state = url.one('state') ?? 'held';
  const asked = JSON.stringify({
    ...(state === 'all' ? {} : { state }),
    reason: url.all('reason').join(','),
    source: url.all('source').join(','),
    ...(url.one('batch') === undefined ? {} : { batch: Number(url.one('batch')) }),
  });
  const list = usePages<QuarantinePageData>([routes.quarantine.path, asked], (before, signal) =>
    api.call(routes.quarantine, {
      query: {
        ...(JSON.parse(asked) as object),
        limit: pageSize,
        ...(before === null ? {} : { before: Number(before) }),
      },
      signal,
    }),
  );
  const { pages, first } = list;
  const rows = useMemo(() => pages?.flatMap(({ items }) => items), [pages]);
  const reasons = first?.facets['reason'];
  const facets = useMemo<Facet[]>(
    () => [
      { name: 'reason', label: t.quarantine.facets.reason, values: reasons ?? [] },
      { name: 'source', label: t.quarantine.facets.source, values: first?.facets['source'] ?? [] },
    ],
    [first, reasons],
  );
  const filters = useMemo<FilterChipsProps['filters']>(
    () => [
      {
        name: 'reason',
        label: t.quarantine.facets.reason,
        valueLabel: (value) => reasons?.find((known) => known.value === value)?.label ?? value,
      },
      { name: 'source', label: t.quarantine.facets.source },
      { name: 'batch', label: t.quarantine.filters.batch, valueLabel: t.quarantine.batchNumber },
    ],
    [reasons],
  );
  return (
    <Page title={t.quarantine.title} fill>
      <QuarantineTabs />
      <ListLayout
        facets={facets}
        filters={filters}
        stale={list.stale}
        controls={<StateChoice counts={first?.facets['state'] ?? []} />}
      >
        <DataTable
          id="quarantine"
          label={t.quarantine.title}
          unit="records"
          columns={columns}
          rows={rows}
          rowKey={keyOf}
          {...(first === undefined ? {} : { total: first.total })}
          serverSorted
          onOpen={({ id }) => go(paths.quarantineItem(id))}
          {...(operator && {
            bulk: (items: readonly QuarantineItem[], clear: () => void) => (
              <BulkActions
                items={items}
                onDone={() => {
                  clear();
                  void list.refresh();
                }}
              />
            ),
          })}
          error={list.error}
          onRetry={list.retry}
          onMore={list.onMore}
          loadingMore={list.loadingMore}
          controls={<SavedViews list="quarantine" />}
          empty={<NoRecords narrowed={state !== 'held' || filters.some(({ name }) => url.one(name) !== undefined)} />}
        />
      </ListLayout>
    </Page>
  );
}
