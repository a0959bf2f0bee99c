/** Lets one waiter sleep until something happened. What happens while nobody waits is remembered, so that none is missed. */
export interface Signal {
  readonly raise: () => void;
  /** Resolves at once when raised since the last wait, else when raised or after `ms`. True: it was raised. */
  wait(ms: number): Promise<boolean>;
}

export function createSignal(): Signal {
  let raised = false;
  let waiter: (() => void) | undefined;
  return {
    raise() {
      raised = true;
      waiter?.();
    },
    async wait(ms) {
      if (!raised) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          waiter = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        waiter = undefined;
      }
      const was = raised;
      raised = false;
      return was;
    },
  };
}
