import { Select, Textarea, TextInput } from '@mantine/core';
import type { Contact, NewContact, Org } from '@tocsin/api';
import { api, routes } from '../../api.ts';
import { refresh } from '../../components/refresh.ts';
import { t } from '../../messages/index.ts';
import { listIn, textIn, textOrNull, utcIn } from '../../ui/form-data.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { told } from '../../ui/undo.tsx';
import { NationSelect } from './org-fields.tsx';
import classes from './registry.module.css';

const { contact: texts } = t.registry;
const words = texts.fields;

interface ContactFormProps {
  org: Org;
  /** Undefined: a new one. */
  contact: Contact | undefined;
  others: readonly Contact[];
  onClose: () => void;
}

/** Adds or changes a named person. Only the operator's people are dedicated to a nation. */
export function ContactForm({ org, contact, others, onClose }: ContactFormProps) {
  const save = async (data: FormData) => {
    const deputy = textOrNull(data, 'deputy');
    const body: NewContact = {
      name: textIn(data, 'name'),
      role: textIn(data, 'role'),
      email: textOrNull(data, 'email'),
      phone: textOrNull(data, 'phone'),
      languages: listIn(data, 'languages'),
      hours: textOrNull(data, 'hours'),
      timeZone: textOrNull(data, 'timeZone'),
      deputy: deputy === null ? null : Number(deputy),
      dedicatedTo: textOrNull(data, 'dedicatedTo'),
      note: textOrNull(data, 'note'),
      expiresAt: utcIn(data, 'expiresAt'),
    };
    if (contact === undefined) await api.call(routes.addContact, { params: { handle: org.handle }, body });
    else await api.call(routes.changeContact, { params: { handle: org.handle, id: contact.id }, body });
    await refresh(routes.contacts, routes.org, routes.orgs, routes.nationOverview);
    told(t.registry.saved(body.name));
  };
  const deputies = others
    .filter(({ id }) => id !== contact?.id)
    .map(({ id, name }) => ({ value: String(id), label: name }));
  return (
    <FormDialog
      title={contact === undefined ? texts.addTitle : texts.editTitle(contact.name)}
      opened
      onClose={onClose}
      act={t.lists.form.save}
      onSubmit={save}
      size="lg"
    >
      <div className={classes.row}>
        <TextInput
          name="name"
          label={words.name}
          required
          maxLength={200}
          defaultValue={contact?.name ?? ''}
          data-autofocus
        />
        <TextInput name="role" label={words.role} required maxLength={200} defaultValue={contact?.role ?? ''} />
        <TextInput name="email" type="email" label={words.email} maxLength={254} defaultValue={contact?.email ?? ''} />
        <TextInput name="phone" type="tel" label={words.phone} maxLength={50} defaultValue={contact?.phone ?? ''} />
        <TextInput
          name="languages"
          label={words.languages}
          description={t.registry.nation.languagesHint}
          defaultValue={contact?.languages.join(' ') ?? ''}
        />
        <TextInput
          name="timeZone"
          label={words.timeZone}
          description={t.registry.nation.timeZoneHint}
          maxLength={64}
          defaultValue={contact?.timeZone ?? ''}
        />
        <Select
          name="deputy"
          label={words.deputy}
          placeholder={t.lists.none}
          clearable
          defaultValue={contact?.deputy == null ? null : String(contact.deputy)}
          data={deputies}
        />
        {org.kind === 'operator' && (
          <NationSelect name="dedicatedTo" label={words.dedicatedTo} value={contact?.dedicatedTo ?? null} />
        )}
      </div>
      <TextInput
        name="hours"
        label={words.hours}
        description={texts.hoursHint}
        maxLength={200}
        defaultValue={contact?.hours ?? ''}
      />
      <Textarea
        name="note"
        label={words.note}
        maxLength={1000}
        autosize
        minRows={2}
        defaultValue={contact?.note ?? ''}
      />
      <TextInput
        name="expiresAt"
        type="datetime-local"
        label={words.expires}
        defaultValue={contact?.expiresAt?.slice(0, 16) ?? ''}
      />
    </FormDialog>
  );
}
