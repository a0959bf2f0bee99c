import { MultiSelect, Select, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { tlpLevels, type OrgAnswer } from '@tocsin/api';
import { query, routes } from '../../api.ts';
import { t } from '../../messages/index.ts';
import classes from './intelligence.module.css';
import type { TermsForm } from './release-terms.ts';

const words = t.sharing.release;

interface TermsFieldsProps {
  form: TermsForm;
  onChange: (form: TermsForm) => void;
  /** Everybody whom one may name. */
  orgs: readonly Pick<OrgAnswer, 'org' | 'name'>[];
}

/** Under which terms: level, consent, who is named, who is left out. */
export function TermsFields({ form, onChange, orgs }: TermsFieldsProps) {
  const groups = useQuery(query(routes.groups));
  const set = (change: Partial<TermsForm>) => onChange({ ...form, ...change });
  const orgChoices = orgs.map(({ org, name }) => ({ value: org, label: name }));
  const several = (name: 'orgs' | 'groups' | 'exclusions' | 'embargoRecipients', data: typeof orgChoices) => (
    <MultiSelect
      size="sm"
      label={words[name]}
      searchable
      data={data}
      value={form[name]}
      onChange={(values) => set({ [name]: values })}
    />
  );
  return (
    <div className={classes.stack} role="group" aria-label={words.terms}>
      <Select
        label={words.tlp}
        description={words.tlpHint}
        clearable
        clearButtonProps={{ 'aria-label': t.lists.form.remove }}
        placeholder={words.tlpNone}
        value={form.defaultTlp}
        onChange={(defaultTlp) => set({ defaultTlp })}
        data={tlpLevels.map((value) => ({ value, label: `TLP:${value.toUpperCase()}` }))}
      />
      {several('orgs', orgChoices)}
      {several(
        'groups',
        (groups.data ?? []).map(({ handle, name }) => ({ value: handle, label: name })),
      )}
      <Select
        label={words.distribution}
        allowDeselect={false}
        value={form.distribution}
        onChange={(value) => set({ distribution: value === 'concerned' ? 'concerned' : 'named' })}
        data={(['named', 'concerned'] as const).map((value) => ({ value, label: words.distributions[value] }))}
      />
      <details className={classes.terms}>
        <summary>{words.more}</summary>
        <div className={classes.stack}>
          {several('exclusions', orgChoices)}
          <TextInput
            type="datetime-local"
            label={words.embargoUntil}
            value={form.embargoUntil}
            onChange={(event) => set({ embargoUntil: event.currentTarget.value })}
          />
          {form.embargoUntil !== '' && several('embargoRecipients', orgChoices)}
          <Textarea
            size="sm"
            label={words.people}
            description={words.peopleHint}
            autosize
            minRows={2}
            value={form.people}
            onChange={(event) => set({ people: event.currentTarget.value })}
          />
        </div>
      </details>
    </div>
  );
}
