import { useQuery } from '@tanstack/react-query';
import type { Nation } from '@tocsin/api';
import { useMemo } from 'react';
import { query, routes } from '../../api.ts';
import { ListLayout } from '../../components/list/list-layout.tsx';
import { applyFacets, type LocalFacet } from '../../components/list/local-facets.ts';
import { SearchField } from '../../components/list/search-field.tsx';
import { useSort } from '../../components/list/use-sort.ts';
import { format, t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { Badge } from '../../ui/badge.tsx';
import { DataTable, type Column } from '../../ui/data-table/index.ts';
import { useGo } from '../../ui/link.tsx';
import { Page } from '../../ui/panel.tsx';
import { Time } from '../../ui/time.tsx';
import { useUrl } from '../../ui/url-state.ts';
import { NothingFits } from '../../components/registry/nothing-fits.tsx';
import { RegistryTabs } from '../../components/registry/registry-tabs.tsx';

const { columns: words } = t.registry.nation;
const enrolmentTones = { invited: 'quiet', enrolled: 'good', suspended: 'bad' } as const;
const keyOf = ({ code }: Nation) => code;

/** Invited, enrolled or suspended. */
export function Enrolled({ state }: { state: Nation['enrolment'] }) {
  return <Badge tone={enrolmentTones[state]}>{t.words.enrolment[state]}</Badge>;
}

const columns: readonly Column<Nation>[] = [
  {
    id: 'name',
    header: words.name,
    width: 136,
    grow: 1.5,
    priority: 1,
    text: ({ name }) => name,
    sort: ({ name }) => name,
  },
  { id: 'code', header: words.code, width: 72, text: ({ code }) => code, sort: ({ code }) => code },
  {
    id: 'basis',
    header: words.basis,
    width: 128,
    grow: 0.5,
    text: ({ basis }) => t.registry.basis[basis],
    sort: ({ basis }) => t.registry.basis[basis],
  },
  {
    id: 'enrolment',
    header: words.enrolment,
    width: 112,
    priority: 1,
    text: ({ enrolment }) => t.words.enrolment[enrolment],
    sort: ({ enrolment }) => enrolment,
    cell: ({ enrolment }) => <Enrolled state={enrolment} />,
  },
  {
    id: 'teams',
    header: words.teams,
    width: 144,
    grow: 2,
    text: ({ teams }) => teams.map(({ name }) => name).join(', '),
    sort: ({ teams }) => teams.length,
  },
  {
    id: 'languages',
    header: words.languages,
    width: 128,
    grow: 1,
    priority: 3,
    text: ({ languages }) => languages.map(format.language).join(', '),
  },
  {
    id: 'domains',
    header: words.domains,
    width: 112,
    grow: 0.5,
    priority: 3,
    text: ({ domains }) => domains.map((domain) => `.${domain}`).join(' '),
  },
  {
    id: 'timeZone',
    header: words.timeZone,
    width: 144,
    priority: 3,
    text: ({ timeZone }) => timeZone,
    sort: ({ timeZone }) => timeZone,
  },
  {
    id: 'updatedAt',
    header: words.updatedAt,
    width: 112,
    hidden: true,
    text: ({ updatedAt }) => updatedAt,
    sort: ({ updatedAt }) => updatedAt,
    cell: ({ updatedAt }) => <Time at={updatedAt} show="relative" />,
  },
];

const localFacets: readonly LocalFacet<Nation>[] = [
  {
    name: 'enrolment',
    label: words.enrolment,
    values: ({ enrolment }) => [enrolment],
    valueLabel: (value) => (t.words.enrolment as Readonly<Record<string, string>>)[value] ?? value,
  },
  {
    name: 'basis',
    label: words.basis,
    values: ({ basis }) => [basis],
    valueLabel: (value) => (t.registry.basis as Readonly<Record<string, string>>)[value] ?? value,
  },
];

function mentions(nation: Nation, text: string): boolean {
  const held = [
    nation.name,
    nation.code,
    ...nation.domains.map((domain) => `.${domain}`),
    ...nation.languages.map(format.language),
  ];
  return held.some((value) => value.toLowerCase().includes(text));
}

/** The eligible nations: enrolment, teams, languages, domains. */
export function NationsPage() {
  const url = useUrl();
  const go = useGo();
  const nations = useQuery(query(routes.nations));
  const text = (url.one('q') ?? '').toLowerCase();
  const found = useMemo(
    () =>
      applyFacets(
        (nations.data ?? []).filter((nation) => mentions(nation, text)),
        localFacets,
        url,
      ),
    [nations.data, text, url],
  );
  return (
    <Page title={t.registry.title} fill>
      <RegistryTabs />
      <ListLayout
        facets={found.facets}
        filters={localFacets}
        search={<SearchField label={t.registry.searchNations} placeholder={t.registry.searchNationsHint} />}
      >
        <DataTable
          id="nations"
          label={t.registry.tabs.nations}
          unit="nations"
          columns={columns}
          rows={nations.data === undefined ? undefined : found.rows}
          rowKey={keyOf}
          {...useSort('name')}
          onOpen={({ code }) => go(paths.registryNation(code))}
          error={nations.error}
          onRetry={() => void nations.refetch()}
          empty={<NothingFits href={paths.registryNations()} />}
        />
      </ListLayout>
    </Page>
  );
}
