import type { Comparison, EqualityOperator, Literal, OrderOperator, PropertyTest, TextOperator } from './ast.ts';
import { advance, expectSign, inParentheses, isAt, readChain, refuse, skipIf, type Cursor } from './cursor.ts';
import { literalOf } from './literal.ts';
import { readObjectPath } from './object-path.ts';

const valueOperators: Readonly<Record<string, EqualityOperator | OrderOperator | TextOperator>> = {
  '=': '=',
  '!=': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  LIKE: 'LIKE',
  MATCHES: 'MATCHES',
  ISSUBSET: 'ISSUBSET',
  ISSUPERSET: 'ISSUPERSET',
};

function readLiteral(cursor: Cursor): Literal {
  const literal = literalOf(cursor.text, cursor.token) ?? refuse(cursor, 'a value');
  advance(cursor);
  return literal;
}

function readSet(cursor: Cursor): Literal[] {
  expectSign(cursor, '(');
  if (skipIf(cursor, ')')) return [];
  const values = [readLiteral(cursor)];
  while (skipIf(cursor, ',')) values.push(readLiteral(cursor));
  expectSign(cursor, ')');
  return values;
}

/** Section 9.6: `path operator value`, `path IN (values)`, `EXISTS path`, each with NOT where it is wanted. */
function readTest(cursor: Cursor): PropertyTest {
  const at = cursor.token.start;
  const notFirst = skipIf(cursor, 'NOT');
  if (notFirst || isAt(cursor, 'EXISTS')) {
    if (!skipIf(cursor, 'EXISTS')) refuse(cursor, 'EXISTS (elsewhere NOT stands behind the object path)');
    return { kind: 'test', operator: 'EXISTS', negated: notFirst, path: readObjectPath(cursor), at };
  }
  const path = readObjectPath(cursor);
  const negated = skipIf(cursor, 'NOT');
  if (skipIf(cursor, 'IN')) return { kind: 'test', operator: 'IN', negated, path, values: readSet(cursor), at };
  const operator = Object.hasOwn(valueOperators, cursor.spelling) ? valueOperators[cursor.spelling] : undefined;
  if (!operator) refuse(cursor, 'a comparison operator');
  advance(cursor);
  return { kind: 'test', operator, negated, path, value: readLiteral(cursor), at };
}

const readOperand = (cursor: Cursor): Comparison =>
  isAt(cursor, '(') ? inParentheses(cursor, readComparison) : readTest(cursor);

const readAnd = (cursor: Cursor): Comparison => readChain(cursor, 'AND', 'and', readOperand);

/** What stands between square brackets: AND binds closer than OR (section 9.6). */
export function readComparison(cursor: Cursor): Comparison {
  return readChain(cursor, 'OR', 'or', readAnd);
}
