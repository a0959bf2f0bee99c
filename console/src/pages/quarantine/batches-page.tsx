import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Receipt, ResponseOf } from '@tocsin/api';
import { useMemo } from 'react';
import { api, query, routes } from '../../api.ts';
import { usePages } from '../../components/list/use-pages.ts';
import { format, t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { Badge } from '../../ui/badge.tsx';
import { DataTable, type Column } from '../../ui/data-table/index.ts';
import { useGo } from '../../ui/link.tsx';
import { Page } from '../../ui/panel.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { useUrl } from '../../ui/url-state.ts';
import { QuarantineTabs } from './quarantine-tabs.tsx';

const { batches: texts } = t.quarantine;
const words = texts.columns;
const tones = { open: 'accent', done: 'quiet', failed: 'bad' } as const;
const keyOf = ({ batch }: Receipt) => String(batch);

function figure(
  id: 'records' | 'accepted' | 'duplicate' | 'filtered' | 'quarantined',
  priority: 1 | 2 | 3,
): Column<Receipt> {
  return {
    id,
    header: words[id],
    width: 80,
    align: 'end',
    priority,
    text: (receipt) => String(receipt[id]),
    cell: (receipt) => format.number(receipt[id]),
  };
}

const columns: readonly Column<Receipt>[] = [
  { id: 'batch', header: words.batch, width: 80, text: ({ batch }) => String(batch) },
  {
    id: 'receivedAt',
    header: words.receivedAt,
    width: 128,
    priority: 1,
    text: ({ receivedAt }) => receivedAt,
    cell: ({ receivedAt }) => <Time at={receivedAt} show="utc" />,
  },
  { id: 'source', header: words.source, width: 120, grow: 1.5, priority: 1, text: ({ source }) => source },
  { id: 'feed', header: words.feed, width: 112, grow: 0.5, priority: 3, text: ({ feed, report }) => report ?? feed },
  { id: 'name', header: words.name, width: 144, grow: 1, priority: 3, text: ({ name }) => name ?? '' },
  figure('records', 1),
  figure('accepted', 2),
  figure('duplicate', 3),
  figure('filtered', 3),
  figure('quarantined', 2),
  {
    id: 'state',
    header: words.state,
    width: 104,
    text: ({ state }) => texts.states[state],
    cell: ({ state }) => <Badge tone={tones[state]}>{texts.states[state]}</Badge>,
  },
  { id: 'sentBy', header: words.sentBy, width: 176, hidden: true, text: ({ sentBy }) => sentBy },
];

/** Receipts, newest first: every record of every batch accounted for. */
export function BatchesPage() {
  const url = useUrl();
  const go = useGo();
  const source = url.one('source');
  const sources = useQuery(query(routes.sources));
  const list = usePages<ResponseOf<typeof routes.batches>>([routes.batches.path, source], (before, signal) =>
    api.call(routes.batches, {
      query: {
        limit: 100,
        ...(source === undefined ? {} : { source }),
        ...(before === null ? {} : { before: Number(before) }),
      },
      signal,
    }),
  );
  const { pages } = list;
  const rows = useMemo(() => pages?.flatMap(({ batches }) => batches), [pages]);
  return (
    <Page title={texts.title} fill>
      <QuarantineTabs />
      <DataTable
        id="batches"
        label={texts.title}
        unit="batches"
        columns={columns}
        rows={rows}
        rowKey={keyOf}
        atLeast={list.onMore !== undefined}
        serverSorted
        onOpen={({ batch }) => go(paths.batch(batch))}
        error={list.error}
        onRetry={list.retry}
        onMore={list.onMore}
        loadingMore={list.loadingMore}
        controls={
          <Select
            size="xs"
            aria-label={texts.source}
            placeholder={texts.source}
            clearable
            searchable
            value={source ?? null}
            onChange={(chosen) => url.set({ source: chosen ?? undefined }, true)}
            data={(sources.data ?? []).map(({ handle, name }) => ({ value: handle, label: name }))}
          />
        }
        empty={<EmptyState title={texts.empty.title} text={texts.empty.text} />}
      />
    </Page>
  );
}
