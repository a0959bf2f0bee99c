import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { t } from '../messages/index.ts';
import classes from './undo.module.css';

/** How long an act can be taken back. */
const undoMs = 60_000;

/** Tells what was done, for a minute with a way to take it back. */
export function told(message: string, undo?: () => Promise<unknown>): void {
  const id = notifications.show({
    autoClose: undo === undefined ? 6_000 : undoMs,
    closeButtonProps: { 'aria-label': t.ui.close },
    message: (
      <span className={classes.told}>
        <span>{message}</span>
        {undo !== undefined && (
          <Button
            variant="default"
            onClick={() => {
              notifications.hide(id);
              undo().catch((error: unknown) => failed(t.lists.undo.failed, error));
            }}
          >
            {t.lists.undo.undo}
          </Button>
        )}
      </span>
    ),
  });
}

/** Tells that something failed, and why. */
export function failed(title: string, error: unknown): void {
  notifications.show({
    title,
    message: error instanceof Error ? error.message : String(error),
    color: 'red',
    autoClose: 12_000,
    closeButtonProps: { 'aria-label': t.ui.close },
  });
}
