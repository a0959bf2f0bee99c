import { useSyncExternalStore } from 'react';

/** Somebody waits for a second factor to be shown: `done` says whether it was. */
interface Waiting {
  readonly done: (shown: boolean) => void;
}

let waiting: Waiting | undefined;
const listeners = new Set<() => void>();

function tell(next: Waiting | undefined): void {
  waiting = next;
  for (const listener of listeners) listener();
}

/** Asks for a second factor; resolves to whether it was shown. Who asks meanwhile waits for the same. */
export function askStepUp(): Promise<boolean> {
  return new Promise((resolve) => {
    const before = waiting;
    tell({
      done: (shown) => {
        before?.done(shown);
        resolve(shown);
      },
    });
  });
}

/** Ends the wait. */
export function endStepUp(shown: boolean): void {
  const ended = waiting;
  tell(undefined);
  ended?.done(shown);
}

/** Whether a second factor is asked for now. */
export function useStepUpAsked(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => waiting !== undefined,
  );
}
