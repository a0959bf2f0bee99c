import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { InvitationLook, Session } from '@tocsin/api';
import { useState } from 'react';
import { api, routes } from '../../api.ts';
import { t } from '../../messages/index.ts';
import { begin } from '../../session.ts';
import { Facts } from '../../ui/facts.tsx';
import { textIn } from '../../ui/form-data.ts';
import { ErrorState, Loaded } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import classes from './invitation.module.css';

const texts = t.account.invitation;

interface Acceptance {
  secret: string;
  /** The link was spent: a session is open that can add ways to sign in. */
  onAccepted: (session: Session) => void;
}

function Accept({ look, secret, onAccepted }: Acceptance & { look: InvitationLook }) {
  const [failure, setFailure] = useState<unknown>();
  const accept = (name: string) => {
    setFailure(undefined);
    const body = look.renewal ? { token: secret } : { token: secret, name };
    api.call(routes.acceptInvitation, { body }).then((session) => onAccepted(begin(session)), setFailure);
  };
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        accept(textIn(new FormData(event.currentTarget), 'name'));
      }}
    >
      <h1 className={classes.title}>{look.renewal ? texts.renewal : texts.to(look.orgName)}</h1>
      {look.renewal && <p className={classes.text}>{texts.renewalText}</p>}
      <Facts
        facts={[
          { label: t.people.columns.org, value: look.orgName },
          { label: t.account.you.mail, value: look.mail },
          { label: texts.role, value: t.people.roles[look.role], meaning: t.people.roleMeanings[look.role] },
          { label: texts.expires, value: <Time at={look.expiresAt} /> },
        ]}
      />
      {!look.renewal && (
        <TextInput
          name="name"
          label={texts.name}
          description={t.account.you.nameHint}
          defaultValue={look.name}
          autoComplete="name"
          required
          maxLength={200}
        />
      )}
      {failure !== undefined && <ErrorState error={failure} />}
      <Button type="submit">{look.renewal ? texts.goOn : texts.accept}</Button>
    </form>
  );
}

/** What the link invites to, which spends nothing, and the button that does. */
export function AcceptForm({ secret, onAccepted }: Acceptance) {
  const look = useQuery({
    queryKey: ['invitation', secret],
    queryFn: () => api.call(routes.lookAtInvitation, { body: { token: secret } }),
    retry: false,
    refetchOnWindowFocus: false,
    gcTime: 0,
  });
  return <Loaded query={look}>{(found) => <Accept look={found} secret={secret} onAccepted={onAccepted} />}</Loaded>;
}
