import type { Budget } from '../regex/index.ts';
import type { Occurrence } from './observed-data.ts';
import type { Limits } from './plan.ts';
import { spend, Undecided } from './work.ts';

/** Limits in force, and what the observations chosen under them amount to so far. */
export interface Frame {
  readonly limits: Limits;
  /** FOLLOWEDBY: what is chosen now was still being observed at this instant, or later. */
  notBefore: bigint | undefined;
  maxFirst: bigint | undefined;
  minLast: bigint | undefined;
}

/** That an observation stands for an expression of the pattern, so many of its times. */
export interface Pick {
  readonly at: number;
  readonly observation: number;
  readonly times: number;
}

/** A choice of observations in the making. */
export interface Choice {
  readonly occurrences: readonly Occurrence[];
  readonly used: number[];
  readonly frames: Frame[];
  readonly picks: Pick[];
  readonly budget: Budget;
}

export const openFrame = (limits: Limits): Frame => ({
  limits,
  notBefore: undefined,
  maxFirst: undefined,
  minLast: undefined,
});

const later = (a: bigint | undefined, b: bigint): bigint => (a === undefined || b > a ? b : a);
const earlier = (a: bigint | undefined, b: bigint): bigint => (a === undefined || b < a ? b : a);

/**
 * Whether instants can still be chosen, one within each observation, that keep the limits: all within `duration` of one another,
 * at or after `start`, before `stop`.
 */
function keeps({ limits, notBefore, maxFirst, minLast }: Frame, { first, last }: Occurrence): boolean {
  const { duration, start, stop } = limits;
  if (notBefore !== undefined && last < notBefore) return false;
  if (start !== undefined && last < start) return false;
  if (stop !== undefined && first >= stop) return false;
  return duration === undefined || later(maxFirst, first) - earlier(minLast, last) <= duration;
}

/** How often an observation can still be chosen here. */
export function freeTimes(choice: Choice, observation: number): number {
  spend(choice.budget);
  const occurrence = choice.occurrences[observation] as Occurrence;
  const free = occurrence.times - (choice.used[observation] ?? 0);
  return free > 0 && choice.frames.every((frame) => keeps(frame, occurrence)) ? free : 0;
}

/** Whether nothing that begins as late as this, or later, can be chosen any more. */
export function isTooLate({ frames, occurrences }: Choice, observation: number): boolean {
  const { first } = occurrences[observation] as Occurrence;
  return frames.some(
    ({ limits: { duration, stop }, minLast }) =>
      (stop !== undefined && first >= stop) ||
      (duration !== undefined && minLast !== undefined && first - minLast > duration),
  );
}

/** Each observation chosen takes room on the stack; a pattern that needs more distinct ones is left undecided. */
const most = 500;

/** Chooses an observation and goes on; takes the choice back where nothing comes of it. */
export function pick(choice: Choice, chosen: Pick, goOn: () => boolean): boolean {
  const { occurrences, used, frames, picks } = choice;
  if (picks.length >= most)
    throw new Undecided('work', chosen.at, `More than ${most} observations would have to be chosen`);
  const { first, last } = occurrences[chosen.observation] as Occurrence;
  const before = frames.map(({ maxFirst, minLast }) => ({ maxFirst, minLast }));
  for (const frame of frames) {
    frame.maxFirst = later(frame.maxFirst, first);
    frame.minLast = earlier(frame.minLast, last);
  }
  const usedBefore = used[chosen.observation] ?? 0;
  used[chosen.observation] = usedBefore + chosen.times;
  picks.push(chosen);
  if (goOn()) return true;
  picks.pop();
  used[chosen.observation] = usedBefore;
  for (const [index, frame] of frames.entries()) Object.assign(frame, before[index]);
  return false;
}
