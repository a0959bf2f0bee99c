import { Button, PasswordInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Account } from '@tocsin/api';
import { api, routes } from '../../api.ts';
import classes from '../../components/account/account.module.css';
import { SetPassword } from '../../components/account/set-password.tsx';
import { refresh } from '../../components/refresh.ts';
import { t } from '../../messages/index.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { Panel } from '../../ui/panel.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { told } from '../../ui/undo.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';

const texts = t.account.password;
const again = () => refresh(routes.account, routes.ownSessions, routes.session);

async function change(data: FormData): Promise<void> {
  const password = data.get('password');
  await api.call(routes.changePassword, { body: { password: typeof password === 'string' ? password : '' } });
  await again();
  told(texts.changed);
}

async function remove(): Promise<void> {
  await api.call(routes.removePassword);
  await again();
  told(texts.removed);
}

/** The fallback: a password, one-time codes, recovery codes. */
export function PasswordPanel({ account }: { account: Account }) {
  const [setting, set] = useDisclosure(false);
  const [changing, alter] = useDisclosure(false);
  const [removing, drop] = useDisclosure(false);
  const active = account.password && account.oneTimeCodes;
  return (
    <Panel
      title={texts.title}
      hint={texts.hint}
      actions={
        <>
          {active && (
            <>
              <Button variant="default" onClick={alter.open}>
                {texts.change}
              </Button>
              <Button variant="default" onClick={drop.open}>
                {texts.remove}
              </Button>
            </>
          )}
          <Button variant="default" onClick={set.open}>
            {active ? texts.replace : texts.set}
          </Button>
        </>
      }
    >
      {active ? (
        <>
          <p className={classes.text}>{texts.active}</p>
          <RecoveryCodes left={account.recoveryCodes} />
        </>
      ) : (
        <EmptyState title={texts.none} text={texts.noneText} />
      )}
      <SetPassword opened={setting} onClose={set.close} onDone={again} />
      <FormDialog
        title={texts.change}
        opened={changing}
        onClose={alter.close}
        act={t.lists.form.save}
        onSubmit={change}
      >
        <PasswordInput
          name="password"
          label={texts.password}
          description={texts.passwordHint}
          autoComplete="new-password"
          required
          maxLength={256}
          data-autofocus
        />
      </FormDialog>
      <ConfirmDialog
        title={texts.removeTitle}
        opened={removing}
        onClose={drop.close}
        act={texts.remove}
        harmful
        onAct={remove}
      >
        <p>{texts.removeText}</p>
      </ConfirmDialog>
    </Panel>
  );
}
