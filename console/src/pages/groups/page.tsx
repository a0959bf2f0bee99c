import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Group } from '@tocsin/api';
import { useMemo, useState } from 'react';
import { query, routes } from '../../api.ts';
import { IntelligenceTabs } from '../../components/intelligence/intelligence-tabs.tsx';
import { ListLayout } from '../../components/list/list-layout.tsx';
import { applyFacets, type LocalFacet } from '../../components/list/local-facets.ts';
import { SearchField } from '../../components/list/search-field.tsx';
import { useSort } from '../../components/list/use-sort.ts';
import { NothingFits } from '../../components/registry/nothing-fits.tsx';
import { t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { useSession } from '../../session.ts';
import { DataTable, type Column } from '../../ui/data-table/index.ts';
import { Page } from '../../ui/panel.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { useUrl } from '../../ui/url-state.ts';
import { membersText } from './blueprint-fields.tsx';
import { GroupForm, GroupView } from './group-dialog.tsx';

const { groups: words } = t.sharing;
const keyOf = ({ handle }: Group) => handle;
const keptText = ({ blueprint }: Group) => (blueprint === null ? words.byHand : words.byBlueprint);

const columns: readonly Column<Group>[] = [
  {
    id: 'name',
    header: words.columns.name,
    width: 160,
    grow: 2,
    priority: 1,
    text: ({ name }) => name,
    sort: ({ name }) => name,
  },
  { id: 'handle', header: words.columns.handle, width: 160, text: keyOf, sort: keyOf },
  { id: 'owner', header: words.columns.owner, width: 144, text: ({ owner }) => owner, sort: ({ owner }) => owner },
  { id: 'kind', header: words.columns.kind, width: 128, text: keptText, sort: keptText },
  {
    id: 'members',
    header: words.columns.members,
    meaning: words.membersMeaning,
    width: 104,
    align: 'end',
    priority: 1,
    text: ({ members }) => membersText(members),
    sort: ({ members }) => members.length,
  },
  {
    id: 'updatedAt',
    header: words.columns.updated,
    width: 128,
    text: ({ updatedAt }) => updatedAt,
    sort: ({ updatedAt }) => updatedAt,
    cell: ({ updatedAt }) => <Time at={updatedAt} show="relative" />,
  },
];

const facets: readonly LocalFacet<Group>[] = [
  { name: 'owner', label: words.columns.owner, values: ({ owner }) => [owner] },
  {
    name: 'kept',
    label: words.columns.kind,
    values: ({ blueprint }) => [blueprint === null ? 'hand' : 'blueprint'],
    valueLabel: (value) => (value === 'hand' ? words.byHand : words.byBlueprint),
  },
];

/** Groups that the reader's organisation keeps or belongs to. */
export function GroupsPage() {
  const { org, scopes } = useSession();
  const url = useUrl();
  const groups = useQuery(query(routes.groups));
  const [adding, setAdding] = useState(false);
  const [opened, setOpened] = useState<Group>();
  const mayWrite = scopes.includes('objects:write');
  const text = (url.one('q') ?? '').toLowerCase();
  const found = useMemo(() => {
    const named = (groups.data ?? []).filter(({ name, handle }) => `${name} ${handle}`.toLowerCase().includes(text));
    return applyFacets(named, facets, url);
  }, [groups.data, text, url]);
  const add = mayWrite && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
      {words.add}
    </Button>
  );
  return (
    <Page title={t.intelligence.title} fill actions={add}>
      <IntelligenceTabs />
      <ListLayout
        facets={found.facets}
        filters={facets}
        search={<SearchField label={words.search} placeholder={words.searchHint} />}
      >
        <DataTable
          id="groups"
          label={words.title}
          unit="groups"
          columns={columns}
          rows={groups.data === undefined ? undefined : found.rows}
          rowKey={keyOf}
          {...useSort('name')}
          onOpen={setOpened}
          error={groups.error}
          onRetry={() => void groups.refetch()}
          empty={
            groups.data?.length === 0 ? (
              <EmptyState title={words.empty.title} text={words.empty.text} />
            ) : (
              <NothingFits href={paths.groups()} />
            )
          }
        />
      </ListLayout>
      {adding && <GroupForm group={undefined} onClose={() => setAdding(false)} />}
      {opened !== undefined &&
        (mayWrite && opened.owner === org.handle ? (
          <GroupForm group={opened} onClose={() => setOpened(undefined)} />
        ) : (
          <GroupView group={opened} onClose={() => setOpened(undefined)} />
        ))}
    </Page>
  );
}
