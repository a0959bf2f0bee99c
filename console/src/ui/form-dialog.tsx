import { Button, Modal } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { t } from '../messages/index.ts';
import classes from './confirm-dialog.module.css';
import { ErrorState } from './states.tsx';

export interface FormDialogProps {
  title: string;
  opened: boolean;
  onClose: () => void;
  /** What the button says. */
  act: string;
  /** Ends the dialog when it succeeds; a refusal is shown and what was entered stays. */
  onSubmit: (data: FormData) => Promise<unknown>;
  size?: number | string;
  /** Fields with names: their values come in the FormData. */
  children: ReactNode;
}

/** Asks for values and hands them on. */
export function FormDialog({ title, opened, onClose, act, onSubmit, size = 'md', children }: FormDialogProps) {
  const [working, setWorking] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const close = () => {
    setFailure(undefined);
    onClose();
  };
  const submit = async (data: FormData) => {
    setWorking(true);
    setFailure(undefined);
    try {
      await onSubmit(data);
      onClose();
    } catch (error) {
      setFailure(error);
    } finally {
      setWorking(false);
    }
  };
  return (
    <Modal opened={opened} onClose={close} title={title} size={size} closeButtonProps={{ 'aria-label': t.ui.close }}>
      <form
        className={classes.body}
        onSubmit={(event) => {
          event.preventDefault();
          void submit(new FormData(event.currentTarget));
        }}
      >
        {children}
        {failure !== undefined && <ErrorState error={failure} />}
        <div className={classes.buttons}>
          <Button variant="default" size="sm" onClick={close}>
            {t.lists.form.cancel}
          </Button>
          <Button type="submit" size="sm" loading={working}>
            {act}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
