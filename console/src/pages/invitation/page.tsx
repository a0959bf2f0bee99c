import { useQuery } from '@tanstack/react-query';
import type { Session } from '@tocsin/api';
import { useState } from 'react';
import { sessionQuery } from '../../session.ts';
import { t } from '../../messages/index.ts';
import { Logotype } from '../../ui/logo.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { AcceptForm } from './accept-form.tsx';
import { FirstWay } from './first-way.tsx';
import classes from './invitation.module.css';

const texts = t.account.invitation;

/** The secret behind #, taken out of the address at once: it belongs neither into the history nor onto a screen. */
function takeSecret(): string {
  const secret = window.location.hash.slice(1);
  if (secret !== '') window.history.replaceState(window.history.state, '', window.location.pathname);
  return secret;
}

/** Accepting an invitation, then adding the first way to sign in. */
export function InvitationPage() {
  const [secret] = useState(takeSecret);
  const session = useQuery(sessionQuery);
  const [accepted, setAccepted] = useState<Session>();
  const enrolling = (accepted ?? session.data)?.enrolling === true;
  return (
    <main className={classes.page}>
      <title>{t.shell.title(texts.title)}</title>
      <div className={classes.card}>
        <Logotype size={40} />
        {session.isPending && accepted === undefined ? (
          <LoadingState rows={3} />
        ) : enrolling ? (
          <FirstWay />
        ) : secret === '' ? (
          <>
            <h1 className={classes.title}>{texts.title}</h1>
            <p className={classes.text}>{texts.missing}</p>
          </>
        ) : (
          <AcceptForm secret={secret} onAccepted={setAccepted} />
        )}
      </div>
    </main>
  );
}
