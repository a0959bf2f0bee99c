import { Button, Divider, PasswordInput, TextInput } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { PasswordSignIn } from '@tocsin/api';
import { useState } from 'react';
import { api, query, routes } from '../../api.ts';
import { goToProvider } from '../../components/account/go-to-provider.ts';
import { t } from '../../messages/index.ts';
import { textIn } from '../../ui/form-data.ts';
import { Loaded } from '../../ui/states.tsx';
import classes from './sign-in.module.css';

const texts = t.signIn;

export interface AccountWaysProps {
  /** Where to go afterwards. */
  next: string | undefined;
  onPasskey: () => Promise<void>;
  onPassword: (body: PasswordSignIn) => Promise<void>;
  onFailure: (error: unknown) => void;
}

function PasswordForm({ onSubmit }: { onSubmit: (body: PasswordSignIn) => Promise<void> }) {
  const [busy, setBusy] = useState(false);
  const { password: words } = texts;
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        const data = new FormData(event.currentTarget);
        const password = data.get('password');
        setBusy(true);
        void onSubmit({
          org: textIn(data, 'org'),
          mail: textIn(data, 'mail'),
          password: typeof password === 'string' ? password : '',
          code: textIn(data, 'code'),
        }).finally(() => setBusy(false));
      }}
    >
      <TextInput name="org" label={words.org} description={words.orgHint} autoComplete="organization" required />
      <TextInput name="mail" type="email" label={words.mail} autoComplete="username" required />
      <PasswordInput name="password" label={words.password} autoComplete="current-password" required />
      <TextInput name="code" label={words.code} autoComplete="one-time-code" required minLength={6} maxLength={40} />
      <Button type="submit" loading={busy}>
        {words.submit}
      </Button>
    </form>
  );
}

/** Signing in with an account: passkey, a provider of identities, or password and code. */
export function AccountWays({ next, onPasskey, onPassword, onFailure }: AccountWaysProps) {
  const ways = useQuery(query(routes.signInWays));
  const [typing, setTyping] = useState(false);
  const leave = (provider: string) => {
    const body = next === undefined ? {} : { next };
    api.call(routes.signInWithProvider, { params: { provider }, body }).then(goToProvider, onFailure);
  };
  return (
    <Loaded query={ways}>
      {({ passkeys, providers }) => (
        <div className={classes.form}>
          {passkeys && (
            <div>
              <Button
                fullWidth
                size="md"
                leftSection={<IconFingerprint size={18} aria-hidden />}
                onClick={() => void onPasskey()}
              >
                {texts.passkey}
              </Button>
              <p className={classes.below}>{texts.passkeyHint}</p>
            </div>
          )}
          {providers.map(({ id, name }) => (
            <Button key={id} variant="default" onClick={() => leave(id)}>
              {texts.provider(name)}
            </Button>
          ))}
          {(passkeys || providers.length > 0) && <Divider label={texts.or} />}
          {typing || !passkeys ? (
            <PasswordForm onSubmit={onPassword} />
          ) : (
            <Button variant="default" onClick={() => setTyping(true)}>
              {texts.password.instead}
            </Button>
          )}
        </div>
      )}
    </Loaded>
  );
}
