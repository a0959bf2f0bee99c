import { Button, Menu, SegmentedControl } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { AuditItem, AuditPage as AuditPageData } from '@tocsin/api';
import { useMemo } from 'react';
import { api, downloadUrl, routes } from '../../api.ts';
import { ListLayout } from '../../components/list/list-layout.tsx';
import { usePages } from '../../components/list/use-pages.ts';
import { SearchField } from '../../components/list/search-field.tsx';
import { t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { isOperator, useSession } from '../../session.ts';
import { DataTable } from '../../ui/data-table/index.ts';
import type { Facet, FilterChipsProps } from '../../ui/facets.tsx';
import { Link } from '../../ui/link.tsx';
import { Page } from '../../ui/panel.tsx';
import { SavedViews } from '../../ui/saved-views.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useUrl } from '../../ui/url-state.ts';
import { columns } from './columns.tsx';
import { useVerification, VerifyButton, VerifyResult } from './verify-panel.tsx';

const pageSize = 100;
const keyOf = ({ id }: AuditItem) => String(id);

/** The whole log as a file, to verify or to read; exporting is recorded too. */
function Exports({ log }: { log: 'audit' | 'seen' }) {
  const words = t.audit.exports;
  const link = (of: 'audit' | 'seen' | 'receipt', format: 'ndjson' | 'csv') =>
    downloadUrl(routes.exportLog, { params: { log: of }, query: { format } });
  return (
    <Menu>
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />}>
          {words.label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={link(log, 'ndjson')} download>
          {words.ndjson}
        </Menu.Item>
        <Menu.Item component="a" href={link(log, 'csv')} download>
          {words.csv}
        </Menu.Item>
        <Menu.Item component="a" href={link('receipt', 'ndjson')} download>
          {words.receipts}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Own acts, or who saw the own data. */
function LogChoice({ operator }: { operator: boolean }) {
  const url = useUrl();
  const words = operator ? t.audit.logsOfOperator : t.audit.logs;
  return (
    <SegmentedControl
      size="xs"
      aria-label={t.audit.logs.label}
      value={url.one('log') === 'seen' ? 'seen' : 'audit'}
      onChange={(log) => url.set({ log: log === 'audit' ? undefined : log, action: undefined }, true)}
      data={[
        { value: 'audit', label: words.audit },
        { value: 'seen', label: words.seen },
      ]}
    />
  );
}

/** Who did what, who saw what, and whether the record holds. */
export function AuditPage() {
  const operator = isOperator(useSession());
  const url = useUrl();
  const check = useVerification();
  const log = url.one('log') === 'seen' ? 'seen' : 'audit';
  const asked = JSON.stringify({
    log,
    action: url.all('action').join(','),
    org: url.one('org') ?? '',
    actor: url.one('actor') ?? '',
    subject: url.one('q') ?? '',
  });
  const list = usePages<AuditPageData>([routes.audit.path, asked], (before, signal) =>
    api.call(routes.audit, {
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
  const facets = useMemo<Facet[]>(() => {
    const labelled = (values: { value: string; count: number }[] = []) =>
      values.map((each) => ({ ...each, label: each.value }));
    const action = { name: 'action', label: t.audit.facets.action, values: labelled(first?.facets.action) };
    const org = { name: 'org', label: t.audit.facets.org, values: labelled(first?.facets.org) };
    return operator ? [action, org] : [action];
  }, [first, operator]);
  const filters: FilterChipsProps['filters'] = [
    { name: 'action', label: t.audit.facets.action },
    { name: 'org', label: t.audit.facets.org },
    { name: 'actor', label: t.audit.filters.actor },
  ];
  const narrowed = [...filters, { name: 'q' }].some(({ name }) => url.one(name) !== undefined);
  const { empty } = t.audit;
  return (
    <Page
      title={t.audit.title}
      actions={
        <>
          <VerifyButton check={check} />
          <Exports log={log} />
        </>
      }
      fill
    >
      <VerifyResult check={check} />
      <ListLayout
        facets={facets}
        filters={filters}
        stale={list.stale}
        search={<SearchField label={t.audit.search.label} placeholder={t.audit.search.placeholder} />}
        controls={<LogChoice operator={operator} />}
      >
        <DataTable
          id="audit"
          label={t.audit.title}
          unit="rows"
          columns={columns}
          rows={rows}
          rowKey={keyOf}
          serverSorted
          error={list.error}
          onRetry={list.retry}
          onMore={list.onMore}
          loadingMore={list.loadingMore}
          controls={<SavedViews list="audit" />}
          empty={
            narrowed ? (
              <EmptyState
                title={empty.filtered}
                text={empty.filteredText}
                action={<Link href={paths.audit()}>{empty.clear}</Link>}
              />
            ) : (
              <EmptyState title={empty.title} text={empty[log]} />
            )
          }
        />
      </ListLayout>
    </Page>
  );
}
