import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Subscription } from '@tocsin/api';
import { useMemo, useState } from 'react';
import { query, routes } from '../../api.ts';
import { ListLayout } from '../../components/list/list-layout.tsx';
import { applyFacets, type LocalFacet } from '../../components/list/local-facets.ts';
import { SearchField } from '../../components/list/search-field.tsx';
import { useSort } from '../../components/list/use-sort.ts';
import { NothingFits } from '../../components/registry/nothing-fits.tsx';
import { t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { isOperator, useSession } from '../../session.ts';
import { DataTable } from '../../ui/data-table/index.ts';
import { useGo } from '../../ui/link.tsx';
import { Page } from '../../ui/panel.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useUrl } from '../../ui/url-state.ts';
import { columnsFor } from './columns.tsx';
import { SecretDialog } from './secret-dialog.tsx';
import { SubscriptionForm } from './subscription-form.tsx';

const { subscriptions: texts } = t;
const words = texts.columns;
const keyOf = ({ id }: Subscription) => String(id);

const facets: readonly LocalFacet<Subscription>[] = [
  {
    name: 'state',
    label: words.state,
    values: ({ state }) => [state],
    valueLabel: (value) => texts.states[value as Subscription['state']],
  },
  {
    name: 'channel',
    label: words.channel,
    values: ({ channel }) => [channel],
    valueLabel: (value) => texts.channels[value as Subscription['channel']],
  },
  { name: 'org', label: words.org, values: ({ org }) => [org] },
];

/** What is sent by itself, and how it fares. */
export function SubscriptionsPage() {
  const session = useSession();
  const url = useUrl();
  const go = useGo();
  const subscriptions = useQuery({ ...query(routes.subscriptions), refetchInterval: 15_000 });
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string>();
  const columns = useMemo(() => columnsFor(isOperator(session)), [session]);
  const text = (url.one('q') ?? '').toLowerCase();
  const found = useMemo(() => {
    const named = (subscriptions.data ?? []).filter(({ name, org }) =>
      [name, org].some((held) => held.toLowerCase().includes(text)),
    );
    return applyFacets(named, facets, url);
  }, [subscriptions.data, text, url]);
  const mayWrite = session.scopes.includes('subscriptions:write');
  return (
    <Page
      title={texts.title}
      fill
      actions={
        mayWrite && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
            {texts.add}
          </Button>
        )
      }
    >
      <ListLayout
        facets={found.facets}
        filters={facets}
        search={<SearchField label={texts.search} placeholder={texts.searchHint} />}
      >
        <DataTable
          id="subscriptions"
          label={texts.title}
          unit="subscriptions"
          columns={columns}
          rows={subscriptions.data === undefined ? undefined : found.rows}
          rowKey={keyOf}
          {...useSort('name')}
          onOpen={({ id }) => go(paths.subscription(id))}
          error={subscriptions.error}
          onRetry={() => void subscriptions.refetch()}
          empty={
            subscriptions.data?.length === 0 ? (
              <EmptyState title={texts.empty.title} text={texts.empty.text} />
            ) : (
              <NothingFits href={paths.subscriptions()} />
            )
          }
        />
      </ListLayout>
      {adding && <SubscriptionForm subscription={undefined} onClose={() => setAdding(false)} onSecret={setSecret} />}
      <SecretDialog secret={secret} onClose={() => setSecret(undefined)} />
    </Page>
  );
}
