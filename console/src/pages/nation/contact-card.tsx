import { Button } from '@mantine/core';
import { IconMail, IconPhone } from '@tabler/icons-react';
import type { NationOverview } from '@tocsin/api';
import { useNow } from '../../clock.ts';
import { format, t } from '../../messages/index.ts';
import { Panel } from '../../ui/panel.tsx';
import classes from './nation.module.css';

type Contact = NonNullable<NationOverview['contact']>;

/** The button that reaches the contact soonest: the phone, else mail. */
function Reach({ contact }: { contact: Contact }) {
  const { call, write } = t.nation.contact;
  return (
    <div className={classes.reach}>
      {contact.phone !== null && (
        <Button
          component="a"
          href={`tel:${contact.phone.replaceAll(/[^+\d]/g, '')}`}
          size="sm"
          leftSection={<IconPhone size={18} />}
        >
          {call(contact.name)}
        </Button>
      )}
      {contact.email !== null && (
        <Button
          component="a"
          href={`mailto:${contact.email}`}
          size="sm"
          variant={contact.phone === null ? 'filled' : 'default'}
          leftSection={<IconMail size={18} />}
        >
          {write(contact.name)}
        </Button>
      )}
    </div>
  );
}

/** The named person to call at the operator. `nation`: the operator looks at somebody else's. */
export function ContactCard({ contact, nation }: { contact: Contact | null; nation: string | null }) {
  const current = useNow();
  const texts = t.nation.contact;
  const there = contact?.timeZone == null ? undefined : format.timeIn(current, contact.timeZone);
  return (
    <Panel title={nation === null ? texts.title : texts.of(nation)}>
      {contact === null ? (
        <p className={classes.noContact}>{texts.none}</p>
      ) : (
        <>
          <p className={classes.contactName}>{contact.name}</p>
          <p className={classes.contactFacts}>{contact.role}</p>
          {contact.phone !== null && <p className={classes.contactFacts}>{contact.phone}</p>}
          {contact.languages.length > 0 && (
            <p className={classes.contactFacts}>
              {texts.speaks} {contact.languages.map(format.language).join(', ')}
            </p>
          )}
          {(contact.hours !== null || there !== undefined) && (
            <p className={classes.contactFacts}>
              {[contact.hours, there === undefined ? null : texts.thereNow(there)]
                .filter((fact) => fact !== null)
                .join(' · ')}
            </p>
          )}
          <Reach contact={contact} />
        </>
      )}
    </Panel>
  );
}
