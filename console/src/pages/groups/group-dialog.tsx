import { Modal, MultiSelect, SegmentedControl, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Group } from '@tocsin/api';
import { useState } from 'react';
import { api, query, routes } from '../../api.ts';
import { refresh } from '../../components/refresh.ts';
import { t } from '../../messages/index.ts';
import { textIn } from '../../ui/form-data.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { told } from '../../ui/undo.tsx';
import { BlueprintFields, MemberList } from './blueprint-fields.tsx';
import { blueprintOf, formOf } from './blueprint.ts';

const { groups: words } = t.sharing;

interface GroupDialogProps {
  /** Undefined: a new one. */
  group: Group | undefined;
  onClose: () => void;
}

function useOrgChoices() {
  const orgs = useQuery(query(routes.orgs));
  return (orgs.data ?? []).map(({ handle, name }) => ({ value: handle, label: name }));
}

/** Asks for a group, by hand or by blueprint, and makes or changes it. */
export function GroupForm({ group, onClose }: GroupDialogProps) {
  const orgs = useOrgChoices();
  const [kept, setKept] = useState<'hand' | 'blueprint'>(
    group === undefined || group.blueprint !== null ? 'blueprint' : 'hand',
  );
  const [members, setMembers] = useState<string[]>(group?.members ?? []);
  const [form, setForm] = useState(formOf(group?.blueprint ?? {}));
  const save = async (data: FormData) => {
    const name = textIn(data, 'name');
    if (group === undefined) {
      const way = kept === 'hand' ? { members } : { blueprint: blueprintOf(form) };
      await api.call(routes.createGroup, { body: { handle: textIn(data, 'handle'), name, ...way } });
    } else {
      const way = kept === 'hand' ? { blueprint: null, members } : { blueprint: blueprintOf(form) };
      await api.call(routes.changeGroup, { params: { handle: group.handle }, body: { name, ...way } });
    }
    await refresh(routes.groups);
    told(words.saved(name));
  };
  return (
    <FormDialog
      title={group === undefined ? words.add : words.edit(group.name)}
      opened
      onClose={onClose}
      act={words.save}
      onSubmit={save}
      size={800}
    >
      <TextInput
        name="name"
        label={words.columns.name}
        required
        maxLength={200}
        defaultValue={group?.name ?? ''}
        data-autofocus
      />
      {group === undefined && (
        <TextInput
          name="handle"
          label={words.columns.handle}
          description={words.handleHint}
          required
          pattern="[a-z0-9][a-z0-9\-]{1,62}"
        />
      )}
      <SegmentedControl
        size="xs"
        aria-label={words.columns.kind}
        value={kept}
        onChange={(value) => setKept(value === 'hand' ? 'hand' : 'blueprint')}
        data={[
          { value: 'blueprint', label: words.byBlueprint },
          { value: 'hand', label: words.byHand },
        ]}
      />
      {kept === 'hand' ? (
        <MultiSelect size="sm" label={words.members} searchable data={orgs} value={members} onChange={setMembers} />
      ) : (
        <BlueprintFields form={form} onChange={setForm} orgs={orgs} />
      )}
    </FormDialog>
  );
}

/** Another's group: as far as the reader may know it. */
export function GroupView({ group, onClose }: { group: Group; onClose: () => void }) {
  const names = new Map(useOrgChoices().map(({ value, label }) => [value, label]));
  return (
    <Modal opened onClose={onClose} title={group.name} size="lg" closeButtonProps={{ 'aria-label': t.ui.close }}>
      <MemberList title={words.members} members={group.members} names={names} empty={words.noMembers} />
    </Modal>
  );
}
