/** The programme's only source of "now". Everything that needs the time is handed a Clock. */
export interface Clock {
  /** The current instant; a fresh Date that the caller may keep. */
  now(): Date;
}

/** A clock that stands still until a test moves it. */
export interface TestClock extends Clock {
  /** Jumps to `instant`, which may lie in the past: real clocks step back too. */
  set(instant: Date | string): void;
  /** Moves on by `ms` milliseconds. */
  advance(ms: number): void;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => new Date() };

/** A clock that starts at `start` and moves only when told to. */
export function testClock(start: Date | string): TestClock {
  let instant = new Date(start).getTime();
  return {
    now: () => new Date(instant),
    set(to) {
      instant = new Date(to).getTime();
    },
    advance(ms) {
      instant += ms;
    },
  };
}
