import { ActionIcon, Button } from '@mantine/core';
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Contact, Org } from '@tocsin/api';
import { useState } from 'react';
import { api, query, routes } from '../../api.ts';
import { refresh } from '../../components/refresh.ts';
import { format, t } from '../../messages/index.ts';
import { Badge } from '../../ui/badge.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Panel } from '../../ui/panel.tsx';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import { told } from '../../ui/undo.tsx';
import { ContactForm } from './contact-form.tsx';
import classes from './registry.module.css';

const { contact: texts } = t.registry;

/** One person: how to reach, when, in which languages, and who stands in. */
export function ContactEntry({ contact, others }: { contact: Contact; others: readonly Contact[] }) {
  const deputy = others.find(({ id }) => id === contact.deputy);
  return (
    <>
      <p>{contact.role}</p>
      <p>
        {contact.phone !== null && (
          <a className={classes.reach} href={`tel:${contact.phone.replaceAll(/[^+\d]/g, '')}`}>
            {contact.phone}
          </a>
        )}
        {contact.phone !== null && contact.email !== null && ' · '}
        {contact.email !== null && (
          <a className={classes.reach} href={`mailto:${contact.email}`}>
            {contact.email}
          </a>
        )}
      </p>
      <p className={classes.soft}>
        {[contact.languages.map(format.language).join(', '), contact.hours, contact.timeZone]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {deputy !== undefined && <p className={classes.soft}>{texts.deputyOf(deputy.name)}</p>}
      {contact.note !== null && <p className={classes.soft}>{contact.note}</p>}
    </>
  );
}

async function remove(org: Org, contact: Contact): Promise<void> {
  await api.call(routes.removeContact, { params: { handle: org.handle, id: contact.id } });
  await refresh(routes.contacts, routes.org, routes.orgs);
  const { id: _, org: __, layer: ___, ...body } = contact;
  told(t.registry.removed(contact.name), async () => {
    await api.call(routes.addContact, { params: { handle: org.handle }, body });
    await refresh(routes.contacts, routes.org, routes.orgs);
  });
}

/** The named people of an organisation. */
export function ContactsPanel({ org, editable }: { org: Org; editable: boolean }) {
  const contacts = useQuery(query(routes.contacts, { params: { handle: org.handle } }));
  const [form, setForm] = useState<{ contact: Contact | undefined }>();
  const [removing, setRemoving] = useState<Contact>();
  return (
    <Panel
      title={texts.title}
      hint={texts.hint}
      actions={
        editable && (
          <Button
            variant="default"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => setForm({ contact: undefined })}
          >
            {texts.add}
          </Button>
        )
      }
    >
      <Loaded query={contacts}>
        {(loaded) =>
          loaded.length === 0 ? (
            <EmptyState title={texts.empty.title} text={texts.empty.text} />
          ) : (
            <ul className={classes.list} aria-label={texts.title}>
              {loaded.map((contact) => (
                <li key={contact.id} style={{ display: 'block' }}>
                  <div className={classes.contactHead}>
                    <span className={classes.name}>{contact.name}</span>
                    {contact.dedicatedTo !== null && (
                      <Badge tone="accent">{texts.dedicated(format.country(contact.dedicatedTo))}</Badge>
                    )}
                    {contact.layer === 'automatic' && <Badge>{t.registry.constituency.layers.automatic}</Badge>}
                    {editable && contact.layer === 'manual' && contact.org === org.handle && (
                      <span className={classes.tools}>
                        <ActionIcon
                          variant="subtle"
                          color="gray"
                          aria-label={texts.edit(contact.name)}
                          onClick={() => setForm({ contact })}
                        >
                          <IconPencil size={16} />
                        </ActionIcon>
                        <ActionIcon
                          variant="subtle"
                          color="gray"
                          aria-label={texts.remove(contact.name)}
                          onClick={() => setRemoving(contact)}
                        >
                          <IconTrash size={16} />
                        </ActionIcon>
                      </span>
                    )}
                  </div>
                  <div className={classes.contact}>
                    <ContactEntry contact={contact} others={loaded} />
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {form !== undefined && (
        <ContactForm org={org} contact={form.contact} others={contacts.data ?? []} onClose={() => setForm(undefined)} />
      )}
      <ConfirmDialog
        opened={removing !== undefined}
        onClose={() => setRemoving(undefined)}
        title={removing === undefined ? '' : texts.removeTitle(removing.name)}
        act={t.lists.form.remove}
        harmful
        onAct={() => (removing === undefined ? Promise.resolve() : remove(org, removing))}
      >
        <p>{texts.removeText}</p>
      </ConfirmDialog>
    </Panel>
  );
}
