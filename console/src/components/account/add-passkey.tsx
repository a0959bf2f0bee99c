import { TextInput } from '@mantine/core';
import { api, routes } from '../../api.ts';
import { t } from '../../messages/index.ts';
import { makePasskey } from '../../passkey.ts';
import { textIn } from '../../ui/form-data.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { told } from '../../ui/undo.tsx';

const texts = t.account.passkeys;

/** Lets the browser make a passkey, and adds it under a name. */
export function AddPasskey({
  opened,
  onClose,
  onAdded,
}: {
  opened: boolean;
  onClose: () => void;
  onAdded: () => Promise<unknown>;
}) {
  const add = async (data: FormData) => {
    const name = textIn(data, 'name');
    const { step, options } = await api.call(routes.askNewPasskey);
    await api.call(routes.addPasskey, { body: { step, name, response: await makePasskey(options) } });
    told(texts.added(name));
    await onAdded();
  };
  return (
    <FormDialog title={texts.add} opened={opened} onClose={onClose} act={texts.add} onSubmit={add}>
      <TextInput
        name="name"
        label={texts.name}
        description={texts.nameHint}
        defaultValue={texts.suggested}
        required
        maxLength={100}
        data-autofocus
      />
    </FormDialog>
  );
}
