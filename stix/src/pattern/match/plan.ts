import type { Observation, Qualifier } from '../ast.ts';
import { durationOf, nanosecondsOf } from '../nanoseconds.ts';
import type { Occurrence } from './observed-data.ts';

/** What a qualifier or FOLLOWEDBY demands of all observations that are chosen within it. */
export interface Limits {
  readonly duration?: bigint;
  readonly start?: bigint;
  readonly stop?: bigint;
}

/** A pattern with the observations that each of its simple observation expressions matches, by index, earliest first. */
export type Plan =
  | { readonly kind: 'leaf'; readonly at: number; readonly candidates: readonly number[] }
  | { readonly kind: 'and' | 'or' | 'followedby'; readonly parts: readonly Plan[] }
  | { readonly kind: 'repeats'; readonly part: Plan; readonly times: number }
  | { readonly kind: 'limits'; readonly part: Plan; readonly limits: Limits };

type Leaf = Extract<Observation, { kind: 'observation' }>;

/** Qualifiers apply from left to right: each to the expression with those before it (section 9.5.1). */
function qualify(part: Plan, qualifier: Qualifier): Plan {
  switch (qualifier.kind) {
    case 'within':
      return { kind: 'limits', part, limits: { duration: durationOf(qualifier.seconds) } };
    case 'repeats':
      return { kind: 'repeats', part, times: qualifier.times };
    case 'start_stop': {
      const start = nanosecondsOf(qualifier.start.value) ?? 0n;
      return { kind: 'limits', part, limits: { start, stop: nanosecondsOf(qualifier.stop.value) ?? start } };
    }
  }
}

/** How many ways there are to choose for a part, where that is plain. AND tries the part with the fewest first. */
const widthOf = (plan: Plan): number => (plan.kind === 'leaf' ? plan.candidates.length : Number.POSITIVE_INFINITY);

export function planOf(pattern: Observation, candidatesOf: (leaf: Leaf) => readonly number[]): Plan {
  if (pattern.kind === 'observation') return { kind: 'leaf', at: pattern.at, candidates: candidatesOf(pattern) };
  if (pattern.kind === 'qualified') {
    return pattern.qualifiers.reduce(qualify, planOf(pattern.expression, candidatesOf));
  }
  const parts = pattern.operands.map((operand) => planOf(operand, candidatesOf));
  return {
    kind: pattern.kind,
    parts: pattern.kind === 'and' ? parts.toSorted((a, b) => widthOf(a) - widthOf(b)) : parts,
  };
}

const timesOf = (observations: Iterable<number>, occurrences: readonly Occurrence[]): number => {
  let times = 0;
  for (const index of observations) times += (occurrences[index] as Occurrence).times;
  return times;
};

/** Adds how often each list of candidates is wanted, whatever else is chosen. False where nothing can be chosen at all. */
function addDemands(
  plan: Plan,
  times: number,
  occurrences: readonly Occurrence[],
  demands: Map<readonly number[], number>,
): boolean {
  switch (plan.kind) {
    case 'leaf':
      demands.set(plan.candidates, (demands.get(plan.candidates) ?? 0) + times);
      return true;
    case 'or':
      return plan.parts.some((part) => isPossible(part, occurrences));
    case 'and':
    case 'followedby':
      return plan.parts.every((part) => addDemands(part, times, occurrences, demands));
    case 'limits':
      return addDemands(plan.part, times, occurrences, demands);
    case 'repeats':
      if (times * plan.times > timesOf(occurrences.keys(), occurrences)) return false;
      return addDemands(plan.part, times * plan.times, occurrences, demands);
  }
}

/**
 * Whether a plan can come true at all, before times are looked at: enough is there for what is wanted several times. This spares
 * trying all ways of giving out too little.
 */
export function isPossible(plan: Plan, occurrences: readonly Occurrence[]): boolean {
  const demands = new Map<readonly number[], number>();
  if (!addDemands(plan, 1, occurrences, demands)) return false;
  return [...demands].every(([candidates, wanted]) => timesOf(candidates, occurrences) >= wanted);
}
