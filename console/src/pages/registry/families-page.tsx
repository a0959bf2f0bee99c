import { Button, Textarea, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ResponseOf } from '@tocsin/api';
import { useMemo, useState } from 'react';
import { api, query, routes } from '../../api.ts';
import { ListLayout } from '../../components/list/list-layout.tsx';
import { SearchField } from '../../components/list/search-field.tsx';
import { useSort } from '../../components/list/use-sort.ts';
import { refresh } from '../../components/refresh.ts';
import { format, t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { isOperator, useSession } from '../../session.ts';
import { DataTable, type Column } from '../../ui/data-table/index.ts';
import { textIn } from '../../ui/form-data.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { Link } from '../../ui/link.tsx';
import { Page } from '../../ui/panel.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { told } from '../../ui/undo.tsx';
import { useUrl } from '../../ui/url-state.ts';
import { NothingFits } from '../../components/registry/nothing-fits.tsx';
import classes from './registry.module.css';
import { RegistryTabs } from '../../components/registry/registry-tabs.tsx';

const { families: texts } = t.registry;
type Family = ResponseOf<typeof routes.families>[number];
const keyOf = ({ id }: Family) => String(id);

const columns: readonly Column<Family>[] = [
  {
    id: 'name',
    header: texts.columns.name,
    width: 144,
    grow: 1,
    priority: 1,
    text: ({ name }) => name,
    sort: ({ name }) => name,
  },
  {
    id: 'aliases',
    header: texts.columns.aliases,
    width: 176,
    grow: 4,
    priority: 1,
    text: ({ aliases }) => aliases.join(', '),
    cell: ({ aliases }) => <span title={aliases.join(', ')}>{aliases.join(', ')}</span>,
  },
  {
    id: 'count',
    header: texts.columns.count,
    width: 144,
    align: 'end',
    priority: 3,
    text: ({ aliases }) => format.number(aliases.length),
    sort: ({ aliases }) => aliases.length,
  },
  {
    id: 'events',
    header: '',
    width: 96,
    text: () => '',
    cell: ({ name }) => <Link href={paths.events({ family: name, range: 'week' })}>{texts.events}</Link>,
  },
];

/** Sets the aliases of a family, or adds one. */
function FamilyForm({ family, onClose }: { family: Family | undefined; onClose: () => void }) {
  const save = async (data: FormData) => {
    const name = family?.name ?? textIn(data, 'name').toLowerCase();
    const aliases = textIn(data, 'aliases')
      .split(/\r?\n/)
      .map((alias) => alias.trim())
      .filter((alias) => alias !== '');
    const note = textIn(data, 'note');
    await api.call(routes.putFamily, { params: { name }, body: { aliases, ...(note === '' ? {} : { note }) } });
    await refresh(routes.families);
    told(t.registry.saved(name));
  };
  return (
    <FormDialog
      title={family === undefined ? texts.addTitle : texts.editTitle(family.name)}
      opened
      onClose={onClose}
      act={t.lists.form.save}
      onSubmit={save}
    >
      {family === undefined && <TextInput name="name" label={texts.name} required maxLength={100} data-autofocus />}
      <Textarea
        name="aliases"
        label={texts.aliases}
        description={texts.aliasesHint}
        autosize
        minRows={4}
        maxRows={12}
        defaultValue={family?.aliases.join('\n') ?? ''}
      />
      <TextInput name="note" label={texts.note} maxLength={1000} />
    </FormDialog>
  );
}

/** Malware families and the names that sources give them. */
export function FamiliesPage() {
  const operator = isOperator(useSession());
  const url = useUrl();
  const families = useQuery(query(routes.families));
  const [form, setForm] = useState<{ family: Family | undefined }>();
  const text = (url.one('q') ?? '').toLowerCase();
  const rows = useMemo(
    () => families.data?.filter(({ name, aliases }) => [name, ...aliases].some((held) => held.includes(text))),
    [families.data, text],
  );
  return (
    <Page
      title={t.registry.title}
      fill
      actions={
        operator && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setForm({ family: undefined })}>
            {texts.add}
          </Button>
        )
      }
    >
      <RegistryTabs />
      <p className={classes.soft}>{texts.hint}</p>
      <ListLayout
        facets={[]}
        filters={[]}
        search={<SearchField label={t.registry.searchFamilies} placeholder={t.registry.searchFamiliesHint} />}
      >
        <DataTable
          id="families"
          label={texts.title}
          unit="families"
          columns={columns}
          rows={rows}
          rowKey={keyOf}
          {...useSort('name')}
          {...(operator && { onOpen: (family: Family) => setForm({ family }) })}
          error={families.error}
          onRetry={() => void families.refetch()}
          empty={
            text === '' ? (
              <EmptyState title={texts.empty.title} text={texts.empty.text} />
            ) : (
              <NothingFits href={paths.registryFamilies()} />
            )
          }
        />
      </ListLayout>
      {form !== undefined && <FamilyForm family={form.family} onClose={() => setForm(undefined)} />}
    </Page>
  );
}
