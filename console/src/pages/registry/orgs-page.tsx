import { Button, Select, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { orgKinds, type NewOrg, type Org } from '@tocsin/api';
import { useMemo } from 'react';
import { api, query, routes } from '../../api.ts';
import { ListLayout } from '../../components/list/list-layout.tsx';
import { applyFacets, type LocalFacet } from '../../components/list/local-facets.ts';
import { SearchField } from '../../components/list/search-field.tsx';
import { useSort } from '../../components/list/use-sort.ts';
import { refresh } from '../../components/refresh.ts';
import { format, t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { DataTable, type Column } from '../../ui/data-table/index.ts';
import { textIn, textOrNull } from '../../ui/form-data.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { useGo } from '../../ui/link.tsx';
import { Page } from '../../ui/panel.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { useUrl } from '../../ui/url-state.ts';
import { Enrolled } from './nations-page.tsx';
import { NothingFits } from '../../components/registry/nothing-fits.tsx';
import { OrgFields } from './org-fields.tsx';
import { RegistryTabs } from '../../components/registry/registry-tabs.tsx';

const { org: texts } = t.registry;
const words = texts.columns;
const keyOf = ({ handle }: Org) => handle;
const teamName = (team: Org['team']) => (team === null ? '' : texts.teams[team]);

const columns: readonly Column<Org>[] = [
  {
    id: 'name',
    header: words.name,
    width: 160,
    grow: 2,
    priority: 1,
    text: ({ name }) => name,
    sort: ({ name }) => name,
  },
  {
    id: 'handle',
    header: words.handle,
    width: 128,
    grow: 1,
    priority: 3,
    text: ({ handle }) => handle,
    sort: ({ handle }) => handle,
  },
  {
    id: 'kind',
    header: words.kind,
    width: 136,
    priority: 1,
    text: ({ kind }) => t.words.orgKinds[kind],
    sort: ({ kind }) => kind,
  },
  {
    id: 'nation',
    header: words.nation,
    width: 128,
    text: ({ nation }) => (nation === null ? '' : format.country(nation)),
    sort: ({ nation }) => nation ?? '',
  },
  {
    id: 'team',
    header: words.team,
    width: 136,
    priority: 3,
    text: ({ team }) => teamName(team),
    sort: ({ team }) => teamName(team),
  },
  {
    id: 'enrolment',
    header: words.enrolment,
    width: 112,
    text: ({ enrolment }) => t.words.enrolment[enrolment],
    sort: ({ enrolment }) => enrolment,
    cell: ({ enrolment }) => <Enrolled state={enrolment} />,
  },
  {
    id: 'constituencies',
    header: words.constituencies,
    meaning: words.constituenciesMeaning,
    width: 112,
    align: 'end',
    text: ({ constituencies }) => format.number(constituencies),
    sort: ({ constituencies }) => constituencies,
  },
  {
    id: 'contacts',
    header: words.contacts,
    width: 88,
    align: 'end',
    text: ({ contacts }) => format.number(contacts),
    sort: ({ contacts }) => contacts,
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

const facets: readonly LocalFacet<Org>[] = [
  {
    name: 'kind',
    label: words.kind,
    values: ({ kind }) => [kind],
    valueLabel: (value) => (t.words.orgKinds as Readonly<Record<string, string>>)[value] ?? value,
  },
  {
    name: 'nation',
    label: words.nation,
    values: ({ nation }) => [nation ?? ''],
    valueLabel: (value) => (value === '' ? texts.noNation : format.country(value)),
  },
  {
    name: 'enrolment',
    label: words.enrolment,
    values: ({ enrolment }) => [enrolment],
    valueLabel: (value) => (t.words.enrolment as Readonly<Record<string, string>>)[value] ?? value,
  },
];

/** Adds an organisation, and goes to it. */
function AddOrg() {
  const [opened, { open, close }] = useDisclosure(false);
  const go = useGo();
  const add = async (data: FormData) => {
    const body = {
      handle: textIn(data, 'handle'),
      name: textIn(data, 'name'),
      kind: textIn(data, 'kind'),
      nation: textOrNull(data, 'nation'),
      team: textOrNull(data, 'team'),
      enrolment: textIn(data, 'enrolment'),
    } as NewOrg;
    const { handle } = await api.call(routes.createOrg, { body });
    await refresh(routes.orgs, routes.nations);
    go(paths.registryOrg(handle));
  };
  return (
    <>
      <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
        {texts.add}
      </Button>
      <FormDialog title={texts.addTitle} opened={opened} onClose={close} act={texts.add} onSubmit={add}>
        <TextInput
          name="handle"
          label={texts.handle}
          description={texts.handleHint}
          required
          pattern="[a-z0-9][a-z0-9-]{1,62}"
          data-autofocus
        />
        <Select
          name="kind"
          label={texts.kind}
          required
          allowDeselect={false}
          defaultValue="government"
          data={orgKinds.map((value) => ({ value, label: t.words.orgKinds[value] }))}
        />
        <OrgFields org={undefined} />
      </FormDialog>
    </>
  );
}

/** All organisations: searched by name, handle or AS number. */
export function OrgsPage() {
  const url = useUrl();
  const go = useGo();
  const q = url.one('q');
  const orgs = useQuery({
    ...query(routes.orgs, q === undefined ? {} : { query: { q } }),
    placeholderData: (before) => before,
  });
  const found = useMemo(() => applyFacets(orgs.data ?? [], facets, url), [orgs.data, url]);
  const narrowed = q !== undefined || facets.some(({ name }) => url.one(name) !== undefined);
  return (
    <Page title={t.registry.title} fill actions={<AddOrg />}>
      <RegistryTabs />
      <ListLayout
        facets={found.facets}
        filters={facets}
        search={<SearchField label={t.registry.searchOrgs} placeholder={t.registry.searchOrgsHint} />}
      >
        <DataTable
          id="orgs"
          label={t.registry.tabs.orgs}
          unit="orgs"
          columns={columns}
          rows={orgs.data === undefined ? undefined : found.rows}
          rowKey={keyOf}
          {...useSort('name')}
          onOpen={({ handle }) => go(paths.registryOrg(handle))}
          error={orgs.error}
          onRetry={() => void orgs.refetch()}
          empty={
            narrowed ? (
              <NothingFits href={paths.registryOrgs()} />
            ) : (
              <EmptyState title={texts.empty.title} text={texts.empty.text} />
            )
          }
        />
      </ListLayout>
    </Page>
  );
}
