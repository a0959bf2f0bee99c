/** Where progress is shown; the terminal, as a rule. */
export interface Screen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const clear = '\r\x1b[2K';

const elapsed = (since: number): string => {
  const seconds = (performance.now() - since) / 1000;
  return seconds < 60 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
};

export interface Display {
  /** Begins a step, ending the one before. */
  begin(title: string): void;
  /** Says how far the step has come. */
  going(detail: string): void;
  /** Ends the step; `how` in words, the time where absent. */
  end(how?: string): void;
  /** Ends it as not done: failed, or stopped. */
  fail(how?: 'failed' | 'stopped'): void;
  /** A line that stays. */
  line(text: string): void;
  /** A last line that changes and leaves no trace; shown on a terminal only. */
  status(text: string | undefined): void;
}

/** Steps with their times: a line that moves on a terminal, a line at the begin and one at the end elsewhere. */
export function createDisplay(screen: Screen): Display {
  const live = screen.isTTY === true;
  let step: { title: string; since: number; detail: string } | undefined;
  let timer: NodeJS.Timeout | undefined;
  let frame = 0;

  const draw = (): void => {
    if (step === undefined) return;
    const detail = step.detail === '' ? '' : `  ${step.detail}`;
    screen.write(`${clear}${frames[frame++ % frames.length] ?? ''} ${step.title}${detail}  ${elapsed(step.since)}`);
  };
  const finish = (mark: string, how: (since: number) => string): void => {
    clearInterval(timer);
    if (step === undefined) return;
    screen.write(`${live ? clear : ''}${mark} ${step.title}  ${how(step.since)}\n`);
    step = undefined;
  };
  const display: Display = {
    begin(title) {
      display.end();
      step = { title, since: performance.now(), detail: '' };
      if (live) {
        timer = setInterval(draw, 100);
        draw();
      } else screen.write(`  ${title} ...\n`);
    },
    going(detail) {
      if (step !== undefined) step.detail = detail;
    },
    end: (how) => finish('✓', (since) => [...(how === undefined ? [] : [how]), elapsed(since)].join('  ')),
    fail: (how = 'failed') => finish('✗', (since) => `${how} after ${elapsed(since)}`),
    line: (text) => screen.write(`${live ? clear : ''}${text}\n`),
    status(text) {
      if (live) screen.write(text === undefined ? clear : `${clear}${text}`);
    },
  };
  return display;
}
