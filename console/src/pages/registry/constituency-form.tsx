import { Checkbox, Radio, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { constituencyKinds, sectors, type ConstituencyKind, type NewConstituency, type Org } from '@tocsin/api';
import { useState } from 'react';
import { api, routes } from '../../api.ts';
import { refresh } from '../../components/refresh.ts';
import { t } from '../../messages/index.ts';
import { isTicked, textIn, utcIn } from '../../ui/form-data.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { told } from '../../ui/undo.tsx';
import { valueText } from './constituency-value.ts';
import { NationSelect } from './org-fields.tsx';
import classes from './registry.module.css';

const { constituency: texts } = t.registry;

/** Adds a manual entry and asks again for what it changes. */
export async function addEntry(handle: string, body: NewConstituency): Promise<void> {
  const entry = await api.call(routes.addConstituency, { params: { handle }, body });
  await refresh(routes.constituency, routes.org, routes.orgs);
  told(texts.added(valueText(entry)));
}

/** The field of a value, as its kind has it. */
function ValueField({ kind }: { kind: ConstituencyKind }) {
  if (kind === 'nation') return <NationSelect name="value" label={texts.value} value={null} />;
  if (kind === 'sector')
    return (
      <Select
        name="value"
        label={texts.value}
        description={texts.hints.sector}
        required
        searchable
        data={sectors.map(({ slug, name }) => ({ value: slug, label: name }))}
      />
    );
  return <TextInput name="value" label={texts.value} description={texts.hints[kind]} required maxLength={255} />;
}

/** Asks for a manual entry of a constituency: what, why, until when. */
export function ConstituencyForm({ org, opened, onClose }: { org: Org; opened: boolean; onClose: () => void }) {
  const [kind, setKind] = useState<ConstituencyKind>('prefix');
  const add = (data: FormData) =>
    addEntry(org.handle, {
      kind,
      value: textIn(data, 'value'),
      effect: textIn(data, 'effect') === 'exclude' ? 'exclude' : 'include',
      shared: isTicked(data, 'shared'),
      note: textIn(data, 'note'),
      expiresAt: utcIn(data, 'expiresAt'),
    });
  return (
    <FormDialog title={texts.addTitle} opened={opened} onClose={onClose} act={texts.add} onSubmit={add}>
      <div className={classes.row}>
        <Select
          label={texts.kind}
          allowDeselect={false}
          value={kind}
          onChange={(chosen) => setKind(chosen ?? 'prefix')}
          data={constituencyKinds.map((value) => ({ value, label: texts.kinds[value] }))}
        />
        <ValueField key={kind} kind={kind} />
      </div>
      <Radio.Group name="effect" label={texts.effect} defaultValue="include">
        <Stack gap={4} mt={4}>
          <Radio value="include" label={texts.effectInclude} />
          <Radio value="exclude" label={texts.effectExclude} />
        </Stack>
      </Radio.Group>
      {(kind === 'prefix' || kind === 'asn') && (
        <Checkbox name="shared" label={texts.sharedLabel} description={texts.sharedMeaning} />
      )}
      <Textarea
        name="note"
        label={texts.note}
        description={texts.noteHint}
        required
        maxLength={1000}
        autosize
        minRows={2}
      />
      <TextInput name="expiresAt" type="datetime-local" label={texts.expires} description={texts.expiresHint} />
      <p className={classes.soft}>{texts.preview}</p>
    </FormDialog>
  );
}
