import { Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import {
  tlpLevels,
  type MailPlan,
  type NewSubscription,
  type Subscription,
  type SubscriptionFilter,
} from '@tocsin/api';
import { useState } from 'react';
import { api, query, routes } from '../../api.ts';
import { refresh } from '../../components/refresh.ts';
import { t } from '../../messages/index.ts';
import { useSession } from '../../session.ts';
import { textIn } from '../../ui/form-data.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { told } from '../../ui/undo.tsx';
import { filterIn, planIn } from './form-values.ts';
import classes from './subscriptions.module.css';

const { subscriptions: texts } = t;
const words = texts.form;

interface FormProps {
  /** Undefined: a new one. */
  subscription: Subscription | undefined;
  onClose: () => void;
  /** Told the signing secret of a new webhook. */
  onSecret: (secret: string) => void;
}

/** Asks for a subscription, and makes or changes it. */
export function SubscriptionForm({ subscription, onClose, onSecret }: FormProps) {
  const [channel, setChannel] = useState<Subscription['channel']>(subscription?.channel ?? 'webhook');
  const [subject, setSubject] = useState<Subscription['subject']>(subscription?.subject ?? 'events');
  const save = async (data: FormData) => {
    const common = { name: textIn(data, 'name'), filter: filterIn(data, subject) };
    const way =
      channel === 'webhook'
        ? { url: textIn(data, 'url') }
        : { contact: Number(textIn(data, 'contact')), mail: planIn(data) };
    if (subscription === undefined) {
      const body: NewSubscription = { ...common, ...way, channel, subject, start: textIn(data, 'start') };
      const { secret } = await api.call(routes.createSubscription, { body });
      if (secret !== null) onSecret(secret);
    } else {
      await api.call(routes.changeSubscription, { params: { id: subscription.id }, body: { ...common, ...way } });
    }
    await refresh(routes.subscriptions, routes.subscription);
    told(texts.saved(common.name));
  };
  return (
    <FormDialog
      title={subscription === undefined ? texts.addTitle : texts.editTitle(subscription.name)}
      opened
      onClose={onClose}
      act={subscription === undefined ? texts.add : t.lists.form.save}
      onSubmit={save}
      size="lg"
    >
      <TextInput
        name="name"
        label={words.name}
        required
        maxLength={100}
        defaultValue={subscription?.name ?? ''}
        data-autofocus
      />
      {subscription === undefined && (
        <div className={classes.row}>
          <Select
            label={words.channel}
            allowDeselect={false}
            value={channel}
            onChange={(chosen) => setChannel(chosen === 'mail' ? 'mail' : 'webhook')}
            data={(['webhook', 'mail'] as const).map((value) => ({ value, label: texts.channels[value] }))}
          />
          <Select
            label={words.subject}
            allowDeselect={false}
            value={subject}
            onChange={(chosen) => setSubject(chosen === 'objects' ? 'objects' : 'events')}
            data={(['events', 'objects'] as const).map((value) => ({ value, label: texts.subjects[value] }))}
          />
          <Select
            name="start"
            label={words.start}
            allowDeselect={false}
            defaultValue="now"
            data={(['now', 'beginning'] as const).map((value) => ({ value, label: words.starts[value] }))}
          />
        </div>
      )}
      {channel === 'webhook' ? (
        <TextInput
          name="url"
          type="url"
          label={words.url}
          description={words.urlHint}
          required
          maxLength={2000}
          defaultValue={subscription?.url ?? ''}
        />
      ) : (
        <MailFields subscription={subscription} />
      )}
      <FilterFields filter={subscription?.filter ?? {}} subject={subject} />
    </FormDialog>
  );
}

function MailFields({ subscription }: { subscription: Subscription | undefined }) {
  const { handle } = useSession().org;
  const contacts = useQuery(query(routes.contacts, { params: { handle } }));
  const plan: MailPlan = subscription?.mail ?? { every: 'day' };
  const choices = (contacts.data ?? [])
    .filter(({ email, org }) => email !== null && org === handle)
    .map(({ id, name, email }) => ({ value: String(id), label: `${name}, ${email ?? ''}` }));
  return (
    <>
      <Select
        name="contact"
        label={words.contact}
        description={contacts.data !== undefined && choices.length === 0 ? words.noContact : words.contactHint}
        required
        data={choices}
        defaultValue={
          subscription?.contact === null || subscription === undefined ? null : String(subscription.contact.id)
        }
      />
      <div className={classes.row}>
        <Select
          name="every"
          label={words.every}
          allowDeselect={false}
          defaultValue={plan.every}
          data={[
            { value: 'day', label: words.everyDay },
            { value: 'week', label: words.everyWeek },
            { value: 'never', label: words.never },
          ]}
        />
        <TextInput name="at" type="time" label={words.at} defaultValue={plan.at ?? '07:00'} />
        <TextInput name="quietFrom" type="time" label={words.quietFrom} defaultValue={plan.quiet?.from ?? ''} />
        <TextInput name="quietTo" type="time" label={words.quietTo} defaultValue={plan.quiet?.to ?? ''} />
      </div>
      <TextInput name="urgent" label={words.urgent} defaultValue={(plan.urgent ?? ['critical']).join(', ')} />
    </>
  );
}

function FilterFields({ filter, subject }: { filter: SubscriptionFilter; subject: Subscription['subject'] }) {
  const lists =
    subject === 'events' ? (['families', 'classes', 'nations', 'severities'] as const) : (['types'] as const);
  return (
    <>
      <Select
        name="tlp"
        label={words.tlp}
        description={words.tlpHint}
        clearable
        placeholder={words.anyTlp}
        defaultValue={filter.tlp ?? null}
        data={tlpLevels
          .filter((level) => level !== 'red')
          .map((value) => ({ value, label: `TLP:${value.toUpperCase()}` }))}
      />
      <div className={classes.row}>
        {lists.map((name) => (
          <TextInput
            key={name}
            name={name}
            label={words[name]}
            description={words.listHint}
            defaultValue={filter[name]?.join(', ') ?? ''}
          />
        ))}
      </div>
    </>
  );
}
