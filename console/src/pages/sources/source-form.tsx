import { Checkbox, MultiSelect, NumberInput, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { tlpLevels, type NewSource, type Source, type SourceChange } from '@tocsin/api';
import { useState } from 'react';
import { api, query, routes } from '../../api.ts';
import { refresh } from '../../components/refresh.ts';
import { t } from '../../messages/index.ts';
import { isTicked, listIn, textIn } from '../../ui/form-data.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { told } from '../../ui/undo.tsx';
import classes from './sources.module.css';

const { sources: texts } = t;
const words = texts.fields;
/** What the ingest pipeline reads. */
const feeds = ['tocsin', 'shadowserver', 'intelmq', 'n6', 'xarf', 'stix', 'feodo', 'urlhaus', 'threatfox', 'cymru'];
const grades = ['A', 'B', 'C', 'D', 'E', 'F'] as const;

/** Who may get events of a source that declares this. */
export function whoText(tlp: Source['tlp'], distribution: Source['distribution']): string {
  const { whoText: told } = texts;
  if (tlp === 'amber') return distribution === 'concerned' ? told.amberConcerned : told.amberNamed;
  return told[tlp];
}

interface SourceFormProps {
  /** Undefined: a new one. */
  source: Source | undefined;
  onClose: () => void;
}

/** What a source declares: how far its data may go, how good it is, and what of it recipients see. */
export function SourceForm({ source, onClose }: SourceFormProps) {
  const orgs = useQuery({ ...query(routes.orgs), staleTime: 60_000 });
  const [tlp, setTlp] = useState<Source['tlp']>(source?.tlp ?? 'amber');
  const [distribution, setDistribution] = useState<Source['distribution']>(source?.distribution ?? 'named');
  const [recipients, setRecipients] = useState<string[]>(source?.recipients ?? []);
  const choices = (orgs.data ?? []).map(({ handle, name }) => ({ value: handle, label: name }));
  const save = async (data: FormData) => {
    const declared = {
      name: textIn(data, 'name'),
      feed: textIn(data, 'feed'),
      tlp,
      distribution,
      recipients,
      reliability: textIn(data, 'reliability') as Source['reliability'],
      showName: isTicked(data, 'showName'),
      showAddresses: isTicked(data, 'showAddresses'),
      ownAddresses: listIn(data, 'ownAddresses'),
      silentAfterHours: Number(textIn(data, 'silentAfterHours')),
    } satisfies SourceChange;
    if (source === undefined) {
      const body: NewSource = { handle: textIn(data, 'handle'), org: textIn(data, 'org'), ...declared };
      await api.call(routes.createSource, { body });
    } else await api.call(routes.changeSource, { params: { handle: source.handle }, body: declared });
    await refresh(routes.sources, routes.programmeOverview);
    told(t.registry.saved(declared.name));
  };
  return (
    <FormDialog
      title={source === undefined ? texts.addTitle : texts.editTitle(source.name)}
      opened
      onClose={onClose}
      act={source === undefined ? texts.add : t.lists.form.save}
      onSubmit={save}
      size="lg"
    >
      <div className={classes.row}>
        {source === undefined && (
          <>
            <TextInput name="handle" label={words.handle} required pattern="[a-z0-9][a-z0-9-]{1,62}" data-autofocus />
            <Select
              name="org"
              label={words.org}
              searchable
              allowDeselect={false}
              defaultValue="operator"
              data={choices}
            />
          </>
        )}
        <TextInput name="name" label={words.name} required maxLength={200} defaultValue={source?.name ?? ''} />
        <Select
          name="feed"
          label={words.feed}
          allowDeselect={false}
          defaultValue={source?.feed ?? 'tocsin'}
          data={feeds}
        />
        <Select
          label={words.tlp}
          allowDeselect={false}
          value={tlp}
          onChange={(chosen) => setTlp(chosen ?? 'amber')}
          data={tlpLevels.map((value) => ({ value, label: `TLP:${value.toUpperCase()}` }))}
        />
        <Select
          label={words.distribution}
          allowDeselect={false}
          value={distribution}
          onChange={(chosen) => setDistribution(chosen ?? 'named')}
          data={(['concerned', 'named'] as const).map((value) => ({ value, label: texts.distribution[value] }))}
        />
      </div>
      <MultiSelect
        label={words.recipients}
        searchable
        clearable
        value={recipients}
        onChange={setRecipients}
        data={choices}
      />
      <p className={classes.soft} role="status">
        {texts.who}: {whoText(tlp, distribution)}
      </p>
      <div className={classes.row}>
        <Select
          name="reliability"
          label={words.reliability}
          allowDeselect={false}
          defaultValue={source?.reliability ?? 'C'}
          data={grades.map((value) => ({ value, label: texts.reliability[value] }))}
        />
        <NumberInput
          name="silentAfterHours"
          label={words.silentAfterHours}
          description={words.silentAfterHoursHint}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          required
          min={0.01}
          defaultValue={source?.silentAfterHours ?? 48}
        />
      </div>
      <TextInput
        name="ownAddresses"
        label={words.ownAddresses}
        description={words.ownAddressesHint}
        defaultValue={source?.ownAddresses.join(' ') ?? ''}
      />
      <Checkbox name="showName" label={words.showName} defaultChecked={source?.showName ?? false} />
      <Checkbox name="showAddresses" label={words.showAddresses} defaultChecked={source?.showAddresses ?? false} />
    </FormDialog>
  );
}
