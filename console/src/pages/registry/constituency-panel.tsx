import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Constituency, Org } from '@tocsin/api';
import { useState } from 'react';
import { api, query, routes } from '../../api.ts';
import { useSort } from '../../components/list/use-sort.ts';
import { refresh } from '../../components/refresh.ts';
import { t } from '../../messages/index.ts';
import { Badge } from '../../ui/badge.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { DataTable, type Column } from '../../ui/data-table/index.ts';
import { Panel } from '../../ui/panel.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { told } from '../../ui/undo.tsx';
import { addEntry, ConstituencyForm } from './constituency-form.tsx';
import { valueText } from './constituency-value.ts';
import classes from './registry.module.css';

const { constituency: texts } = t.registry;
const words = texts.columns;
const keyOf = ({ id }: Constituency) => String(id);

const columns: readonly Column<Constituency>[] = [
  {
    id: 'value',
    header: words.value,
    width: 176,
    grow: 1.5,
    priority: 1,
    text: valueText,
    sort: ({ value }) => value,
    cell: (entry) => <span className={entry.inForce ? classes.mono : classes.off}>{valueText(entry)}</span>,
  },
  {
    id: 'kind',
    header: words.kind,
    width: 104,
    priority: 3,
    text: ({ kind }) => texts.kinds[kind],
    sort: ({ kind }) => kind,
  },
  {
    id: 'layer',
    header: words.layer,
    width: 120,
    priority: 1,
    text: ({ layer }) => texts.layers[layer],
    sort: ({ layer }) => layer,
    cell: ({ layer }) => (
      <Tooltip label={texts.layerMeaning[layer]}>
        <span>
          <Badge tone={layer === 'manual' ? 'accent' : 'quiet'}>{texts.layers[layer]}</Badge>
        </span>
      </Tooltip>
    ),
  },
  {
    id: 'state',
    header: words.state,
    width: 168,
    text: ({ inForce, effect, shared }) =>
      [
        inForce ? texts.inForce : texts.notInForce,
        effect === 'exclude' ? texts.exclude : '',
        shared ? texts.shared : '',
      ]
        .filter(Boolean)
        .join(', '),
    cell: ({ inForce, effect, shared }) => (
      <span className={classes.badges}>
        {!inForce && (
          <Tooltip label={texts.notInForceMeaning}>
            <span>{texts.notInForce}</span>
          </Tooltip>
        )}
        {inForce && effect === 'include' && !shared && texts.inForce}
        {effect === 'exclude' && (
          <Tooltip label={texts.excludeMeaning}>
            <span>
              <Badge tone="notice">{texts.exclude}</Badge>
            </span>
          </Tooltip>
        )}
        {shared && (
          <Tooltip label={texts.sharedMeaning}>
            <span>
              <Badge tone="notice">{texts.shared}</Badge>
            </span>
          </Tooltip>
        )}
      </span>
    ),
  },
  {
    id: 'note',
    header: words.note,
    width: 160,
    grow: 2,
    priority: 3,
    text: ({ note, import: from }) => note ?? from ?? '',
    cell: ({ note, import: from }) => <span title={note ?? from ?? undefined}>{note ?? from}</span>,
  },
  {
    id: 'expires',
    header: words.expires,
    width: 104,
    text: ({ expiresAt }) => expiresAt ?? texts.never,
    sort: ({ expiresAt }) => expiresAt ?? '9',
    cell: ({ expiresAt }) => (expiresAt === null ? texts.never : <Time at={expiresAt} show="relative" />),
  },
  { id: 'by', header: words.by, width: 144, hidden: true, text: ({ createdBy }) => createdBy },
];

const withRemoval = (onRemove: (entry: Constituency) => void): readonly Column<Constituency>[] => [
  ...columns,
  {
    id: 'remove',
    header: '',
    width: 48,
    priority: 1,
    text: () => '',
    cell: (entry) =>
      entry.layer === 'manual' && (
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={texts.remove(valueText(entry))}
          onClick={() => onRemove(entry)}
        >
          <IconTrash size={16} />
        </ActionIcon>
      ),
  },
];

async function remove(entry: Constituency): Promise<void> {
  const params = { handle: entry.org, id: entry.id };
  await api.call(routes.removeConstituency, { params });
  await refresh(routes.constituency, routes.org, routes.orgs);
  told(t.registry.removed(valueText(entry)), async () => {
    await addEntry(entry.org, {
      kind: entry.kind,
      value: entry.value,
      effect: entry.effect,
      shared: entry.shared,
      note: entry.note ?? entry.createdBy,
      expiresAt: entry.expiresAt,
    });
  });
}

/** What an organisation answers for, in two layers, with the reason of each override. */
export function ConstituencyPanel({ org, editable }: { org: Org; editable: boolean }) {
  const entries = useQuery(query(routes.constituency, { params: { handle: org.handle } }));
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Constituency>();
  const [removalColumns] = useState(() => withRemoval(setRemoving));
  return (
    <Panel
      title={texts.title}
      hint={texts.hint}
      actions={
        editable && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
            {texts.add}
          </Button>
        )
      }
    >
      <div
        className={classes.entries}
        style={{ height: Math.min(640, 140 + 40 * Math.max(2, entries.data?.length ?? 4)) }}
      >
        <DataTable
          id={`constituency-${org.handle}`}
          label={texts.label}
          unit="entries"
          columns={editable ? removalColumns : columns}
          rows={entries.data}
          rowKey={keyOf}
          {...useSort()}
          error={entries.error}
          onRetry={() => void entries.refetch()}
          empty={<EmptyState title={texts.empty.title} text={texts.empty.text} />}
        />
      </div>
      <ConstituencyForm org={org} opened={adding} onClose={() => setAdding(false)} />
      <ConfirmDialog
        opened={removing !== undefined}
        onClose={() => setRemoving(undefined)}
        title={removing === undefined ? '' : texts.removeTitle(valueText(removing))}
        act={t.lists.form.remove}
        harmful
        onAct={() => (removing === undefined ? Promise.resolve() : remove(removing))}
      >
        <p>{texts.removeText}</p>
        {removing?.note != null && <p className={classes.soft}>{removing.note}</p>}
      </ConfirmDialog>
    </Panel>
  );
}
