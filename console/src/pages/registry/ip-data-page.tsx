import { Button, Checkbox, FileInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUpload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ResponseOf } from '@tocsin/api';
import { useState } from 'react';
import { api, query, routes } from '../../api.ts';
import { refresh } from '../../components/refresh.ts';
import { format, t } from '../../messages/index.ts';
import { Badge } from '../../ui/badge.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { isTicked } from '../../ui/form-data.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { Page, Panel } from '../../ui/panel.tsx';
import { PlainTable } from '../../ui/plain-table.tsx';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { told } from '../../ui/undo.tsx';
import { RegistryTabs } from '../../components/registry/registry-tabs.tsx';

const { ipData: texts } = t.registry;
const words = texts.columns;
type Snapshot = ResponseOf<typeof routes.ipSnapshots>[number];

/** What a snapshot was made from, as far as it says. */
function inputsText(inputs: unknown): string {
  if (!Array.isArray(inputs)) return '';
  return inputs
    .map((input: unknown) => {
      const { name, date } = input as { name?: unknown; date?: unknown };
      return [name, date].filter((part) => typeof part === 'string' && part !== '').join(' ');
    })
    .join(', ');
}

function Upload() {
  const [opened, { open, close }] = useDisclosure(false);
  const [file, setFile] = useState<File | null>(null);
  const upload = async (data: FormData) => {
    if (file === null) return;
    const { name } = await api.call(routes.uploadIpSnapshot, {
      query: { activate: isTicked(data, 'activate') },
      headers: { 'content-type': 'application/octet-stream' },
      raw: new Uint8Array(await file.arrayBuffer()),
    });
    await refresh(routes.ipSnapshots);
    told(t.registry.saved(name));
  };
  return (
    <>
      <Button leftSection={<IconUpload size={16} aria-hidden />} onClick={open}>
        {texts.upload}
      </Button>
      <FormDialog title={texts.uploadTitle} opened={opened} onClose={close} act={texts.upload} onSubmit={upload}>
        <FileInput label={texts.file} description={texts.fileHint} required value={file} onChange={setFile} />
        <Checkbox name="activate" label={texts.use} />
      </FormDialog>
    </>
  );
}

/** Snapshots of IP data, and which one is in use. */
export function IpDataPage() {
  const snapshots = useQuery(query(routes.ipSnapshots));
  const [wanted, setWanted] = useState<Snapshot>();
  const activate = async ({ id, name }: Snapshot) => {
    const before = snapshots.data?.find(({ active }) => active);
    const apply = (one: number) =>
      api.call(routes.activateIpSnapshot, { params: { id: one } }).then(() => refresh(routes.ipSnapshots));
    await apply(id);
    told(texts.activated(name), before === undefined ? undefined : () => apply(before.id));
  };
  return (
    <Page title={t.registry.title} actions={<Upload />}>
      <RegistryTabs />
      <Panel title={texts.title} hint={texts.hint}>
        <Loaded query={snapshots}>
          {(loaded) =>
            loaded.length === 0 ? (
              <EmptyState title={texts.empty.title} text={texts.empty.text} />
            ) : (
              <PlainTable
                label={texts.title}
                rows={loaded}
                rowKey={({ id }) => String(id)}
                columns={[
                  { header: words.name, cell: ({ name }) => name },
                  { header: words.builtAt, cell: ({ builtAt }) => <Time at={builtAt} show="utc" />, optional: true },
                  { header: words.prefixes4, align: 'end', cell: ({ prefixes4 }) => format.number(prefixes4) },
                  { header: words.prefixes6, align: 'end', cell: ({ prefixes6 }) => format.number(prefixes6) },
                  { header: words.inputs, cell: ({ inputs }) => inputsText(inputs), optional: true },
                  {
                    header: words.state,
                    cell: (snapshot) =>
                      snapshot.active ? (
                        <Badge tone="good">{texts.active}</Badge>
                      ) : (
                        <Button variant="default" onClick={() => setWanted(snapshot)}>
                          {texts.activate}
                        </Button>
                      ),
                  },
                ]}
              />
            )
          }
        </Loaded>
      </Panel>
      {wanted !== undefined && (
        <ConfirmDialog
          opened
          onClose={() => setWanted(undefined)}
          title={texts.activateTitle(wanted.name)}
          act={texts.activate}
          onAct={() => activate(wanted)}
        >
          <p>{texts.activateText}</p>
        </ConfirmDialog>
      )}
    </Page>
  );
}
