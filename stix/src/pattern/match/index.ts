import type { Observation } from '../ast.ts';
import { printPattern } from '../print.ts';
import type { Budget } from '../regex/index.ts';
import type { Choice, Pick } from './choice.ts';
import { occurrenceOf, type ObservedData, type Occurrence } from './observed-data.ts';
import { isPossible, planOf } from './plan.ts';
import { compileComparison, type ObjectTest } from './property-test.ts';
import { solve } from './solve.ts';
import { spend, Undecided } from './work.ts';

export type { ObservableObject, ObservedData } from './observed-data.ts';

/** That `observation` (an index) matched the observation expression at offset `at` of the pattern, `times` of its times. */
export type Binding = Pick;

export type MatchResult =
  | { readonly outcome: 'match'; readonly bindings: readonly Binding[] }
  | { readonly outcome: 'no_match' }
  /** MATCHES has an expression that is not run, at `offset`; or more work than granted would have been needed. */
  | {
      readonly outcome: 'undecided';
      readonly reason: 'regular_expression' | 'work';
      readonly offset: number;
      readonly message: string;
    };

export interface MatchOptions {
  /** How many steps, each of some ten nanoseconds, may be taken before the answer is `undecided`. Default 10,000,000. */
  readonly maxSteps?: number;
}

function matches(observed: ObservedData, test: ObjectTest, budget: Budget): boolean {
  for (const object of Object.values(observed.objects)) {
    spend(budget);
    if (test(object, observed.objects, budget)) return true;
  }
  return false;
}

function decide(
  pattern: Observation,
  observations: readonly ObservedData[],
  budget: Budget,
): readonly Binding[] | undefined {
  const timed = observations.flatMap((observed, index) => {
    const occurrence = occurrenceOf(observed);
    return occurrence ? [{ observed, index, occurrence }] : [];
  });
  timed.sort(
    (a, b) => Number(a.occurrence.first > b.occurrence.first) - Number(a.occurrence.first < b.occurrence.first),
  );
  const occurrences: Occurrence[] = timed.map(({ occurrence }) => occurrence);
  /** What is written several times is asked once. */
  const known = new Map<string, readonly number[]>();
  const plan = planOf(pattern, (leaf) => {
    const text = printPattern(leaf);
    const before = known.get(text);
    if (before) return before;
    const test = compileComparison(leaf.comparison);
    const found = timed.flatMap(({ observed }, position) => (matches(observed, test, budget) ? [position] : []));
    known.set(text, found);
    return found;
  });
  if (!isPossible(plan, occurrences)) return undefined;
  const choice: Choice = { occurrences, used: [], frames: [], picks: [], budget };
  if (!solve(plan, choice, () => true)) return undefined;
  return choice.picks
    .map(({ at, observation, times }) => ({ at, observation: (timed[observation] as { index: number }).index, times }))
    .toSorted((a, b) => a.at - b.at || a.observation - b.observation);
}

/**
 * Whether observed data match a pattern (STIX 2.1 section 9), and by which of them: one way of matching is enough. An
 * observation stands for one expression of the pattern at a time, or for as many as `number_observed` says. Instants are chosen
 * within each observation as suits the pattern, as the committee's own matcher does.
 *
 * Regular expressions run in linear time; those that cannot are not run, and the outcome is `undecided`. So it is where the
 * choice of observations would take more than the steps granted: never a wrong answer, never an endless one.
 */
export function matchPattern(
  pattern: Observation,
  observations: readonly ObservedData[],
  { maxSteps = 10_000_000 }: MatchOptions = {},
): MatchResult {
  try {
    const bindings = decide(pattern, observations, { steps: maxSteps });
    return bindings ? { outcome: 'match', bindings } : { outcome: 'no_match' };
  } catch (error) {
    if (!(error instanceof Undecided)) throw error;
    return { outcome: 'undecided', reason: error.reason, offset: error.offset, message: error.message };
  }
}
