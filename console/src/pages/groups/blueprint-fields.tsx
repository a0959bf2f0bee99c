import { MultiSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { orgKinds, type GroupBlueprint, type ResponseOf } from '@tocsin/api';
import { api, query, routes, type ApiError } from '../../api.ts';
import { format, t } from '../../messages/index.ts';
import { countText } from '../../ui/count.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { blueprintOf, type BlueprintForm } from './blueprint.ts';
import classes from './groups.module.css';

const { groups: words } = t.sharing;
const labelled = (texts: Readonly<Record<string, string>>) =>
  Object.entries(texts).map(([value, label]) => ({ value, label }));

interface BlueprintFieldsProps {
  form: BlueprintForm;
  onChange: (form: BlueprintForm) => void;
  orgs: readonly { value: string; label: string }[];
}

/** The conditions of a blueprint, and whom they describe now. */
export function BlueprintFields({ form, onChange, orgs }: BlueprintFieldsProps) {
  const nations = useQuery(query(routes.nations));
  const countries = (nations.data ?? []).map(({ code, name }) => ({ value: code, label: name }));
  const set = (change: Partial<BlueprintForm>) => onChange({ ...form, ...change });
  const several = (
    name: 'basis' | 'nations' | 'neighboursOf' | 'kinds' | 'teams' | 'except',
    data: readonly { value: string; label: string }[],
  ) => (
    <MultiSelect
      size="sm"
      label={words[name]}
      searchable
      data={[...data]}
      value={form[name]}
      onChange={(values) => set({ [name]: values })}
    />
  );
  return (
    <>
      <p className={classes.soft}>
        {words.hint} {words.conditions}
      </p>
      <div className={classes.row}>
        {several('basis', labelled(t.registry.basis))}
        {several('nations', countries)}
        {several('neighboursOf', countries)}
        {several(
          'kinds',
          orgKinds.map((value) => ({ value, label: t.words.orgKinds[value] })),
        )}
        {several('teams', labelled(words.teamNames))}
        {several('except', orgs)}
        <TextInput
          label={words.asns}
          description={words.listHint}
          value={form.asns}
          onChange={(event) => set({ asns: event.currentTarget.value })}
        />
        <TextInput
          label={words.sectors}
          description={words.listHint}
          value={form.sectors}
          onChange={(event) => set({ sectors: event.currentTarget.value })}
        />
      </div>
      <Described blueprint={blueprintOf(form)} names={new Map(orgs.map(({ value, label }) => [value, label]))} />
    </>
  );
}

/** Whom the conditions describe at this moment. */
function Described({ blueprint, names }: { blueprint: GroupBlueprint; names: ReadonlyMap<string, string> }) {
  const [settled] = useDebouncedValue(JSON.stringify(blueprint), 250);
  const preview = useQuery<ResponseOf<typeof routes.previewGroup>, ApiError>({
    queryKey: [routes.previewGroup.path, settled],
    queryFn: ({ signal }) => api.call(routes.previewGroup, { body: JSON.parse(settled) as GroupBlueprint, signal }),
    placeholderData: keepPreviousData,
    retry: false,
  });
  if (preview.error !== null) return <ErrorState error={preview.error} />;
  if (preview.data === undefined) return <p className={classes.soft}>{t.ui.loading}</p>;
  return <MemberList title={words.now} members={preview.data.members} names={names} empty={words.nobody} />;
}

interface MemberListProps {
  title: string;
  members: readonly string[];
  names: ReadonlyMap<string, string>;
  empty: string;
}

/** Organisations by name, with their number. */
export function MemberList({ title, members, names, empty }: MemberListProps) {
  return (
    <section className={classes.members} aria-label={title}>
      <p className={classes.title} role="status">
        {title}: {countText(members.length, 'orgs')}
      </p>
      {members.length === 0 ? (
        <p className={classes.soft}>{empty}</p>
      ) : (
        <ul>
          {members.map((handle) => (
            <li key={handle}>{names.get(handle) ?? handle}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** A number of members, as lists show it. */
export const membersText = (members: readonly string[]): string => format.number(members.length);
