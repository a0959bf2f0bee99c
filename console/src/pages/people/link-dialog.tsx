import { Button, Modal } from '@mantine/core';
import type { MadeInvitation } from '@tocsin/api';
import { t } from '../../messages/index.ts';
import { copyText } from '../../ui/copy-text.ts';
import classes from './people.module.css';

const texts = t.people.link;

/** A link, shown this once, to be handed on. */
export function LinkDialog({ made, onClose }: { made: MadeInvitation | undefined; onClose: () => void }) {
  return (
    <Modal
      opened={made !== undefined}
      onClose={onClose}
      title={texts.title}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t.ui.close }}
    >
      {made !== undefined && (
        <div className={classes.form}>
          <p>{texts.text(made.invitation.name)}</p>
          <code className={classes.link} aria-label={texts.label} role="textbox" aria-readonly tabIndex={0}>
            {made.link}
          </code>
          <Button variant="default" onClick={() => void copyText(made.link, texts.copied)}>
            {texts.copy}
          </Button>
          <Button onClick={onClose}>{texts.done}</Button>
        </div>
      )}
    </Modal>
  );
}
