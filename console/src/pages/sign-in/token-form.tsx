import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { t } from '../../messages/index.ts';
import classes from './sign-in.module.css';

/** Signing in with an access token. The token stays in memory only until it is sent. */
export function TokenForm({ onSubmit }: { onSubmit: (body: { token: string; person: string }) => Promise<void> }) {
  const [token, setToken] = useState('');
  const [person, setPerson] = useState('');
  const [busy, setBusy] = useState(false);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setBusy(true);
    void onSubmit({ token: token.trim(), person: person.trim() }).finally(() => setBusy(false));
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <p className={classes.hint}>{t.signIn.tokenIntro}</p>
      <PasswordInput
        label={t.signIn.token}
        value={token}
        onChange={(event) => setToken(event.currentTarget.value)}
        autoComplete="off"
        required
      />
      <TextInput
        label={t.signIn.person}
        description={t.signIn.personHint}
        value={person}
        onChange={(event) => setPerson(event.currentTarget.value)}
        autoComplete="name"
        maxLength={100}
        required
      />
      <Button type="submit" size="sm" loading={busy} disabled={token.trim() === '' || person.trim() === ''}>
        {t.signIn.submit}
      </Button>
    </form>
  );
}
