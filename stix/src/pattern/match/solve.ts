import { freeTimes, isTooLate, openFrame, pick, type Choice, type Frame } from './choice.ts';
import type { Plan } from './plan.ts';
import { spend } from './work.ts';

type Leaf = Extract<Plan, { kind: 'leaf' }>;

function solveLeaf({ at, candidates }: Leaf, choice: Choice, goOn: () => boolean): boolean {
  for (const observation of candidates) {
    if (isTooLate(choice, observation)) return false;
    if (freeTimes(choice, observation) > 0 && pick(choice, { at, observation, times: 1 }, goOn)) return true;
  }
  return false;
}

/**
 * A simple observation expression so many times. Candidates are taken in their order, each as often as it can be, so that no two
 * ways differ in order alone; a beginning behind which too few remain is not followed.
 */
function repeatLeaf(leaf: Leaf, from: number, times: number, choice: Choice, goOn: () => boolean): boolean {
  const { at, candidates } = leaf;
  const eligible: { position: number; observation: number; free: number }[] = [];
  let scanned = from;
  let remaining = 0;
  for (let index = 0; ; index += 1) {
    // Looks ahead no further than it must to know that enough remain.
    for (; remaining < times && scanned < candidates.length; scanned += 1) {
      const observation = candidates[scanned] as number;
      if (isTooLate(choice, observation)) break;
      const free = freeTimes(choice, observation);
      if (free > 0) eligible.push({ position: scanned, observation, free });
      remaining += free;
    }
    const next = eligible[index];
    if (remaining < times || !next) return false;
    remaining -= next.free;
    for (let taken = Math.min(next.free, times); taken > 0; taken -= 1) {
      spend(choice.budget);
      const rest = times - taken;
      const others = rest === 0 ? goOn : () => repeatLeaf(leaf, next.position + 1, rest, choice, goOn);
      if (pick(choice, { at, observation: next.observation, times: taken }, others)) return true;
    }
  }
}

/** Goes on outside a frame; back inside where nothing comes of it. */
function leaving(choice: Choice, frame: Frame, goOn: () => boolean): () => boolean {
  return () => {
    choice.frames.pop();
    if (goOn()) return true;
    choice.frames.push(frame);
    return false;
  };
}

function inFrame(choice: Choice, frame: Frame, run: () => boolean): boolean {
  choice.frames.push(frame);
  if (run()) return true;
  choice.frames.pop();
  return false;
}

/** Each part after the other, as `repeat` times the same or as the parts of AND. */
function solveAll(count: number, partAt: (index: number) => Plan, choice: Choice, goOn: () => boolean): boolean {
  const from = (index: number): boolean =>
    index === count ? goOn() : solve(partAt(index), choice, () => from(index + 1));
  return from(0);
}

/**
 * Section 9.5.2: what stands right of FOLLOWEDBY was observed at or after what stands left of it, where instants can be chosen
 * within each observation that make it so.
 */
function solveInOrder(parts: readonly Plan[], choice: Choice, goOn: () => boolean): boolean {
  const frame = openFrame({});
  const done = leaving(choice, frame, goOn);
  const from = (index: number): boolean => {
    const part = parts[index];
    if (!part) return done();
    const before = frame.notBefore;
    frame.notBefore = frame.maxFirst;
    if (solve(part, choice, () => from(index + 1))) return true;
    frame.notBefore = before;
    return false;
  };
  return inFrame(choice, frame, () => from(0));
}

/**
 * Whether observations can be chosen for a plan, no observation more often than it was made, so that `goOn` succeeds too. Tries
 * all ways, the budget permitting; what was chosen is in `choice.picks`.
 */
export function solve(plan: Plan, choice: Choice, goOn: () => boolean): boolean {
  switch (plan.kind) {
    case 'leaf':
      return solveLeaf(plan, choice, goOn);
    case 'or':
      return plan.parts.some((part) => solve(part, choice, goOn));
    case 'and': {
      const { parts } = plan;
      return solveAll(parts.length, (index) => parts[index] as Plan, choice, goOn);
    }
    case 'followedby':
      return solveInOrder(plan.parts, choice, goOn);
    case 'repeats': {
      const { part, times } = plan;
      if (part.kind === 'leaf') return repeatLeaf(part, 0, times, choice, goOn);
      return solveAll(times, () => part, choice, goOn);
    }
    case 'limits': {
      const frame = openFrame(plan.limits);
      return inFrame(choice, frame, () => solve(plan.part, choice, leaving(choice, frame, goOn)));
    }
  }
}
