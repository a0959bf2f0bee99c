import { Button, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconSearch, IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { MadeInvitation, Person } from '@tocsin/api';
import { useState } from 'react';
import { query, routes } from '../../api.ts';
import { format, t } from '../../messages/index.ts';
import { Badge } from '../../ui/badge.tsx';
import { Page, Panel } from '../../ui/panel.tsx';
import { PlainTable } from '../../ui/plain-table.tsx';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { InvitationsPanel } from './invitations-panel.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { LinkDialog } from './link-dialog.tsx';
import { PersonActs } from './person-acts.tsx';
import classes from './people.module.css';

const texts = t.people;

function waysOf({ passkeys, password, singleSignOn }: Person): string {
  const ways = [
    passkeys > 0 && texts.ways.passkeys(format.number(passkeys)),
    password && texts.ways.password,
    singleSignOn > 0 && texts.ways.singleSignOn(format.number(singleSignOn)),
  ].filter((way) => way !== false);
  return ways.length === 0 ? texts.ways.none : ways.join(', ');
}

function matches({ name, mail, org, orgName }: Person, text: string): boolean {
  return `${name} ${mail} ${org} ${orgName}`.toLowerCase().includes(text.trim().toLowerCase());
}

function PeopleTable({ people, onLink }: { people: readonly Person[]; onLink: (made: MadeInvitation) => void }) {
  const { columns } = texts;
  return (
    <PlainTable
      label={texts.label}
      rows={people}
      rowKey={({ id }) => id}
      columns={[
        {
          header: columns.name,
          cell: ({ name, mail }) => (
            <>
              {name}
              <span className={classes.mail}>{mail}</span>
            </>
          ),
        },
        { header: columns.org, cell: ({ orgName }) => orgName, optional: true },
        { header: columns.role, cell: ({ role }) => texts.roles[role] },
        {
          header: columns.status,
          cell: ({ status }) => <Badge tone={status === 'active' ? 'good' : 'bad'}>{texts.status[status]}</Badge>,
        },
        { header: columns.ways, cell: waysOf, optional: true },
        {
          header: columns.lastSignIn,
          cell: ({ lastSignIn }) => <Time at={lastSignIn} show="relative" />,
          optional: true,
        },
        { header: columns.act, align: 'end', cell: (person) => <PersonActs person={person} onLink={onLink} /> },
      ]}
    />
  );
}

/** The people whom one administers: who they are, what they may do, who is invited. */
export function PeoplePage() {
  const people = useQuery(query(routes.people));
  const [text, setText] = useState('');
  const [inviting, { open, close }] = useDisclosure(false);
  const [made, setMade] = useState<MadeInvitation>();
  return (
    <Page
      title={texts.title}
      actions={
        <Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={open}>
          {texts.invite.act}
        </Button>
      }
    >
      <Panel
        title={texts.title}
        hint={texts.hint}
        actions={
          <TextInput
            data-page-search
            leftSection={<IconSearch size={16} aria-hidden />}
            placeholder={texts.search}
            aria-label={texts.search}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        }
      >
        <Loaded query={people}>
          {(all) => {
            const found = all.filter((person) => matches(person, text));
            if (all.length === 0) return <EmptyState title={texts.nobody} text={texts.nobodyText} />;
            if (found.length === 0) return <p className={classes.none}>{texts.noneFound}</p>;
            return <PeopleTable people={found} onLink={setMade} />;
          }}
        </Loaded>
      </Panel>
      <InvitationsPanel />
      <InviteDialog opened={inviting} onClose={close} onMade={setMade} />
      <LinkDialog made={made} onClose={() => setMade(undefined)} />
    </Page>
  );
}
