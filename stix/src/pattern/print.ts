import type { Comparison, Literal, ObjectPath, Observation, PathStep, PropertyTest, Qualifier } from './ast.ts';
import { isPlainKey } from './cursor.ts';

const quote = (text: string): string => `'${text.replaceAll(/['\\]/g, String.raw`\$&`)}'`;

function printLiteral(literal: Literal): string {
  switch (literal.kind) {
    case 'string':
      return quote(literal.value);
    case 'integer':
      return literal.value.toString();
    case 'float':
      return literal.text;
    case 'boolean':
      return literal.value ? 'true' : 'false';
    case 'hex':
      return `h'${literal.value}'`;
    case 'binary':
      return `b'${literal.value}'`;
    case 'timestamp':
      return `t'${literal.value}'`;
  }
}

const printKey = (name: string): string => (isPlainKey(name) ? name : quote(name));

function printStep(step: PathStep, index: number): string {
  switch (step.kind) {
    case 'key':
      return `${index === 0 ? '' : '.'}${printKey(step.name)}`;
    case 'index':
      return `[${step.index}]`;
    case 'any':
      return '[*]';
  }
}

/** An object path as text, keys in quotes only where they need them: `file:hashes.'SHA-256'`. */
export function printObjectPath({ objectType, steps }: ObjectPath): string {
  return `${objectType}:${steps.map(printStep).join('')}`;
}

function printTest(test: PropertyTest): string {
  const path = printObjectPath(test.path);
  const not = test.negated ? 'NOT ' : '';
  if (test.operator === 'EXISTS') return `${not}EXISTS ${path}`;
  if (test.operator === 'IN') return `${path} ${not}IN (${test.values.map(printLiteral).join(', ')})`;
  return `${path} ${not}${test.operator} ${printLiteral(test.value)}`;
}

const words = { and: ' AND ', or: ' OR ', followedby: ' FOLLOWEDBY ' };

/** How close an expression binds (sections 9.5.3 and 9.6): an operand stands in parentheses where it binds no closer. */
const closeness: Readonly<Record<string, number>> = { followedby: 1, or: 2, and: 3, qualified: 4 };
const closenessOf = ({ kind }: Comparison | Observation): number => closeness[kind] ?? 5;

function printChain<T extends Comparison | Observation>(
  kind: 'and' | 'or' | 'followedby',
  operands: readonly T[],
  print: (operand: T) => string,
): string {
  const own = closeness[kind] ?? 0;
  return operands
    .map((operand) => (closenessOf(operand) > own ? print(operand) : `(${print(operand)})`))
    .join(words[kind]);
}

function printComparison(comparison: Comparison): string {
  if (comparison.kind === 'test') return printTest(comparison);
  return printChain(comparison.kind, comparison.operands, printComparison);
}

function printQualifier(qualifier: Qualifier): string {
  switch (qualifier.kind) {
    case 'within':
      return ` WITHIN ${qualifier.seconds} SECONDS`;
    case 'repeats':
      return ` REPEATS ${qualifier.times} TIMES`;
    case 'start_stop':
      return ` START ${printLiteral(qualifier.start)} STOP ${printLiteral(qualifier.stop)}`;
  }
}

/**
 * The canonical text of a pattern: one space between words, = and != for == and <>, parentheses only where they change what
 * binds. Reading it gives the same tree again.
 */
export function printPattern(pattern: Observation): string {
  switch (pattern.kind) {
    case 'observation':
      return `[${printComparison(pattern.comparison)}]`;
    case 'qualified': {
      const inner = printPattern(pattern.expression);
      const simple = pattern.expression.kind === 'observation';
      return `${simple ? inner : `(${inner})`}${pattern.qualifiers.map(printQualifier).join('')}`;
    }
    default:
      return printChain(pattern.kind, pattern.operands, printPattern);
  }
}
