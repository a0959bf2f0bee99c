import { Button } from '@mantine/core';
import type { Account, ExternalIdentity } from '@tocsin/api';
import { useState } from 'react';
import { api, routes } from '../../api.ts';
import classes from '../../components/account/account.module.css';
import { goToProvider } from '../../components/account/go-to-provider.ts';
import { refresh } from '../../components/refresh.ts';
import { t } from '../../messages/index.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Time } from '../../ui/time.tsx';
import { failed, told } from '../../ui/undo.tsx';

const texts = t.account.identities;

/** Identities of other providers that open this account. Not shown where no provider is configured and none is bound. */
export function IdentitiesPanel({ account }: { account: Account }) {
  const [leaving, setLeaving] = useState<ExternalIdentity>();
  const nameOf = ({ provider }: ExternalIdentity) =>
    account.providers.find(({ id }) => id === provider)?.name ?? provider;
  if (account.providers.length + account.identities.length === 0) return null;
  const bind = (provider: string) => {
    api.call(routes.bindIdentity, { params: { provider } }).then(goToProvider, (error: unknown) => {
      failed(texts.title, error);
    });
  };
  const unbind = async ({ id }: ExternalIdentity) => {
    await api.call(routes.unbindIdentity, { params: { id } });
    await refresh(routes.account);
    told(texts.unbound);
  };
  return (
    <Panel
      title={texts.title}
      hint={texts.hint}
      actions={account.providers.map(({ id, name }) => (
        <Button key={id} variant="default" onClick={() => bind(id)}>
          {texts.bind(name)}
        </Button>
      ))}
    >
      {account.identities.length === 0 ? (
        <p className={classes.text}>{texts.none}</p>
      ) : (
        <ul className={classes.list} aria-label={texts.title}>
          {account.identities.map((identity) => (
            <li key={identity.id}>
              <div>
                <span className={classes.name}>{nameOf(identity)}</span>
                <p className={classes.soft}>
                  {texts.subject}: {identity.subject} · {texts.used} <Time at={identity.lastUsedAt} show="relative" />
                </p>
              </div>
              <Button
                variant="default"
                size="compact-xs"
                aria-label={texts.unbind(nameOf(identity))}
                onClick={() => setLeaving(identity)}
              >
                {t.lists.form.remove}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <ConfirmDialog
        title={leaving === undefined ? '' : texts.unbindTitle(nameOf(leaving))}
        opened={leaving !== undefined}
        onClose={() => setLeaving(undefined)}
        act={t.lists.form.remove}
        harmful
        onAct={() => (leaving === undefined ? Promise.resolve() : unbind(leaving))}
      >
        <p>{texts.unbindText}</p>
      </ConfirmDialog>
    </Panel>
  );
}
