import { Button, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPencil } from '@tabler/icons-react';
import type { Account } from '@tocsin/api';
import { api, routes } from '../../api.ts';
import { refresh } from '../../components/refresh.ts';
import { format, t } from '../../messages/index.ts';
import { Facts } from '../../ui/facts.tsx';
import { listIn, textIn } from '../../ui/form-data.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { Panel } from '../../ui/panel.tsx';
import { told } from '../../ui/undo.tsx';

const texts = t.account.you;

/** Who one is here. */
export function YouPanel({ account }: { account: Account }) {
  const [opened, { open, close }] = useDisclosure(false);
  const save = async (data: FormData) => {
    const body = { name: textIn(data, 'name'), languages: listIn(data, 'languages') };
    await api.call(routes.changeAccount, { body });
    await refresh(routes.account, routes.session);
    told(texts.saved);
  };
  return (
    <Panel
      title={texts.title}
      actions={
        <Button variant="default" leftSection={<IconPencil size={16} aria-hidden />} onClick={open}>
          {texts.edit}
        </Button>
      }
    >
      <Facts
        label={texts.title}
        facts={[
          { label: texts.name, value: account.name },
          { label: texts.mail, value: account.mail },
          { label: texts.role, value: t.people.roles[account.role], meaning: t.people.roleMeanings[account.role] },
          account.languages.length > 0 && {
            label: texts.languages,
            value: account.languages.map(format.language).join(', '),
          },
        ]}
      />
      <FormDialog title={texts.title} opened={opened} onClose={close} act={t.lists.form.save} onSubmit={save}>
        <TextInput
          name="name"
          label={texts.name}
          description={texts.nameHint}
          defaultValue={account.name}
          autoComplete="name"
          required
          maxLength={200}
        />
        <TextInput
          name="languages"
          label={texts.languages}
          description={texts.languagesHint}
          defaultValue={account.languages.join(', ')}
        />
      </FormDialog>
    </Panel>
  );
}
