import { ActionIcon, Menu, Radio } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { roles, type MadeInvitation, type Person, type PersonAction, type Role } from '@tocsin/api';
import { useState } from 'react';
import { api, query, routes } from '../../api.ts';
import { refresh } from '../../components/refresh.ts';
import { t } from '../../messages/index.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { told } from '../../ui/undo.tsx';
import classes from './people.module.css';

const texts = t.people;
const again = () => refresh(routes.people, routes.invitations);

/** Does an act that needs no more than a yes. */
async function act(
  action: Exclude<PersonAction, 'change_role'>,
  person: Person,
  onLink: (made: MadeInvitation) => void,
) {
  const params = { id: person.id };
  switch (action) {
    case 'suspend':
      await api.call(routes.changePerson, { params, body: { status: 'suspended' } });
      told(texts.suspend.done(person.name));
      break;
    case 'reinstate':
      await api.call(routes.changePerson, { params, body: { status: 'active' } });
      told(texts.reinstate.done(person.name));
      break;
    case 'renew_access':
      onLink(await api.call(routes.renewAccess, { params }));
      break;
    case 'end_sessions':
      await api.call(routes.endPersonSessions, { params });
      told(texts.end_sessions.done(person.name));
  }
  await again();
}

function RoleDialog({ person, opened, onClose }: { person: Person; opened: boolean; onClose: () => void }) {
  const invitable = useQuery({ ...query(routes.invitable), enabled: opened });
  const [role, setRole] = useState<Role>(person.role);
  const granted = invitable.data?.find(({ org }) => org === person.org)?.roles ?? [];
  const save = async () => {
    await api.call(routes.changePerson, { params: { id: person.id }, body: { role } });
    told(texts.role.changed(person.name));
    await again();
  };
  return (
    <ConfirmDialog
      title={texts.role.title(person.name)}
      opened={opened}
      onClose={onClose}
      act={t.lists.form.save}
      onAct={save}
      disabled={role === person.role}
    >
      <Radio.Group
        label={texts.role.label}
        value={role}
        onChange={(chosen) => setRole(roles.find((each) => each === chosen) ?? person.role)}
      >
        <div className={classes.form}>
          {granted.map((each) => (
            <Radio key={each} value={each} label={texts.roles[each]} description={texts.roleMeanings[each]} />
          ))}
        </div>
      </Radio.Group>
    </ConfirmDialog>
  );
}

/** What can be done with a person; what may not be says why. */
export function PersonActs({ person, onLink }: { person: Person; onLink: (made: MadeInvitation) => void }) {
  const [chosen, setChosen] = useState<PersonAction>();
  const close = () => setChosen(undefined);
  const asked = chosen === undefined || chosen === 'change_role' ? undefined : chosen;
  return (
    <>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={texts.menu(person.name)}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {person.actions.map(({ action, allowed, reason }) => (
            <Menu.Item key={action} disabled={!allowed} onClick={() => setChosen(action)}>
              {texts.actions[action]}
              {reason !== null && <span className={classes.mail}>{reason}</span>}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {chosen === 'change_role' && <RoleDialog person={person} opened onClose={close} />}
      {asked !== undefined && (
        <ConfirmDialog
          title={texts[asked].title(person.name)}
          opened
          onClose={close}
          act={texts.actions[asked]}
          harmful={asked !== 'reinstate'}
          onAct={() => act(asked, person, onLink)}
        >
          <p>{texts[asked].text}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
