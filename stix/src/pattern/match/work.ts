import type { Budget } from '../regex/index.ts';

/** Ends a match that cannot be decided; never leaves this folder. */
export class Undecided extends Error {
  readonly reason: 'regular_expression' | 'work';
  /** Offset into the pattern of what cannot be decided; 0 where it is the whole. */
  readonly offset: number;

  constructor(reason: Undecided['reason'], offset: number, message: string) {
    super(message);
    this.reason = reason;
    this.offset = offset;
  }
}

/** Takes steps from what is granted. Throws Undecided where too few are left. */
export function spend(budget: Budget, steps = 1): void {
  budget.steps -= steps;
  if (budget.steps < 0) throw new Undecided('work', 0, 'More work than is granted');
}
