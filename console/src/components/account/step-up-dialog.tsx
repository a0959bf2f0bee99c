import { Button, Modal, TextInput } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { StepUp } from '@tocsin/api';
import { useState } from 'react';
import { api, query, queryClient, routes } from '../../api.ts';
import { t } from '../../messages/index.ts';
import { showPasskey } from '../../passkey.ts';
import { sessionQuery } from '../../session.ts';
import { endStepUp, useStepUpAsked } from '../../step-up.ts';
import { textIn } from '../../ui/form-data.ts';
import { ErrorState, Loaded } from '../../ui/states.tsx';
import classes from './account.module.css';

const texts = t.account.stepUp;

async function stepUp(body: StepUp): Promise<void> {
  queryClient.setQueryData(sessionQuery.queryKey, await api.call(routes.stepUp, { body }));
  endStepUp(true);
}

async function withPasskey(): Promise<void> {
  const { step, options } = await api.call(routes.askStepUp);
  await stepUp({ passkey: { step, response: await showPasskey(options) } });
}

/** The ways in which this person can show a second factor. */
function Ways({ run }: { run: (act: () => Promise<void>) => void }) {
  const account = useQuery(query(routes.account));
  const session = useQuery(sessionQuery);
  if (session.data?.persona != null)
    return (
      <>
        <p className={classes.text}>{texts.personaText}</p>
        <Button onClick={() => run(() => stepUp({ persona: true }))} data-autofocus>
          {texts.persona}
        </Button>
      </>
    );
  return (
    <Loaded query={account}>
      {({ passkeys, oneTimeCodes }) => (
        <>
          <p className={classes.text}>{texts.text}</p>
          {passkeys.length > 0 && (
            <Button
              leftSection={<IconFingerprint size={16} aria-hidden />}
              onClick={() => run(withPasskey)}
              data-autofocus
            >
              {texts.passkey}
            </Button>
          )}
          {oneTimeCodes && (
            <form
              className={classes.form}
              onSubmit={(event) => {
                event.preventDefault();
                const code = textIn(new FormData(event.currentTarget), 'code');
                run(() => stepUp({ code }));
              }}
            >
              <TextInput
                name="code"
                label={texts.code}
                inputMode="numeric"
                autoComplete="one-time-code"
                required
                minLength={6}
                maxLength={10}
              />
              <Button type="submit" variant="default">
                {texts.submit}
              </Button>
            </form>
          )}
          {passkeys.length === 0 && !oneTimeCodes && <p className={classes.text}>{texts.nothing}</p>}
        </>
      )}
    </Loaded>
  );
}

/** Opens whenever the server wants a second factor for an act; the act goes on when it was shown. */
export function StepUpDialog() {
  const asked = useStepUpAsked();
  const [failure, setFailure] = useState<unknown>();
  const run = (act: () => Promise<void>) => {
    setFailure(undefined);
    act().catch(setFailure);
  };
  const close = () => {
    setFailure(undefined);
    endStepUp(false);
  };
  return (
    <Modal
      opened={asked}
      onClose={close}
      title={texts.title}
      centered
      zIndex={400}
      closeButtonProps={{ 'aria-label': t.ui.close }}
    >
      <div className={classes.form}>
        {asked && <Ways run={run} />}
        {failure !== undefined && <ErrorState error={failure} />}
      </div>
    </Modal>
  );
}
