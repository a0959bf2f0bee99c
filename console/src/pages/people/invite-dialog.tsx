import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { roles, type MadeInvitation } from '@tocsin/api';
import { useState } from 'react';
import { api, query, routes } from '../../api.ts';
import { refresh } from '../../components/refresh.ts';
import { t } from '../../messages/index.ts';
import { useSession } from '../../session.ts';
import { listIn, textIn } from '../../ui/form-data.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { Loaded } from '../../ui/states.tsx';

const texts = t.people.invite;

/** Invites a person into an org, to a role that one may give there. */
export function InviteDialog({
  opened,
  onClose,
  onMade,
}: {
  opened: boolean;
  onClose: () => void;
  onMade: (made: MadeInvitation) => void;
}) {
  const own = useSession().org.handle;
  const invitable = useQuery({ ...query(routes.invitable), enabled: opened });
  const [org, setOrg] = useState(own);
  const invite = async (data: FormData) => {
    const body = {
      org,
      name: textIn(data, 'name'),
      mail: textIn(data, 'mail'),
      languages: listIn(data, 'languages'),
      role: roles.find((role) => role === textIn(data, 'role')) ?? 'reader',
    };
    const made = await api.call(routes.invite, { body });
    await refresh(routes.invitations);
    onMade(made);
  };
  return (
    <FormDialog title={texts.title} opened={opened} onClose={onClose} act={texts.submit} onSubmit={invite}>
      <Loaded query={invitable}>
        {(orgs) => (
          <>
            <NativeSelect
              label={texts.org}
              value={org}
              onChange={(event) => setOrg(event.currentTarget.value)}
              data={orgs.map(({ org: value, orgName }) => ({ value, label: orgName }))}
            />
            <TextInput name="name" label={texts.name} required maxLength={200} autoComplete="off" />
            <TextInput
              name="mail"
              type="email"
              label={texts.mail}
              description={texts.mailHint}
              required
              maxLength={254}
              autoComplete="off"
            />
            <TextInput name="languages" label={texts.languages} description={t.account.you.languagesHint} />
            <NativeSelect
              name="role"
              label={texts.role}
              data={(orgs.find(({ org: handle }) => handle === org)?.roles ?? []).map((role) => ({
                value: role,
                label: `${t.people.roles[role]}: ${t.people.roleMeanings[role]}`,
              }))}
            />
          </>
        )}
      </Loaded>
    </FormDialog>
  );
}
