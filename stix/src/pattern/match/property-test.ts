import { isSubnet, parseNetwork } from '../address.ts';
import type { Comparison, Literal, PropertyTest } from '../ast.ts';
import { compileExpression, search, type Budget } from '../regex/index.ts';
import { isLike } from './like.ts';
import type { ObservableObject, ObservedData } from './observed-data.ts';
import { valuesAt } from './path-values.ts';
import { compare, comparableOf, fitsBytes, isBytes, literalValue, type Comparable } from './value.ts';
import { spend, Undecided } from './work.ts';

/** Whether one value passes; `undefined` where its type does not go with the operator, which is false whether or not NOT stands there. */
type ValueTest = (value: Comparable, budget: Budget) => boolean | undefined;

function equalityTest(literals: readonly Literal[]): ValueTest {
  const wanted = literals.map((literal) => ({ literal, value: literalValue(literal) }));
  const texts = new Set(literals.flatMap((literal) => (literal.kind === 'string' ? [literal.value] : [])));
  const others = wanted.filter(({ literal }) => literal.kind !== 'string');
  return (value, budget) => {
    if (typeof value === 'string' && texts.has(value)) return true;
    const candidates = typeof value === 'string' ? others : wanted;
    spend(budget, candidates.length);
    return candidates.some(({ literal, value: other }) => compare(value, literal, other) === 0);
  };
}

function orderTest(operator: '<' | '<=' | '>' | '>=', literal: Literal): ValueTest {
  const wanted = literalValue(literal);
  return (value) => {
    const order = compare(value, literal, wanted);
    if (order === undefined) return undefined;
    switch (operator) {
      case '<':
        return order < 0;
      case '<=':
        return order <= 0;
      case '>':
        return order > 0;
      case '>=':
        return order >= 0;
    }
  };
}

/** LIKE and MATCHES look at text in NFC (section 9.6.2), and at bytes as they are. */
function textTest(pattern: string, test: (text: string, budget: Budget) => boolean): ValueTest {
  const takesBytes = fitsBytes(pattern);
  return (value, budget) => {
    if (typeof value === 'string') return test(value.normalize('NFC'), budget);
    return isBytes(value) ? takesBytes && test(value.bytes, budget) : undefined;
  };
}

function likeTest(literal: string): ValueTest {
  const pattern = literal.normalize('NFC');
  return textTest(pattern, (text, budget) => isLike(text, pattern, budget));
}

function matchesTest(literal: string, offset: number): ValueTest {
  const compiled = compileExpression(literal);
  if ('refused' in compiled) throw new Undecided('regular_expression', offset, compiled.message);
  return textTest(literal, (text, budget) => {
    const found = search(compiled.program, text, budget);
    if (found === undefined) throw new Undecided('work', offset, 'More work than is granted');
    return found;
  });
}

function networkTest(operator: 'ISSUBSET' | 'ISSUPERSET', literal: string): ValueTest {
  const other = parseNetwork(literal);
  return (value) => {
    const network = typeof value === 'string' ? parseNetwork(value) : undefined;
    if (!network || !other) return undefined;
    return operator === 'ISSUBSET' ? isSubnet(network, other) : isSubnet(other, network);
  };
}

/** The test of one value, and whether its result is turned round. */
function valueTest(test: Exclude<PropertyTest, { operator: 'EXISTS' }>): { passes: ValueTest; negated: boolean } {
  const { negated } = test;
  if (test.operator === 'IN') return { passes: equalityTest(test.values), negated };
  const { operator, value } = test;
  const text = value.kind === 'string' ? value.value : '';
  switch (operator) {
    case '=':
      return { passes: equalityTest([value]), negated };
    case '!=':
      return { passes: equalityTest([value]), negated: !negated };
    case 'LIKE':
      return { passes: likeTest(text), negated };
    case 'MATCHES':
      return { passes: matchesTest(text, value.at), negated };
    case 'ISSUBSET':
    case 'ISSUPERSET':
      return { passes: networkTest(operator, text), negated };
    default:
      return { passes: orderTest(operator, value), negated };
  }
}

/** Whether an object of an observation, with the others that it refers to, satisfies a comparison. */
export type ObjectTest = (root: ObservableObject, objects: ObservedData['objects'], budget: Budget) => boolean;

function compileTest(test: PropertyTest): ObjectTest {
  const { objectType, steps } = test.path;
  if (test.operator === 'EXISTS') {
    return (root, objects, budget) =>
      root.type === objectType && valuesAt(root, steps, objects, budget).length > 0 !== test.negated;
  }
  const { passes, negated } = valueTest(test);
  return (root, objects, budget) =>
    root.type === objectType &&
    valuesAt(root, steps, objects, budget).some(({ key, value }) => {
      const comparable = comparableOf(key, value);
      const result = comparable === undefined ? undefined : passes(comparable, budget);
      return result !== undefined && result !== negated;
    });
}

/**
 * A comparison made ready. All of it is asked of one object: AND means that the same object satisfies both sides (section 9.5).
 * Throws Undecided where an expression of MATCHES is not run.
 */
export function compileComparison(comparison: Comparison): ObjectTest {
  if (comparison.kind === 'test') return compileTest(comparison);
  const operands = comparison.operands.map(compileComparison);
  return comparison.kind === 'and'
    ? (root, objects, budget) => operands.every((operand) => operand(root, objects, budget))
    : (root, objects, budget) => operands.some((operand) => operand(root, objects, budget));
}
