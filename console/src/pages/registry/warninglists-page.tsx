import { Button, Checkbox, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { BodyOf, ResponseOf } from '@tocsin/api';
import { useState } from 'react';
import { api, query, routes } from '../../api.ts';
import { useSort } from '../../components/list/use-sort.ts';
import { refresh } from '../../components/refresh.ts';
import { format, t } from '../../messages/index.ts';
import { CodeBlock } from '../../ui/code-block.tsx';
import { DataTable, type Column } from '../../ui/data-table/index.ts';
import { isTicked, textIn } from '../../ui/form-data.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { Page, Panel } from '../../ui/panel.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { told } from '../../ui/undo.tsx';
import classes from './registry.module.css';
import { RegistryTabs } from '../../components/registry/registry-tabs.tsx';

const { warninglists: texts } = t.registry;
const words = texts.columns;
type Warninglist = ResponseOf<typeof routes.warninglists>[number];
type Body = BodyOf<typeof routes.putWarninglist>;
const kinds = ['scanner', 'researcher', 'sinkhole', 'resolver', 'benign'] as const;
const keyOf = ({ id }: Warninglist) => String(id);

/** Switches a list on and off; its entries stay. */
function InUse({ list: { name, enabled } }: { list: Warninglist }) {
  const change = async () => {
    const { enabled: now } = await api.call(routes.changeWarninglist, {
      params: { name },
      body: { enabled: !enabled },
    });
    await refresh(routes.warninglists, routes.warninglist);
    told(`${name}: ${now ? texts.on : texts.off}`);
  };
  return (
    <span onClick={(event) => event.stopPropagation()} role="presentation">
      <Switch
        size="xs"
        checked={enabled}
        onChange={() => void change()}
        label={enabled ? texts.on : texts.off}
        aria-label={enabled ? texts.switchOff(name) : texts.switchOn(name)}
      />
    </span>
  );
}

const columns: readonly Column<Warninglist>[] = [
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
    id: 'kind',
    header: words.kind,
    width: 160,
    grow: 1,
    priority: 1,
    text: ({ kind }) => texts.kinds[kind],
    sort: ({ kind }) => kind,
  },
  {
    id: 'enabled',
    header: words.enabled,
    width: 152,
    text: ({ enabled }) => (enabled ? texts.on : texts.off),
    sort: ({ enabled }) => Number(enabled),
    cell: (list) => <InUse list={list} />,
  },
  {
    id: 'addresses',
    header: words.addresses,
    width: 104,
    align: 'end',
    text: ({ addresses }) => format.number(addresses),
    sort: ({ addresses }) => addresses,
  },
  {
    id: 'domains',
    header: words.domains,
    width: 104,
    align: 'end',
    text: ({ domains }) => format.number(domains),
    sort: ({ domains }) => domains,
  },
  {
    id: 'updatedAt',
    header: words.updatedAt,
    width: 112,
    priority: 3,
    text: ({ updatedAt }) => updatedAt,
    sort: ({ updatedAt }) => updatedAt,
    cell: ({ updatedAt }) => <Time at={updatedAt} show="relative" />,
  },
];

/** Lines of ours, or a list in the MISP format. */
function readEntries(text: string): Pick<Body, 'list' | 'type'> {
  if (text.startsWith('{')) {
    const list = JSON.parse(text) as Partial<Body>;
    if (Array.isArray(list.list)) return { list: list.list, ...(list.type === undefined ? {} : { type: list.type }) };
  }
  return {
    list: text
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  };
}

interface ListFormProps {
  list: Warninglist | undefined;
  onClose: () => void;
  onRefused: (entries: readonly string[]) => void;
}

/** Adds a list, or replaces what one holds. */
function ListForm({ list, onClose, onRefused }: ListFormProps) {
  const held = useQuery({
    ...query(routes.warninglist, { params: { name: list?.name ?? '' } }),
    enabled: list !== undefined,
  });
  const save = async (data: FormData) => {
    const name = list?.name ?? textIn(data, 'name');
    const { refused } = await api.call(routes.putWarninglist, {
      params: { name },
      body: { kind: textIn(data, 'kind'), enabled: isTicked(data, 'enabled'), ...readEntries(textIn(data, 'list')) },
    });
    await refresh(routes.warninglists);
    onRefused(refused);
    told(texts.done(name, format.number(refused.length)));
  };
  return (
    <FormDialog
      title={list === undefined ? texts.addTitle : texts.replace(list.name)}
      opened
      onClose={onClose}
      act={t.lists.form.save}
      onSubmit={save}
      size="lg"
    >
      <div className={classes.row}>
        {list === undefined && (
          <TextInput
            name="name"
            label={texts.name}
            description={texts.nameHint}
            required
            pattern="[a-z0-9][a-z0-9._-]{0,80}"
            data-autofocus
          />
        )}
        <Select
          name="kind"
          label={texts.kind}
          allowDeselect={false}
          defaultValue={list?.kind ?? 'benign'}
          data={kinds.map((value) => ({ value, label: texts.kinds[value] }))}
        />
      </div>
      <Textarea
        key={held.dataUpdatedAt}
        defaultValue={held.data?.list.join('\n') ?? ''}
        disabled={list !== undefined && held.isPending}
        name="list"
        label={texts.list}
        description={texts.listHint}
        required
        autosize
        minRows={8}
        maxRows={16}
      />
      <Checkbox name="enabled" label={texts.enabled} defaultChecked={list?.enabled ?? true} />
    </FormDialog>
  );
}

/** Lists of what is no finding. */
export function WarninglistsPage() {
  const lists = useQuery(query(routes.warninglists));
  const [form, setForm] = useState<{ list: Warninglist | undefined }>();
  const [refused, setRefused] = useState<readonly string[]>([]);
  return (
    <Page
      title={t.registry.title}
      fill
      actions={
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setForm({ list: undefined })}>
          {texts.add}
        </Button>
      }
    >
      <RegistryTabs />
      <p className={classes.soft}>{texts.hint}</p>
      {refused.length > 0 && (
        <Panel title={texts.refused}>
          <CodeBlock label={texts.refused} text={refused.join('\n')} />
        </Panel>
      )}
      <DataTable
        id="warninglists"
        label={texts.title}
        unit="entries"
        columns={columns}
        rows={lists.data}
        rowKey={keyOf}
        {...useSort('name')}
        onOpen={(list) => setForm({ list })}
        error={lists.error}
        onRetry={() => void lists.refetch()}
        empty={<EmptyState title={texts.empty.title} text={texts.empty.text} />}
      />
      {form !== undefined && <ListForm list={form.list} onClose={() => setForm(undefined)} onRefused={setRefused} />}
    </Page>
  );
}
