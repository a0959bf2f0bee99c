import { Button, Code, CopyButton, Modal } from '@mantine/core';
import { t } from '../../messages/index.ts';
import classes from './subscriptions.module.css';

const { subscriptions: texts } = t;

/** A secret, this once. */
export function SecretDialog({ secret, onClose }: { secret: string | undefined; onClose: () => void }) {
  return (
    <Modal
      opened={secret !== undefined}
      onClose={onClose}
      title={texts.secretTitle}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t.ui.close }}
    >
      <div className={classes.column}>
        <p className={classes.soft}>{texts.secretText}</p>
        <Code block className={classes.secret}>
          {secret}
        </Code>
        <div className={classes.buttons}>
          <CopyButton value={secret ?? ''}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {copied ? texts.copied : texts.copy}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onClose}>{texts.kept}</Button>
        </div>
      </div>
    </Modal>
  );
}
