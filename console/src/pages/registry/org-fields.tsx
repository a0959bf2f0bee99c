import { Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Org } from '@tocsin/api';
import { query, routes } from '../../api.ts';
import { t } from '../../messages/index.ts';

const { org: texts } = t.registry;
const teams = ['national_csirt', 'government_csirt', 'other'] as const;
const enrolments = ['invited', 'enrolled', 'suspended'] as const;

/** A choice among the nations of this programme. */
export function NationSelect({ name, label, value }: { name: string; label: string; value: string | null }) {
  const nations = useQuery({ ...query(routes.nations), staleTime: 300_000 });
  return (
    <Select
      name={name}
      label={label}
      placeholder={t.lists.none}
      searchable
      clearable
      defaultValue={value}
      data={(nations.data ?? []).map((nation) => ({ value: nation.code, label: nation.name }))}
    />
  );
}

/** What can be changed of an organisation. */
export function OrgFields({ org }: { org: Org | undefined }) {
  return (
    <>
      <TextInput name="name" label={texts.name} required maxLength={200} defaultValue={org?.name ?? ''} />
      <NationSelect name="nation" label={texts.columns.nation} value={org?.nation ?? null} />
      <Select
        name="team"
        label={texts.columns.team}
        placeholder={texts.noTeam}
        clearable
        defaultValue={org?.team ?? null}
        data={teams.map((value) => ({ value, label: texts.teams[value] }))}
      />
      <Select
        name="enrolment"
        label={texts.columns.enrolment}
        description={t.registry.nation.enrolmentHint}
        allowDeselect={false}
        defaultValue={org?.enrolment ?? 'invited'}
        data={enrolments.map((value) => ({ value, label: t.words.enrolment[value] }))}
      />
    </>
  );
}
