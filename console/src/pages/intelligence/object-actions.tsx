import { Button, Select } from '@mantine/core';
import { IconSend, IconTrash } from '@tabler/icons-react';
import type { ObjectDetail } from '@tocsin/api';
import { useState } from 'react';
import { api, routes } from '../../api.ts';
import { refresh } from '../../components/refresh.ts';
import { t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { useSession } from '../../session.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useGo } from '../../ui/link.tsx';
import { told } from '../../ui/undo.tsx';
import { objectName } from './columns.tsx';
import { ReleaseDialog } from './release-dialog.tsx';

const { release: releaseWords, withdraw: words } = t.sharing;
type Reason = keyof typeof words.reasons;

/** What its owner may do with an object: release it, put it under other terms, take it back. */
export function ObjectActions({ item }: { item: ObjectDetail }) {
  const { scopes } = useSession();
  const go = useGo();
  const [asking, setAsking] = useState<'release' | 'withdraw'>();
  const [reason, setReason] = useState<Reason>('withdrawn');
  if (!item.owner || !scopes.includes('objects:write')) return null;
  const name = objectName(item);
  const shared = item.state === 'released';
  const withdraw = async () => {
    await api.call(routes.withdrawObject, { params: { id: item.id }, body: { reason } });
    told(words.done(name));
    await refresh(routes.object, routes.objectVersions);
    go(shared ? paths.intelligence() : paths.drafts());
  };
  return (
    <>
      <Button leftSection={<IconSend size={16} aria-hidden />} onClick={() => setAsking('release')}>
        {shared ? releaseWords.change : releaseWords.open}
      </Button>
      <Button variant="default" leftSection={<IconTrash size={16} aria-hidden />} onClick={() => setAsking('withdraw')}>
        {words.open}
      </Button>
      {asking === 'release' && (
        <ReleaseDialog
          ids={[item.id]}
          what={name}
          change={shared}
          onClose={() => setAsking(undefined)}
          onDone={() => undefined}
        />
      )}
      <ConfirmDialog
        opened={asking === 'withdraw'}
        onClose={() => setAsking(undefined)}
        title={words.title(name)}
        act={words.act}
        onAct={withdraw}
        harmful
      >
        <p>{shared ? words.text : words.draftText}</p>
        {shared && (
          <Select
            label={words.reason}
            allowDeselect={false}
            value={reason}
            onChange={(value) => setReason((value ?? 'withdrawn') as Reason)}
            data={Object.entries(words.reasons).map(([value, label]) => ({ value, label }))}
          />
        )}
      </ConfirmDialog>
    </>
  );
}
