import { ActionIcon, Button, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconFingerprint, IconPencil, IconTrash } from '@tabler/icons-react';
import type { Account, Passkey } from '@tocsin/api';
import { useState } from 'react';
import { api, routes } from '../../api.ts';
import classes from '../../components/account/account.module.css';
import { AddPasskey } from '../../components/account/add-passkey.tsx';
import { refresh } from '../../components/refresh.ts';
import { t } from '../../messages/index.ts';
import { Badge } from '../../ui/badge.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { textIn } from '../../ui/form-data.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { Panel } from '../../ui/panel.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { told } from '../../ui/undo.tsx';

const texts = t.account.passkeys;
const again = () => refresh(routes.account, routes.ownSessions, routes.session);

function Entry({ passkey, onRename, onRemove }: { passkey: Passkey; onRename: () => void; onRemove: () => void }) {
  const { name, synced, lastUsedAt } = passkey;
  return (
    <li>
      <div>
        <span className={classes.tools}>
          <span className={classes.name}>{name}</span>
          <Badge>{synced ? texts.synced : texts.oneDevice}</Badge>
        </span>
        <p className={classes.soft}>
          {texts.used} <Time at={lastUsedAt} show="relative" />
        </p>
      </div>
      <span className={classes.tools}>
        <ActionIcon variant="subtle" color="gray" aria-label={texts.rename(name)} onClick={onRename}>
          <IconPencil size={16} />
        </ActionIcon>
        <ActionIcon variant="subtle" color="gray" aria-label={texts.remove(name)} onClick={onRemove}>
          <IconTrash size={16} />
        </ActionIcon>
      </span>
    </li>
  );
}

/** One's passkeys: add, name, remove. */
export function PasskeysPanel({ account }: { account: Account }) {
  const [adding, { open, close }] = useDisclosure(false);
  const [renaming, setRenaming] = useState<Passkey>();
  const [removing, setRemoving] = useState<Passkey>();
  const rename = async (data: FormData) => {
    if (renaming === undefined) return;
    await api.call(routes.renamePasskey, { params: { id: renaming.id }, body: { name: textIn(data, 'name') } });
    await again();
  };
  const remove = async ({ id, name }: Passkey) => {
    await api.call(routes.removePasskey, { params: { id } });
    await again();
    told(texts.removed(name));
  };
  return (
    <Panel
      title={texts.title}
      hint={texts.hint}
      actions={
        account.passkeysPossible && (
          <Button leftSection={<IconFingerprint size={16} aria-hidden />} onClick={open}>
            {texts.add}
          </Button>
        )
      }
    >
      {!account.passkeysPossible && <p className={classes.soft}>{texts.needName}</p>}
      {account.passkeys.length === 0 ? (
        <EmptyState title={texts.none} text={texts.noneText} />
      ) : (
        <ul className={classes.list} aria-label={texts.title}>
          {account.passkeys.map((passkey) => (
            <Entry
              key={passkey.id}
              passkey={passkey}
              onRename={() => setRenaming(passkey)}
              onRemove={() => setRemoving(passkey)}
            />
          ))}
        </ul>
      )}
      <AddPasskey opened={adding} onClose={close} onAdded={again} />
      <FormDialog
        title={texts.renameTitle}
        opened={renaming !== undefined}
        onClose={() => setRenaming(undefined)}
        act={t.lists.form.save}
        onSubmit={rename}
      >
        <TextInput
          name="name"
          label={texts.name}
          description={texts.nameHint}
          defaultValue={renaming?.name ?? ''}
          required
          maxLength={100}
          data-autofocus
        />
      </FormDialog>
      <ConfirmDialog
        title={removing === undefined ? '' : texts.removeTitle(removing.name)}
        opened={removing !== undefined}
        onClose={() => setRemoving(undefined)}
        act={t.lists.form.remove}
        harmful
        onAct={() => (removing === undefined ? Promise.resolve() : remove(removing))}
      >
        <p>{texts.removeText}</p>
      </ConfirmDialog>
    </Panel>
  );
}
