import type { PathStep } from '../ast.ts';
import type { Budget } from '../regex/index.ts';
import type { ObservableObject, ObservedData } from './observed-data.ts';
import { spend } from './work.ts';

/** A value that a path leads to, and the last key on the way, which says what its text means. */
export interface Reached {
  readonly key: string;
  readonly value: unknown;
}

type Objects = ObservedData['objects'];

const isObject = (value: unknown): value is ObservableObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object that a reference names. What does not resolve is not there (section 9.7.4). */
const follow = (reference: unknown, objects: Objects): unknown =>
  typeof reference === 'string' && Object.hasOwn(objects, reference) ? objects[reference] : undefined;

function takeStep(from: Reached, step: PathStep, isLast: boolean, objects: Objects): Reached[] {
  if (step.kind === 'key') {
    const { value } = from;
    if (!isObject(value) || !Object.hasOwn(value, step.name)) return [];
    const found = value[step.name];
    // A reference at the end of a path is compared as it is written; further on, the path goes on in the object.
    return [{ key: step.name, value: step.name.endsWith('_ref') && !isLast ? follow(found, objects) : found }];
  }
  if (!Array.isArray(from.value)) return [];
  const elements = from.value as readonly unknown[];
  const chosen = step.kind === 'any' ? elements : elements.slice(step.index, step.index + 1);
  const isReferences = from.key.endsWith('_refs') && !isLast;
  return chosen.map((value) => ({ key: from.key, value: isReferences ? follow(value, objects) : value }));
}

/** Everything that a path leads to from an object (section 9.7): several values where it has [*]. */
export function valuesAt(
  root: ObservableObject,
  steps: readonly PathStep[],
  objects: Objects,
  budget: Budget,
): Reached[] {
  let reached: Reached[] = [{ key: '', value: root }];
  for (const [index, step] of steps.entries()) {
    const isLast = index === steps.length - 1;
    const next: Reached[] = [];
    for (const from of reached) {
      const stepped = takeStep(from, step, isLast, objects);
      spend(budget, stepped.length + 1);
      for (const found of stepped) if (found.value !== undefined && found.value !== null) next.push(found);
    }
    reached = next;
  }
  return reached;
}
