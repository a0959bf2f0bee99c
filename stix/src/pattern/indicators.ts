import type { Comparison, Observation } from './ast.ts';
import { printObjectPath } from './print.ts';

/** That the property at `path` (canonical: `ipv4-addr:value`, `file:hashes.'SHA-256'`) equals `value`. */
export interface Equality {
  readonly path: string;
  readonly objectType: string;
  readonly value: string;
}

export interface PatternIndicators {
  /**
   * Whether the pattern says nothing but that one of the equalities holds. Only then may a single value be looked up, or
   * blocked, in place of the pattern.
   */
  readonly exact: boolean;
  readonly equalities: readonly Equality[];
}

type Found = Map<string, Equality>;

function collect(objectType: string, path: string, value: string, found: Found): void {
  found.set(`${path}\0${value}`, { path, objectType, value });
}

/** Adds the equalities that a comparison tests for; says whether it is nothing but one of them. */
function fromComparison(comparison: Comparison, found: Found): boolean {
  if (comparison.kind !== 'test') {
    const exact = comparison.operands.map((operand) => fromComparison(operand, found));
    return comparison.kind === 'or' && exact.every(Boolean);
  }
  if (comparison.negated || (comparison.operator !== '=' && comparison.operator !== 'IN')) return false;
  const values = comparison.operator === 'IN' ? comparison.values : [comparison.value];
  const path = printObjectPath(comparison.path);
  for (const literal of values) {
    if (literal.kind === 'string') collect(comparison.path.objectType, path, literal.value, found);
  }
  return values.every(({ kind }) => kind === 'string');
}

function fromObservation(pattern: Observation, found: Found): boolean {
  if (pattern.kind === 'observation') return fromComparison(pattern.comparison, found);
  if (pattern.kind === 'qualified') {
    fromObservation(pattern.expression, found);
    return false;
  }
  const exact = pattern.operands.map((operand) => fromObservation(operand, found));
  return pattern.kind === 'or' && exact.every(Boolean);
}

/**
 * The values that a pattern looks for: each equality of a property with a string, once, in the order of the text, for look-up
 * tables and blocking lists. What is negated is left out.
 */
export function indicatorsOf(pattern: Observation): PatternIndicators {
  const found: Found = new Map();
  const exact = fromObservation(pattern, found);
  const equalities = [...found.values()];
  return { exact: exact && equalities.length > 0, equalities };
}
