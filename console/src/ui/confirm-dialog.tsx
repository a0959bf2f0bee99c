import { Button, Modal } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { t } from '../messages/index.ts';
import classes from './confirm-dialog.module.css';
import { ErrorState } from './states.tsx';

export interface ConfirmDialogProps {
  title: string;
  opened: boolean;
  onClose: () => void;
  /** What the button says: the act itself, never "OK". */
  act: string;
  /** Ends the dialog when it succeeds; a failure is shown and the dialog stays. */
  onAct: () => Promise<unknown>;
  /** It harms or is hard to take back. */
  harmful?: boolean;
  disabled?: boolean;
  size?: number | string;
  /** What will happen: the preview. */
  children: ReactNode;
}

/** Says what will happen, asks, does it, and tells what went wrong. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, opened, onClose, act, onAct, harmful = false, disabled = false, size = 'md', children } = props;
  const [working, setWorking] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const close = () => {
    setFailure(undefined);
    onClose();
  };
  const run = async () => {
    setWorking(true);
    setFailure(undefined);
    try {
      await onAct();
      onClose();
    } catch (error) {
      setFailure(error);
    } finally {
      setWorking(false);
    }
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={title}
      size={size}
      centered
      closeButtonProps={{ 'aria-label': t.ui.close }}
    >
      <form
        className={classes.body}
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        {children}
        {failure !== undefined && <ErrorState error={failure} />}
        <div className={classes.buttons}>
          <Button variant="default" size="sm" onClick={close}>
            {t.lists.confirm.cancel}
          </Button>
          <Button
            type="submit"
            size="sm"
            loading={working}
            disabled={disabled}
            {...(harmful ? { color: 'red.8' } : {})}
          >
            {act}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
