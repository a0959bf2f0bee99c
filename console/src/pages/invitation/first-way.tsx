import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconFingerprint } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { api, query, queryClient, routes } from '../../api.ts';
import { AddPasskey } from '../../components/account/add-passkey.tsx';
import { goToProvider } from '../../components/account/go-to-provider.ts';
import { SetPassword } from '../../components/account/set-password.tsx';
import { t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { useGo } from '../../ui/link.tsx';
import { Loaded } from '../../ui/states.tsx';
import { failed } from '../../ui/undo.tsx';
import classes from './invitation.module.css';

const texts = t.account.invitation;

/** The first way to sign in: with it the account is whole. */
export function FirstWay() {
  const account = useQuery(query(routes.account));
  const [making, passkey] = useDisclosure(false);
  const [setting, password] = useDisclosure(false);
  const go = useGo();
  const done = () => {
    queryClient.clear();
    go(paths.home(), { replace: true });
    return Promise.resolve();
  };
  const bind = (provider: string) => {
    api.call(routes.bindIdentity, { params: { provider } }).then(goToProvider, (error: unknown) => {
      failed(t.account.identities.title, error);
    });
  };
  return (
    <div className={classes.form}>
      <h1 className={classes.title}>{texts.ways}</h1>
      <p className={classes.text}>{texts.waysText}</p>
      <Loaded query={account}>
        {({ passkeysPossible, providers }) => (
          <>
            {passkeysPossible ? (
              <Button leftSection={<IconFingerprint size={16} aria-hidden />} onClick={passkey.open}>
                {t.account.passkeys.add}
              </Button>
            ) : (
              <p className={classes.text}>{t.account.passkeys.needName}</p>
            )}
            {providers.map(({ id, name }) => (
              <Button key={id} variant="default" onClick={() => bind(id)}>
                {t.signIn.provider(name)}
              </Button>
            ))}
            <Button variant="default" onClick={password.open}>
              {texts.asPassword}
            </Button>
          </>
        )}
      </Loaded>
      <AddPasskey opened={making} onClose={passkey.close} onAdded={done} />
      <SetPassword opened={setting} onClose={password.close} onDone={done} />
    </div>
  );
}
