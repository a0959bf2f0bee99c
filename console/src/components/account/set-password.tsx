import { PasswordInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { toDataURL } from 'qrcode';
import { api, routes } from '../../api.ts';
import { t } from '../../messages/index.ts';
import { textIn } from '../../ui/form-data.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { Loaded } from '../../ui/states.tsx';
import { told } from '../../ui/undo.tsx';
import classes from './account.module.css';

const texts = t.account.password;

/** A secret for an app, with its picture. Asked for once per opening: each time it is another. */
function useOffer(opened: boolean) {
  return useQuery({
    queryKey: ['one-time-codes', opened],
    queryFn: async () => {
      const { secret, uri } = await api.call(routes.beginOneTimeCodes);
      return { secret, picture: await toDataURL(uri, { margin: 2, width: 384 }) };
    },
    enabled: opened,
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
}

/** Sets up an authenticator app and the password that goes with it. */
export function SetPassword({
  opened,
  onClose,
  onDone,
}: {
  opened: boolean;
  onClose: () => void;
  onDone: () => Promise<unknown>;
}) {
  const offer = useOffer(opened);
  const confirm = async (data: FormData) => {
    const password = data.get('password');
    await api.call(routes.confirmOneTimeCodes, {
      body: { code: textIn(data, 'code'), password: typeof password === 'string' ? password : '' },
    });
    told(texts.done);
    await onDone();
  };
  return (
    <FormDialog title={texts.dialog} opened={opened} onClose={onClose} act={t.lists.form.save} onSubmit={confirm}>
      <Loaded query={offer}>
        {({ secret, picture }) => (
          <>
            <p className={classes.text}>{texts.scan}</p>
            <img className={classes.picture} src={picture} alt={texts.picture} />
            <div>
              <p className={classes.soft}>{texts.secret}</p>
              <code className={classes.secret}>{secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
            </div>
            <TextInput
              name="code"
              label={texts.code}
              description={texts.codeHint}
              inputMode="numeric"
              autoComplete="one-time-code"
              required
              minLength={6}
              maxLength={10}
            />
            <PasswordInput
              name="password"
              label={texts.password}
              description={texts.passwordHint}
              autoComplete="new-password"
              required
              maxLength={256}
            />
          </>
        )}
      </Loaded>
    </FormDialog>
  );
}
